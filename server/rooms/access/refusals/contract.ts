import { z } from 'zod'
import { endpoint, id, personRef } from '../../../platform/contract.ts'
import { KINDS } from '../profiles/contract.ts'

export const refusal = z.object({
  /** What is missing, and what helps, in the language of the caller. */
  missing: z.string(),
  help: z.string(),
  /** Who can give it. */
  whom: z.array(personRef),
  /** May it be asked for from the card? */
  mayAsk: z.boolean(),
})
export type Refusal = z.infer<typeof refusal>

/** The same that a refused request says, for what a screen greys out beforehand. */
export const explainRefusal = endpoint({
  method: 'GET',
  path: '/api/v1/refusals',
  summary: 'Why something may not be done, and who can help: by the right, or by the responsible of the record',
  query: z.object({
    right: z.string().max(60).optional(),
    kind: z.enum(KINDS).optional(),
    /** Whose record it is; left out where nobody is responsible. */
    ownerId: id.optional(),
  }),
  result: refusal,
})
