import type { Fault } from './faults.ts'

const interests = 'server/rooms/interests'
const doors = `${interests}/doors.test.ts`
const ways = `${interests}/moving/ways.test.ts`
const model = 'server/rooms/activities/model.test.ts'

/** Faults of the guards of scenarios: what lets in, what holds, and who asks. */
export const scenarioFaults: readonly Fault[] = [
  {
    name: 'an Interest is created into a state without what it demands',
    file: `${interests}/creating/actions.ts`,
    find: 'const missing = decideWay(factsOf(draft), way)',
    replace: 'const missing = decideWay(factsOf(draft), { ...way, to: { ...way.to, fields: [] } })',
    test: doors,
    only: 'created into a state',
  },
  {
    name: 'another scenario is entered without what its state demands',
    file: `${interests}/moving/actions.ts`,
    find: 'const missing = decideWay(factsOf(next), {',
    replace: `const missing = kind === 'interest.scenario_changed' ? [] : decideWay(factsOf(next), {`,
    test: doors,
    only: 'given another scenario',
  },
  {
    name: 'an open checklist holds nobody',
    file: `${interests}/moving/actions.ts`,
    find: 'open: openItems(left.checklist, held.stateId, held.ticks),',
    replace: 'open: [],',
    test: ways,
    only: 'keeps the Interest in its state at every door',
  },
  {
    name: 'everybody goes the ways of an administrator',
    file: `${interests}/moving/actions.ts`,
    find: 'role: work.actor.role,',
    replace: `role: 'administrator',`,
    test: ways,
    only: 'who may bring in and take out',
  },
  {
    name: 'what is created comes from everywhere',
    file: `${interests}/creating/actions.ts`,
    find: 'const isBeginning = state === scenario.states[0]',
    replace: 'const isBeginning = true',
    test: ways,
    only: 'closed to every other door',
  },
  {
    name: 'a tick forgets another one of the same moment',
    file: `${interests}/storage.ts`,
    find: 'for no key update of i ${scenarioLock}`)',
    replace: "${scenarioLock.replace('for share of s', '')}`)",
    test: ways,
    only: 'ticked by several at once',
  },
  {
    name: 'of several moves that saw one version more than one wins',
    file: `${interests}/moving/actions.ts`,
    find: 'await requireVersion(work.tx, held, input.version, factsOf(held), { ...fields, stateId, lossReasonId })',
    replace: 'if (input.version > held.version) await requireVersion(work.tx, held, input.version, factsOf(held), {})',
    test: model,
  },
  {
    name: 'a named way lets in from every state',
    file: 'server/rooms/scenarios/guards/rules.ts',
    find: '(before ? to.fromStates.includes(before.id) : isBeginning)',
    replace: '(before ? to.fromStates.length > 0 : isBeginning)',
    test: model,
  },
  {
    name: 'a change of the fields is told without one of them',
    file: `${interests}/rules.ts`,
    find: '  channelId: (i: StoredInterest) => i.channelId,',
    replace: '  channelId: (i: StoredInterest) => (i.channelId === null ? null : i.id),',
    test: model,
  },
]
