import { z } from 'zod'
import { byId, endpoint, id, instant, list, paging, personRef } from '../../../platform/contract.ts'

export const note = z.object({
  id,
  kind: z.enum(['note', 'request']),
  body: z.string(),
  author: personRef.nullable(),
  createdAt: instant,
})
export const addNote = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/notes',
  summary: 'Add a note to the timeline',
  params: byId,
  body: z.strictObject({ id, body: z.string().min(1).max(20_000) }),
  result: note,
  status: 201,
})
/** «Связать с выбранным»: the new request joins this Interest instead of becoming a second one. */
export const addRequest = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/requests',
  summary: 'Add a new request of the client to this Interest',
  params: byId,
  body: z.strictObject({
    id,
    body: z.string().max(20_000).optional(),
    contactId: id.optional(),
    channelId: id.optional(),
  }),
  result: note,
  status: 201,
})
/** One entry of the history: a change, a note or a request. Values are shown as text, references by name. */
export const timelineEntry = z.object({
  id: z.string(),
  kind: z.string(),
  at: instant,
  actor: personRef.nullable(),
  record: z.object({ kind: z.string(), id, title: z.string().nullable() }),
  changes: z.array(z.object({ field: z.string(), from: z.unknown().nullable(), to: z.unknown().nullable() })),
  note: note.nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
const timelineOf = (records: string, summary: string) =>
  endpoint({
    method: 'GET',
    path: `/api/v1/${records}/:id/timeline`,
    summary,
    params: byId,
    query: z.object(paging),
    result: list(timelineEntry),
  })
export const readInterestTimeline = timelineOf('interests', 'History of an Interest, newest first')
export const readClientTimeline = timelineOf(
  'clients',
  'History of a client, its contacts and its Interests in scope, newest first',
)
export const readProspectTimeline = timelineOf(
  'prospects',
  'History of a prospect and its Interests in scope, newest first',
)
