import { z } from 'zod'
import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import { findScenario } from '../queries.ts'
import { type ScenarioDocument, scenarioDocument } from './contract.ts'

/** The published settings of a scenario; conditions name what another company has not. */
export async function exportScenario(db: Queryable, id: string): Promise<ScenarioDocument> {
  const { name, states, checklist } = (await findScenario(db, id)) ?? refuse(notFound)
  return {
    format: 'interes.scenario',
    version: 1,
    name,
    states: states.map(({ order: _, ...state }) => state),
    checklist,
  }
}

export function readScenarioSchema(): Record<string, unknown> {
  return z.toJSONSchema(scenarioDocument, { io: 'input' })
}
