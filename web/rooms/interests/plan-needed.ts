import type { NextStep } from '../../../server/rooms/interests/contract.ts'
import type { AutoCompleteRule, PlanningRule, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'

type Kind = NextStep['kind']
/** `either`: one of the two, as the person likes. */
export type Needed = Kind | 'either'

const completes = (rule: AutoCompleteRule, kind: Kind) =>
  rule === 'both' || rule === (kind === 'task' ? 'tasks' : 'interactions')

/**
 * What has to be planned so that a refused way is free: the refusal says that something lacks, the earliest step what
 * is there. Where two are needed, the first is the one that stays when the state completes what it completes.
 */
export function decideNeeded(
  { planningRule, autoCompleteRule }: Pick<ScenarioState, 'planningRule' | 'autoCompleteRule'>,
  nextStep: Pick<NextStep, 'kind'> | null,
): Needed[] {
  const rule: PlanningRule = planningRule
  if (rule === 'nothing') return []
  if (rule !== 'both') return [rule]
  const stays = nextStep && !completes(autoCompleteRule, nextStep.kind) ? nextStep.kind : null
  if (stays) return [stays === 'task' ? 'interaction' : 'task']
  return completes(autoCompleteRule, 'interaction') ? ['task', 'interaction'] : ['interaction', 'task']
}

type Entered = Pick<ScenarioState, 'asksPlan' | 'asksResult' | 'autoCompleteRule'>

/** Does a move into the state ask for something, though nothing need be filled in? */
export function asksOnEntry(interest: { nextStep: Pick<NextStep, 'kind'> | null }, state: Entered): boolean {
  return state.asksPlan || asksResult(interest, state)
}

/** Is something completed by the move, of which the state wants to know how it ended? */
export function asksResult({ nextStep }: { nextStep: Pick<NextStep, 'kind'> | null }, state: Entered): boolean {
  return state.asksResult && nextStep !== null && state.autoCompleteRule !== 'nothing'
}
