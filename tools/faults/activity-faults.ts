import type { Fault } from './faults.ts'

const activities = 'server/rooms/activities'
const steps = `${activities}/http.test.ts`
const contention = `${activities}/contention.test.ts`

/** Faults of the next step: what states demand and complete, and people and nodes at one moment. */
export const activityFaults: readonly Fault[] = [
  {
    name: 'a state that demands a step is entered without one',
    file: 'server/rooms/scenarios/guards/rules.ts',
    find: ', ...decidePlan(planned, to)]',
    replace: ']',
    test: steps,
    only: 'by every door',
  },
  {
    name: 'a removed state sends its Interests where a step is demanded without one',
    file: 'server/rooms/interests/moving/events.ts',
    find: 'const missing = decideArrival(factsOf(after), target, scenario)',
    replace: "const missing = decideArrival(factsOf(after), { ...target, planningRule: 'nothing' }, scenario)",
    test: 'server/rooms/interests/doors.test.ts',
    only: 'its state removed',
  },
  {
    name: 'the last step is done although the state demands one',
    file: `${activities}/finishing/actions.ts`,
    find: 'await findSteps(work.tx, interest.id), { demanded: true })',
    replace: 'await findSteps(work.tx, interest.id), { demanded: false })',
    test: steps,
    only: 'done only with a next one',
  },
  {
    name: 'a state completes nothing of what it completes',
    file: `${activities}/events.ts`,
    find: 'for (const activity of planned) close(',
    replace: 'for (const activity of planned.slice(0, 0)) close(',
    test: steps,
    only: 'completes what it completes',
  },
  {
    name: 'two who plan for one Interest count each for itself',
    file: 'server/rooms/interests/storage.ts',
    find: '   for no key update of i ${scenarioLock}`)',
    replace: '   ${scenarioLock && "for no key update of i"} ${scenarioLock}`)',
    test: contention,
    only: 'are both counted',
  },
  {
    name: 'a step is held before its Interest',
    file: `${activities}/actions.ts`,
    find: '  const interest = interestId === null ? null : await holdForSteps(work, interestId, references, { own: true })\n',
    replace:
      '  await holdActivity(work.tx, id)\n  const interest = interestId === null ? null : await holdForSteps(work, interestId, references, { own: true })\n',
    test: contention,
    only: 'holds none of its steps',
  },
  {
    name: 'two nodes remind of the same thing',
    file: `${activities}/reminders/storage.ts`,
    find: 'for no key update skip locked),',
    replace: '),',
    test: contention,
    only: 'remind of each thing once',
  },
]
