import { useQuery } from '@tanstack/react-query'
import { listScenarios, type Scenario, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { queryOf } from '../../lib/queries.ts'

export const scenariosQuery = { ...queryOf(listScenarios, { query: { archived: true } }), staleTime: 60_000 }

/** All scenarios in the administrator's order, archived ones included: old Interests still stand in them. */
export function useScenarios(): Scenario[] {
  return useQuery(scenariosQuery).data?.items ?? []
}

export type PlacedState = { state: ScenarioState; scenario: Scenario; step: number; steps: number }

/** Where a state stands among the ordinary states of its scenario. */
export function placeOf(scenarios: readonly Scenario[], stateId: string, scenarioId?: string): PlacedState | undefined {
  for (const scenario of scenarios) {
    if (scenarioId && scenario.id !== scenarioId) continue
    const state = scenario.states.find(each => each.id === stateId)
    if (!state) continue
    const ordinary = scenario.states.filter(each => each.kind === 'ordinary')
    const at = ordinary.findIndex(each => each.id === stateId)
    return { state, scenario, step: at === -1 ? ordinary.length : at + 1, steps: ordinary.length }
  }
  return undefined
}
