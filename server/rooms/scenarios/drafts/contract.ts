import { z } from 'zod'
import { byId, endpoint, id, instant, personRef, version } from '../../../platform/contract.ts'
import { checklistItem, draftChanged, stateInput } from '../contract.ts'
import { editedTrigger } from '../triggers/contract.ts'

/** What is being edited need not be complete: it is checked when it is published. */
const content = {
  name: z.string().max(120).default(''),
  departmentIds: z.array(id).max(200),
  serviceTypeIds: z.array(id).max(200),
  states: z
    .array(
      stateInput.extend({
        name: z.string().max(80).default(''),
        triggers: z.array(editedTrigger).max(40).default([]),
      }),
    )
    .max(40),
  checklist: z
    .array(checklistItem.extend({ text: z.string().max(150).default(''), stateIds: z.array(id).max(40) }))
    .max(200),
}
export const scenarioDraft = z.object({
  version,
  /** The published version from which the draft was begun. */
  baseVersion: version,
  updatedAt: instant,
  updatedBy: personRef.nullable(),
  ...content,
})
export type ScenarioDraft = z.infer<typeof scenarioDraft>

const access = { right: 'scenarios.administer' } as const
const path = '/api/v1/scenarios/:id/draft'
const found = z.object({ draft: scenarioDraft.nullable() })

export const getScenarioDraft = endpoint({
  method: 'GET',
  path,
  summary: 'What is being edited of a scenario and not yet published, if anything',
  access,
  params: byId,
  result: found,
})
export const saveScenarioDraft = endpoint({
  method: 'PUT',
  path,
  summary: 'Keep what is being edited; nothing is published',
  access,
  params: byId,
  /** `version` of the draft that was seen, 0 for the first save. */
  body: z.strictObject({ version: z.number().int().min(0), baseVersion: version, ...content }),
  result: found,
  problems: [draftChanged],
})
export const dropScenarioDraft = endpoint({
  method: 'DELETE',
  path,
  summary: 'Throw the draft away',
  access,
  params: byId,
  /** Of the draft that was seen; absent: whatever lies there. */
  query: z.object({ version: z.coerce.number().int().min(0).optional() }),
  result: found,
  problems: [draftChanged],
})
