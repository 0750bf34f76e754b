import type { Work } from '../../../platform/work.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { activeTriggers, holds } from '../../scenarios/triggers/rules.ts'
import { factsOf } from '../queries.ts'
import type { NextStep } from '../steps/contract.ts'
import type { StoredInterest } from '../tables.ts'
import { INTEREST_CHANGED, type InterestChanged } from './events.ts'

/** Says of a change in a state what its triggers wait for: conditions that hold now and did not, a date that moved. */
export async function announceChange(
  work: Work,
  before: StoredInterest,
  after: StoredInterest,
  scenario: { states: readonly StateSetting[]; pausedTriggers: readonly string[] } | undefined,
): Promise<void> {
  const state = scenario?.states.find(each => each.id === after.stateId)
  if (!scenario || !state || state.triggers.length === 0) return
  const [was, is] = [factsOf(before), factsOf(after)]
  const active = activeTriggers(state, scenario.pausedTriggers)
  const changed = active.filter(each => each.event.on === 'changed' && !holds(each, was) && holds(each, is))
  const isMoved = before.expectedCloseDate !== after.expectedCloseDate
  const dated = active.filter(({ event }) => isMoved && event.on === 'date' && event.field === 'expectedCloseDate')
  if (changed.length + dated.length === 0) return
  const payload: InterestChanged['payload'] = { interest: after, changed, dated }
  await work.announce({ kind: INTEREST_CHANGED, payload })
}

/** Says that the next step of an Interest is another one now, where a trigger waits for its date. */
export async function announceNextStep(
  work: Work,
  interest: StoredInterest,
  nextStep: NextStep | null,
  scenario: { states: readonly StateSetting[]; pausedTriggers: readonly string[] } | undefined,
): Promise<void> {
  const state = scenario?.states.find(each => each.id === interest.stateId)
  if (!scenario || !state || state.triggers.length === 0) return
  const dated = activeTriggers(state, scenario.pausedTriggers).filter(
    ({ event }) => event.on === 'date' && event.field === 'nextStep',
  )
  if (dated.length === 0) return
  const payload: InterestChanged['payload'] = { interest: { ...interest, nextStep }, changed: [], dated }
  await work.announce({ kind: INTEREST_CHANGED, payload })
}

/** The same of many, each in its scenario. */
export async function announceChanges(
  work: Work,
  changes: readonly { before: StoredInterest & { scenarioRevision: string }; after: StoredInterest }[],
): Promise<void> {
  const scenarios = await readScenarios(
    work.tx,
    changes.map(({ before }) => ({ id: before.scenarioId, revision: before.scenarioRevision })),
  )
  for (const { before, after } of changes) await announceChange(work, before, after, scenarios.get(after.scenarioId))
}
