import type { Fault } from './faults.ts'

const automation = 'server/rooms/automation'
const triggers = 'server/rooms/scenarios/triggers'
const test = `${automation}/http.test.ts`

/** Faults of triggers: what they do twice, too late, too early, or for ever. */
export const triggerFaults: readonly Fault[] = [
  {
    name: 'on two nodes at once a trigger does its work twice',
    file: `${automation}/storage.ts`,
    find: "where r.id = $1 and r.status = 'waiting' and r.due_at <= $2 for no key update",
    replace: 'where r.id = $1 and $2::timestamptz is not null for no key update',
    test,
    only: 'once for each entry',
  },
  {
    name: 'a trigger of time fires for whoever has left',
    file: `${automation}/rules.ts`,
    find: "if (!isThere && !tells) return { does: 'skip', reason: 'left_state' }",
    replace: "if (!isThere && tells) return { does: 'skip', reason: 'left_state' }",
    test: `${automation}/rules.test.ts`,
    only: 'is passed over',
  },
  {
    name: 'a date that moved is not read again',
    file: `${automation}/rules.ts`,
    find: 'if (due === null || due > at.now)',
    replace: 'if (due === null)',
    test: `${automation}/rules.test.ts`,
    only: 'waits on',
  },
  {
    name: 'a loop of triggers goes on for ever',
    file: `${automation}/rules.ts`,
    find: 'return chain.includes(triggerId) || chain.length >= LONGEST',
    replace: 'return chain.length > LONGEST * 2',
    test,
    only: 'a loop is cut',
  },
  {
    name: 'a paused trigger plans on',
    file: `${triggers}/rules.ts`,
    find: 'triggers.filter(each => !paused.includes(each.id) && !waitsForDocuments(each))',
    replace: 'triggers.filter(each => paused.length < 99 && !waitsForDocuments(each))',
    test,
    only: 'paused it does not',
  },
  {
    name: 'a guard of a trigger is asked by a move only',
    file: 'server/rooms/scenarios/guards/rules.ts',
    find: "const forbids = forbidding(state, 'entered', interest, pausedTriggers).map(forbidden)",
    replace:
      "const forbids = pausedTriggers.length < 0 ? forbidding(state, 'entered', interest, []).map(forbidden) : []",
    test: 'server/rooms/interests/doors.test.ts',
    only: 'stands at every door',
  },
  {
    name: 'a dry run takes a sum at the edge for one below it',
    file: 'server/rooms/interests/dry-run/storage.ts',
    find: 'i.expected_revenue >= coalesce(',
    replace: 'i.expected_revenue > coalesce(',
    test: 'server/rooms/interests/dry-run/http.test.ts',
    only: 'foreseen by its conditions',
  },
]
