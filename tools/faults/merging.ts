const merging = 'server/rooms/clients/merging'
const contention = 'server/rooms/interests/merging/contention.test.ts'
const following = 'server/rooms/interests/merging/http.test.ts'
const sequences = 'server/app/merging.test.ts'

/** Faults in merging and in its way back. */
export const mergingFaults = [
  {
    name: 'two merges take the same record at once',
    file: `${merging}/storage.ts`,
    find: 'where id = any($1::uuid[]) order by id for update`',
    replace: 'where id = any($1::uuid[]) order by id`',
    test: contention,
    only: 'of two merges that share a record',
  },
  {
    name: 'a merge decides on what an edit is about to change',
    file: `${merging}/storage.ts`,
    find: 'where id = any($1::uuid[]) order by id for update`',
    replace: 'where id = any($1::uuid[]) order by id`',
    test: contention,
    only: 'a merge that waited for an edit',
  },
  {
    name: 'a new Interest stays with a client that is merged meanwhile',
    file: 'server/rooms/interests/creating/storage.ts',
    find: 'where c.id = coalesce($2::uuid, (select client_id from party)) for key share)',
    replace: 'where c.id = coalesce($2::uuid, (select client_id from party)))',
    test: contention,
    only: 'an Interest for a client',
  },
  {
    name: 'an Interest names a contact that is merged meanwhile',
    file: `${merging}/redirects/storage.ts`,
    find: 'where id = $1 for key share`',
    replace: 'where id = $1`',
    test: contention,
    only: 'an Interest that names a contact',
  },
  {
    name: 'an inner merge is undone before the outer one',
    file: `${merging}/storage.ts`,
    find: 'where m.undone_at is null and m.seq > $1::bigint',
    replace: 'where m.undone_at is null and false and m.seq > $1::bigint',
    test: sequences,
    only: 'returns to where it began',
  },
  {
    name: 'the undoing of a merge overwrites what was edited since',
    file: `${merging}/rules.ts`,
    find: 'if (since.length === 0 && same(now, after)) return { value: before, kept: false }',
    replace: 'if (field) return { value: before, kept: false }',
    test: sequences,
    only: 'loses nothing',
  },
  {
    name: 'the undoing of a merge takes what was changed and changed back for untouched',
    file: `${merging}/rules.ts`,
    find: 'if (since.length === 0 && same(now, after)) return { value: before, kept: false }',
    replace: 'if (same(now, after)) return { value: before, kept: false }',
    test: sequences,
    only: 'loses nothing',
  },
  {
    name: 'an Interest created while a merge stood stays with the winner whoever it was made for',
    file: 'server/rooms/interests/merging/events.ts',
    find: `if (side === 'loser') follow.push(`,
    replace: `if (false) follow.push(`,
    test: sequences,
    only: 'takes along the Interests',
  },
  {
    name: 'the undoing of a merge takes an Interest back that people gave to somebody else',
    file: 'server/rooms/interests/merging/events.ts',
    find: `return 'moved_on'`,
    replace: 'return null',
    test: following,
    only: 'what people moved on',
  },
  {
    name: 'a merged record tells of its winner to somebody who may not see it',
    file: `${merging}/redirects/queries.ts`,
    find: `  const winner = await findWinner(work.tx, kind, id, work.scope.clients.sight)
  if (winner?.visible) refuse(merged[kind], { winnerId: winner.id, title: winner.title })
  return refuse(notFound)`,
    replace: `  const winner = await findWinner(work.tx, kind, id, work.scope.clients.sight)
  if (winner) refuse(merged[kind], { winnerId: winner.id, title: winner.title })
  return refuse(notFound)`,
    test: `${merging}/http.test.ts`,
    only: 'is told to nobody',
  },
  {
    name: 'whoever a client was opened to may merge it',
    file: `${merging}/clients/actions.ts`,
    find: "if (foreign) refuseChange('clients', foreign.responsibleId)",
    replace: '',
    test: following,
    only: 'whom the loser was opened to',
  },
  {
    name: 'the undoing of a merge forgets who was told apart since',
    file: `${merging}/moves/storage.ts`,
    find: 'left_id = any($2::uuid[])) and at <= $3`)',
    replace: 'left_id = any($2::uuid[])) and $3::timestamptz is not null`)',
    test: `${merging}/http.test.ts`,
    only: 'said once more',
  },
  {
    name: 'from whom a merged record was told apart is listed beside its winner',
    file: `${merging}/pairs/storage.ts`,
    find: 'apart.length === 0 ? []',
    replace: 'apart.length < 99 ? []',
    test: `${merging}/http.test.ts`,
    only: 'listed no more',
  },
  {
    name: 'the undoing of a merge shuts out who was let in since',
    file: `${merging}/moves/actions.ts`,
    find: 'const taken = await dropAccess(work.tx, winnerId, given, at)',
    replace: 'const taken = await dropAccess(work.tx, winnerId, given, work.now)',
    test: following,
    only: 'let in again keeps seeing both',
  },
]
