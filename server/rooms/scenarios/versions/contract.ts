import { z } from 'zod'
import { byId, endpoint, id, instant, personRef, version } from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'
import { checklist, scenarioState } from '../contract.ts'

const published = {
  version,
  publishedAt: instant,
  publishedBy: personRef.nullable(),
}
/** One difference between two versions: of a state or of an item of the checklist. */
export const settingChange = z.object({
  of: z.enum(['state', 'item']),
  id,
  /** As it is called now, or was when it went. */
  name: z.string(),
  what: z.enum(['added', 'removed', 'moved', 'changed']),
  field: z.string().nullable(),
  from: tellsNothing(z.unknown().nullable(), 'a setting'),
  to: tellsNothing(z.unknown().nullable(), 'a setting'),
})
export type SettingChange = z.infer<typeof settingChange>

export const listScenarioVersions = endpoint({
  method: 'GET',
  path: '/api/v1/scenarios/:id/versions',
  summary: 'Versions of a scenario, newest first, each with what it changed',
  params: byId,
  result: z.object({ items: z.array(z.object({ ...published, changes: z.array(settingChange) })) }),
})
export const getScenarioVersion = endpoint({
  method: 'GET',
  path: '/api/v1/scenarios/:id/versions/:version',
  summary: 'States and checklist of one version; with `from` also the differences from that version',
  params: z.object({ id, version: z.coerce.number().int().positive() }),
  query: z.object({ from: z.coerce.number().int().positive().optional() }),
  result: z.object({
    ...published,
    states: z.array(scenarioState),
    checklist,
    changes: z.array(settingChange),
  }),
})
