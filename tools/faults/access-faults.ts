import type { Fault } from './faults.ts'

const interests = 'server/rooms/interests'
const clients = 'server/rooms/clients'
const access = 'server/rooms/access'
const requests = 'server/rooms/registration/access-requests'

/** Faults of what is opened to somebody, and of what is asked for at a wall. */
export const accessFaults: readonly Fault[] = [
  {
    name: 'what was opened to somebody may be changed by that person',
    file: `${clients}/actions.ts`,
    find: 'return work.scope.covers(record.responsibleId) ? record : refuse(forbidden)',
    replace: 'return record',
    test: 'server/app/grants.test.ts',
    only: 'changes neither its card nor its people',
  },
  {
    name: 'Interests of others are changed by whom the client was opened to',
    file: `${interests}/policy.ts`,
    find: '(authorId === actor.userId && scope.sees(clientId, responsibleId))',
    replace: 'scope.sees(clientId, authorId ?? actor.userId)',
    test: 'server/app/grants.test.ts',
    only: 'works with those',
  },
  {
    name: 'what was closed is still seen from memory',
    file: `${access}/gates/queries.ts`,
    find: `const GROUNDS = ['user', 'department', 'api_key', 'company', 'grant']`,
    replace: `const GROUNDS = ['user', 'department', 'api_key', 'company']`,
    test: 'server/app/grants.test.ts',
    only: 'sees it no more with the next request',
  },
  {
    name: 'what was opened is found no more after it was changed',
    file: `${clients}/identity/storage.ts`,
    find: 'if (clientIds.length > 0) tx.later(shareClientRows, [clientIds])',
    replace: 'if (clientIds.length > 1) tx.later(shareClientRows, [clientIds])',
    test: 'server/app/grants.test.ts',
    only: 'every door shows',
  },
  {
    name: 'access is asked for without the limit of walls',
    file: `${requests}/actions.ts`,
    find: 'if (!(await admitWalls(work.platform, work.caller, walls))) refuse(tooMany)',
    replace: 'if (walls.length > 99 && !(await admitWalls(work.platform, work.caller, walls))) refuse(tooMany)',
    test: `${requests}/http.test.ts`,
    only: 'limited number of times',
  },
  {
    name: 'that access was asked for is told of any value of the client',
    file: `${clients}/access-requests/storage.ts`,
    find: 'and a.typed_key like any($3::text[])',
    replace: 'and (a.typed_key like any($3::text[]) or true)',
    test: `${requests}/queries.test.ts`,
    only: 'told only of the value by which it was asked',
  },
  {
    name: 'a second value of a client is told to be asked for already',
    file: `${clients}/access-requests/actions.ts`,
    find: 'key: identifierKeys(typed)[0] }',
    replace: `key: identifierKeys(typed)[0] && '' }`,
    test: `${requests}/queries.test.ts`,
    only: 'told only of the value by which it was asked',
  },
  {
    name: 'two values of a client behind a wall are told to belong together',
    file: `${clients}/duplicates/actions.ts`,
    find: 'match: { ...match, ...alone, accessAskedAt }',
    replace: 'match: { ...match, accessAskedAt }',
    test: `${requests}/queries.test.ts`,
    only: 'told of each as if it stood alone',
  },
  {
    name: 'what only the check for duplicates shows is not reached',
    file: `${requests}/queries.ts`,
    find: '(await listWalledAlike(db, caller, typed))',
    replace: `(await listWalledAlike(db, caller, typed === '' ? typed : ''))`,
    test: `${requests}/queries.test.ts`,
    only: 'one word of a company',
  },
  {
    name: 'access is asked of everybody whom a value met, whoever is named',
    file: `${requests}/queries.ts`,
    find: 'responsibleId === undefined || wall.responsibleId === responsibleId',
    replace: 'responsibleId === undefined || wall.responsibleId !== undefined',
    test: `${requests}/queries.test.ts`,
    only: 'asked of the one whom the wall names',
  },
  {
    name: 'a request for access is declined by a stranger',
    file: `${clients}/access-requests/actions.ts`,
    find: `  await holdOwnClient(work, await resolveMerged(work.tx, 'client', request.clientId))\n  if`,
    replace: '  if',
    test: `${requests}/http.test.ts`,
    only: 'decided by nobody who may not change the client',
  },
  {
    name: 'a request that was handed over is taken by a stranger',
    file: 'server/rooms/registration/hand-overs/actions.ts',
    find: 'if (row.takerId !== userId && !work.scope.covers(row.responsibleId)) refuse(notFound)',
    replace: 'if (userId === id) refuse(notFound)',
    test: 'server/rooms/registration/hand-overs/http.test.ts',
    only: 'taken by nobody whom it does not concern',
  },
  {
    name: 'sums leave out what was opened',
    file: `${interests}/listing/storage.ts`,
    find: 'part(...live, ` and ${opened}`)',
    replace: 'part(...live, ` and ${opened} and false`)',
    test: 'server/app/grants.test.ts',
    only: 'every door shows',
  },
  {
    name: 'a client behind a wall is named to whoever looks after a look-alike prospect',
    file: `${clients}/offers/actions.ts`,
    find: 'client: sees ? { id: client.id, name: client.name } : null,',
    replace: 'client: { id: client.id, name: client.name },',
    test: `${clients}/offers/actions.test.ts`,
    only: 'behind a wall',
  },
]
