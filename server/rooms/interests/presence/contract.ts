import { z } from 'zod'
import { byId, endpoint, id, personRef } from '../../../platform/contract.ts'

/** A browser says so this often while the card is seen, and is forgotten when it has been silent for `SILENT_SECONDS`. */
export const BEAT_SECONDS = 9
export const SILENT_SECONDS = 20

/** What the stream tells to those who have the card open: somebody came or left. */
export const PRESENCE_CHANGED = 'presence.changed'

export const keepPresence = endpoint({
  method: 'PUT',
  path: '/api/v1/interests/:id/presence',
  summary: 'Say that the card is open, or is not any more; answers who else has it open',
  params: byId,
  body: z.strictObject({
    /** One for each open card: the same person may have two. */
    placeId: id,
    here: z.boolean(),
    /** The field that is being edited in it, by its name in the API. */
    field: z.string().min(1).max(60).optional(),
  }),
  result: z.object({
    /** Each with the fields that this person is editing now. */
    people: z.array(personRef.extend({ fields: z.array(z.string()) })),
  }),
})
