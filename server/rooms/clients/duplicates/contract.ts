import { z } from 'zod'
import { id, line, personRef, problem } from '../../../platform/contract.ts'

export const partyType = z.enum(['client', 'contact', 'prospect'])

// ---- problems ----
const match = z.object({
  type: partyType,
  id: id.nullable(),
  title: z.string(),
  reasons: z.array(z.string()),
  walled: z.boolean(),
  responsible: personRef.nullable(),
  archived: z.boolean(),
})
export type Match = z.infer<typeof match>

export const contractorExists = problem(
  'contractor.exists',
  409,
  { ru: 'Организация с этими ИНН и КПП уже есть', en: 'A company with this INN and KPP exists' },
  z.object({
    client: z.object({
      id: id.nullable(),
      name: z.string().nullable(),
      responsible: personRef.nullable(),
      walled: z.boolean(),
    }),
    /** The caller may repeat the request with `override: {reason}`. */
    mayOverride: z.boolean(),
  }),
)
export const similarFound = problem(
  'similar_found',
  409,
  { ru: 'Похожие записи уже есть', en: 'Similar records exist' },
  z.object({ matches: z.array(match) }),
)
export const clientArchived = problem('client.archived', 409, {
  ru: 'Клиент в архиве',
  en: 'The client is archived',
})
/** Whether to be asked before something similar is written. */
export const onSimilar = z.enum(['create', 'ask']).default('create')
/** A holder of the right repeats with a reason. */
export const override = z.strictObject({ reason: line(500) }).optional()
