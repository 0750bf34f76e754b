import type { Fault } from './faults.ts'

const interests = 'server/rooms/interests'
const undoing = 'server/rooms/undoing'
const members = 'server/app/members.test.ts'
const queues = 'server/app/queues.test.ts'
const presence = `${interests}/presence/http.test.ts`
const closing = `${interests}/closing/http.test.ts`

/** Faults around the people of an Interest: who sees it, who works with it, who stays. */
export const peopleFaults: readonly Fault[] = [
  {
    name: 'a list leaves out what a co-executor works with',
    file: `${interests}/filters/reach/storage.ts`,
    find: 'if (!scope.joined || isCovered',
    replace: 'if (scope.principals !== null || !scope.joined || isCovered',
    test: members,
    only: 'exactly that Interest through every door',
  },
  {
    name: 'a node goes on with what somebody worked with before',
    file: 'server/rooms/access/gates/queries.ts',
    find: "  'member',\n  'scenario',\n",
    replace: "  'scenario',\n",
    test: members,
    only: 'exactly that Interest through every door',
  },
  {
    name: 'a node goes on with the roles to which states were addressed before',
    file: 'server/rooms/access/gates/queries.ts',
    find: "  'member',\n  'scenario',\n",
    replace: "  'member',\n",
    test: queues,
    only: 'with the next request',
  },
  {
    name: 'a co-executor meets twice what is addressed to the role as well',
    file: `${interests}/filters/reach/storage.ts`,
    find: 'const rest = `i.owner_key <> all(${scoped})${whose}${others}${queuesOf(conditions, scope)}`',
    replace: 'const rest = `i.owner_key <> all(${scoped})${whose}${others}`',
    test: queues,
    only: 'through every door, once',
  },
  {
    name: 'the role works with what stands anywhere in the scenario',
    file: `${interests}/policy.ts`,
    find: 'return scope.queues.includes(stateId)',
    replace: 'return scope.queues.length > 0 && stateId !== null',
    test: queues,
    only: 'only while it stands there',
  },
  {
    name: 'the former responsible is forgotten by a move',
    file: `${interests}/moving/actions.ts`,
    find: 'memberIds: membersAfter(held, fields.responsibleId ?? held.responsibleId),',
    replace: '',
    test: members,
    only: 'by any door keeps the former one',
  },
  {
    name: 'a co-executor is added although the client stays closed',
    file: `${interests}/members/actions.ts`,
    find: 'if (client) await requireSeen(work, person, client, isGranted)',
    replace: 'if (client && isGranted) await requireSeen(work, person, client, isGranted)',
    test: members,
    only: 'together with the access to it, or not at all',
  },
  {
    name: 'a co-executor opens the client to others',
    file: `${interests}/members/actions.ts`,
    find: "if (!mayGrant) refuseChange('clients', client.responsibleId)",
    replace: '',
    test: members,
    only: 'only who may open the client may grant',
  },
  {
    name: 'a salesperson confirms a loss',
    file: `${interests}/closing/actions.ts`,
    find: "  if (!holds(work.actor, 'losses.confirm')) refuse(forbidden, { reason: 'losses.confirm' })\n",
    replace: '',
    test: closing,
    only: 'waits for the head, who confirms it',
  },
  {
    name: 'an Interest is created into the lost state without a head',
    file: `${interests}/creating/actions.ts`,
    find: 'draft.awaitedIds = await awaitedFor(work, draft.responsibleId, stateOf(scenario, draft))',
    replace: '',
    test: closing,
    only: 'every door into the lost state waits',
  },
  {
    name: 'who was asked about a loss is still asked after the Interest returned',
    file: `${interests}/closing/actions.ts`,
    find: 'if (before && before.awaitedIds.length > 0) await tellDecided(work, after, closedBy, entered)',
    replace: '',
    test: closing,
    only: 'returns the Interest through the guards',
  },
  {
    name: 'an open card is shown to whoever asks',
    file: `${interests}/presence/actions.ts`,
    find: 'if (here) await requireVisible(db, caller, recordId)',
    replace: '',
    test: presence,
    only: 'learns of nobody',
  },
  {
    name: 'everybody is told who has a card open',
    file: 'server/platform/realtime.ts',
    find: 'if (!userIds.includes(caller.actor.userId)) return',
    replace: '',
    test: presence,
    only: 'told through their streams',
  },
  {
    name: 'a move is undone though something was changed after it',
    file: `${undoing}/actions.ts`,
    find: "return found ? [tell(found.key, 'changed_since', found.step)] : []",
    replace: 'return []',
    test: `${undoing}/http.test.ts`,
    only: 'a move goes back as the last change only',
  },
  {
    name: 'the whole history behind a wall tells what is out of scope',
    file: `${interests}/timeline/storage.ts`,
    find: 'return (await db.rows(clientInterests, [id, sight]))',
    replace: 'return (await db.rows(clientInterests, [id, sight && null]))',
    test: `${interests}/timeline/http.test.ts`,
    only: 'shows the whole history of the client within the scope',
  },
  {
    name: 'what one pins everybody has on top',
    file: `${interests}/pins/storage.ts`,
    find: 'where interest_id = $1 and user_id = $2 order by',
    replace: 'where interest_id = $1 and $2::uuid is not null order by',
    test: `${interests}/timeline/http.test.ts`,
    only: 'keeps what one person pinned on top',
  },
]
