import { z } from 'zod'
import { partyMerged } from '../../clients/contract.ts'
import { byId, endpoint, flag, id, instant, list, paging, personRef, problem } from '../../../platform/contract.ts'
import { entryOf, mayTell } from '../../../platform/pure/field-marks.ts'

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
  problems: partyMerged,
})
/** What an undo leaves as it is, or does beside: told before it is done. */
export const kept = z.enum([
  /** The responsible who goes stays as a co-executor. */
  'member',
  /** The days in the state are counted from now on. */
  'days',
  /** The history of closings keeps this one. */
  'closing',
  /** A field that the state to which it returns shows only stays as it was filled. */
  'fields',
  /** The client stays registered. */
  'client',
  /** Every Interest of this prospect loses the client. */
  'everyInterest',
])
export type Kept = z.infer<typeof kept>

/** One entry of the history: a change, a note or a request. Values are shown as text, references by name. */
export const timelineEntry = z.object({
  id: z.string(),
  kind: z.string(),
  at: instant,
  actor: personRef.nullable(),
  record: z.object({ kind: z.string(), id, title: mayTell(z.string().nullable()) }),
  changes: z.array(
    entryOf(
      z.object({ field: z.string(), from: z.unknown().nullable(), to: z.unknown().nullable() }),
      'field',
      'from',
      'to',
    ),
  ),
  note: note.nullable(),
  /** The caller keeps it on top of the history of the Interest. */
  pinned: z.boolean(),
  /** The caller may take it back: an own change of today, or the last one of the Interest. */
  undoable: z.boolean(),
  /** What set it off, where that was not the actor alone: a link, a merge, a trigger. */
  through: z.object({ kind: z.string(), id: z.string() }).nullable(),
  /** The absent person by whose right alone it was done. */
  onBehalfOf: personRef.nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>

/** Parts of a history: words of people, tasks and interactions, ways between states, everything else. */
export const timelinePart = z.enum(['notes', 'steps', 'states', 'fields'])
export type TimelinePart = z.infer<typeof timelinePart>

const query = { ...paging, only: timelinePart.optional() }
const timelineOf = <Q extends z.ZodType>(records: string, summary: string, asked: Q) =>
  endpoint({
    method: 'GET',
    path: `/api/v1/${records}/:id/timeline`,
    summary,
    params: byId,
    query: asked,
    result: list(timelineEntry),
  })
export const readInterestTimeline = timelineOf(
  'interests',
  'History of an Interest, newest first; `whole`: with everything of its client or prospect in scope',
  z.object({ ...query, whole: flag.optional() }),
)
export const readClientTimeline = timelineOf(
  'clients',
  'History of a client, its contacts and its Interests in scope, newest first',
  z.object(query),
)
export const readProspectTimeline = timelineOf(
  'prospects',
  'History of a prospect and its Interests in scope, newest first',
  z.object(query),
)

// ---- pins ----
const entryId = z.string().regex(/^\d{1,18}$/)
export const tooManyPins = problem('interest.too_many_pins', 422, {
  ru: 'Закрепить можно не больше 50 записей',
  en: 'No more than 50 entries can be pinned',
})
export const pinEntry = endpoint({
  method: 'PUT',
  path: '/api/v1/interests/:id/pinned-entries',
  summary: 'Keep an entry on top of the history of an Interest, or let it go; seen by the caller only',
  params: byId,
  body: z.strictObject({ entryId, on: z.boolean() }),
  result: z.object({ pinned: z.boolean() }),
  problems: [tooManyPins],
})
export const listPinnedEntries = endpoint({
  method: 'GET',
  path: '/api/v1/interests/:id/pinned-entries',
  summary: 'What the caller keeps on top of the history of an Interest, newest first',
  params: byId,
  result: list(timelineEntry),
})
