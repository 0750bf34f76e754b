import { StateName } from '../../ui/steps-glyph.tsx'
import { placeOf, useScenarios } from './scenarios.ts'

/** A state by its id, drawn as bars and name wherever an Interest names it. */
export function StateOf({ stateId, scenarioId }: { stateId: string; scenarioId?: string }) {
  const place = placeOf(useScenarios(), stateId, scenarioId)
  if (!place) return null
  return <StateName name={place.state.name} kind={place.state.kind} step={place.step} steps={place.steps} />
}
