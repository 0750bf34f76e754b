import { z } from 'zod'
import { byId, endpoint, id, line } from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'
import { checklist, outcomesMissing, scenario, stateInput } from '../contract.ts'

/** A scenario on its way to another company: its ids are names inside of the document and nothing else. */
export const scenarioDocument = z.strictObject({
  format: z.literal('interes.scenario'),
  version: z.literal(1),
  name: line(120),
  states: z.array(stateInput).max(40),
  checklist: checklist.default([]),
})
export type ScenarioDocument = z.infer<typeof scenarioDocument>

export const exportScenario = endpoint({
  method: 'GET',
  path: '/api/v1/scenarios/:id/document',
  summary: 'The published settings of a scenario as a document that another company can take in',
  params: byId,
  result: scenarioDocument,
})
export const importScenario = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios/import',
  summary: 'A new scenario from such a document, published at once, at the end of the order',
  access: { right: 'scenarios.administer' },
  body: z.strictObject({ id, name: line(120).optional(), document: scenarioDocument }),
  result: scenario,
  status: 201,
  problems: [outcomesMissing],
})
export const readScenarioSchema = endpoint({
  method: 'GET',
  path: '/api/v1/scenario-schema',
  summary: 'JSON Schema of the document of a scenario',
  result: tellsNothing(z.record(z.string(), z.unknown()), 'settings'),
})
