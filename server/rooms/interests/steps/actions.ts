import { refuseChange } from '../../access/refusals/actions.ts'
import { notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { Localised, refuse } from '../../../platform/problems.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Work } from '../../../platform/work.ts'
import { decidePlan, type Planned, plannedAfter } from '../../scenarios/guards/rules.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { activeTriggers, isAsked, plannedOnEntry, waitsForTime } from '../../scenarios/triggers/rules.ts'
import { maySell, seesInterest } from '../policy.ts'
import { factsOf } from '../queries.ts'
import { ownersOf } from '../rules.ts'
import { holdInterest } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'
import { announceNextStep } from '../triggers/actions.ts'
import { nextStepDemanded, type PlanInput } from './contract.ts'
import { INTEREST_ENTERED, type InterestEntered } from './events.ts'
import { type Steps, storeSteps } from './storage.ts'

/** An Interest that is held, as far as steps ask. */
export interface HeldInterest extends StoredInterest {
  authorId: string | null
  scenarioRevision: string
  /** Of the references named: those that may be taken, as `kind:id`. */
  known: readonly string[]
}

/**
 * Takes an Interest of which something is planned or done; whoever plans for it too waits.
 * @param references what the plan names, to be asked in the same trip
 * @throws not_found, forbidden
 */
export async function holdForSteps(
  work: Work,
  interestId: string,
  references: readonly (string | null | undefined)[],
  options: { own?: boolean } = {},
): Promise<HeldInterest> {
  const held = await holdInterest(work.tx, interestId, references, { entering: false })
  if (!held) return refuse(notFound)
  // Whoever does a step of an Interest that is out of sight may still say that it is done.
  if (options.own) return held
  if (!seesInterest(work.scope.interests, held)) return refuse(notFound)
  return maySell(work, held) ? held : refuseChange('interests', held.responsibleId)
}

/**
 * Keeps with the Interest what is planned for it now.
 * @throws interest.next_step_demanded where the state demands a step, there was one, and there would be none
 */
export async function keepSteps(
  work: Work,
  held: HeldInterest,
  steps: Steps,
  options: { demanded: boolean },
): Promise<void> {
  const scenarios = await readScenarios(work.tx, [{ id: held.scenarioId, revision: held.scenarioRevision }])
  const scenario = scenarios.get(held.scenarioId)
  const state = scenario?.states.find(each => each.id === held.stateId)
  if (options.demanded && held.open && state) requirePlanned(held, state, steps)
  storeSteps(work.tx, held.id, steps)
  await announceNextStep(work, held, steps.next, scenario)
}

function requirePlanned(held: HeldInterest, state: StateSetting, planned: Planned): void {
  const before = { interactions: held.plannedInteractions, tasks: held.plannedTasks }
  const [lacking] = decidePlan(planned, state)
  if (!lacking || decidePlan(before, state).length > 0) return
  refuse(nextStepDemanded, { stateId: state.id, state: state.name, message: new Localised(lacking.message) })
}

/** The history of an Interest tells what was planned and done for it; its version stays. */
export function recordStep(
  work: Work,
  kind:
    | 'interest.step_planned'
    | 'interest.step_changed'
    | 'interest.step_done'
    | 'interest.step_cancelled'
    | 'interest.step_reopened',
  interest: Pick<StoredInterest, 'id' | 'responsibleId' | 'memberIds' | 'stateId'>,
  said: { changes: Record<string, Change>; personal: Record<string, Change> },
): void {
  const { changes, personal } = said
  work.record({
    kind,
    record: { kind: 'interest', id: interest.id },
    changes,
    ...(Object.keys(personal).length > 0 ? { personal } : {}),
    owners: ownersOf(interest),
  })
}

/**
 * An Interest stands in a state now: what that state does about steps is done, what came along and what its triggers
 * plan is planned, its other triggers are set off.
 */
export async function enterSteps(
  work: Work,
  interest: HeldInterest,
  way: { from: StateSetting | null; to: StateSetting; pausedTriggers: readonly string[] },
  said: { plans: readonly PlanInput[]; result?: string | null | undefined },
): Promise<void> {
  const { from, to, pausedTriggers } = way
  const { interactions, tasks } = plannedAfter(interest, to)
  const isUntouched = interactions === interest.plannedInteractions && tasks === interest.plannedTasks
  const active = activeTriggers(to, pausedTriggers)
  const leavesWaiting = from?.triggers.some(waitsForTime) ?? false
  if (isUntouched && said.plans.length === 0 && active.length === 0 && !leavesWaiting) return
  const planning = plannedOnEntry(to, factsOf(interest), pausedTriggers).map(trigger => ({
    trigger,
    activityId: newId(),
  }))
  const payload: InterestEntered['payload'] = {
    interest,
    state: to.name,
    completes: to.autoCompleteRule,
    plans: said.plans,
    result: said.result?.trim() || null,
    planning,
    triggers: active.filter(each => !isAsked(each)),
    leavesWaiting,
  }
  await work.announce({ kind: INTEREST_ENTERED, payload })
}
