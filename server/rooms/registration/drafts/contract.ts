import { z } from 'zod'
import { byId, endpoint, id, instant, list, personRef } from '../../../platform/contract.ts'
import { tellsNothing } from '../../../platform/pure/field-marks.ts'

/** A draft is what was typed, as the form holds it; the server keeps it and does not judge. */
export const draft = z.object({
  id,
  body: tellsNothing(z.record(z.string(), z.unknown()), 'what the reader typed'),
  createdAt: instant,
  updatedAt: instant,
})
export type Draft = z.infer<typeof draft>
export const listDrafts = endpoint({
  method: 'GET',
  path: '/api/v1/drafts',
  own: true,
  summary: 'My drafts of the registration form, newest first',
  result: list(draft),
})
export const saveDraft = endpoint({
  method: 'PUT',
  path: '/api/v1/drafts/:id',
  summary: 'Keep what was typed; the id is the one the Interest will have',
  params: byId,
  body: z.strictObject({ body: z.record(z.string(), z.unknown()) }),
  result: draft,
})
export const dropDraft = endpoint({
  method: 'DELETE',
  path: '/api/v1/drafts/:id',
  summary: 'Forget a draft',
  params: byId,
  result: z.undefined(),
  status: 204,
})
/** People who register the same identifiers at this moment (open drafts of others). */
export const listRivals = endpoint({
  method: 'GET',
  path: '/api/v1/registration/rivals',
  summary: 'Who else is registering this phone, mail or INN now',
  query: z.object({ q: z.string().max(300) }),
  result: z.object({ people: z.array(personRef) }),
})
