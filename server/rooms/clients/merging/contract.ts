import { z } from 'zod'
import { byId, endpoint, id, instant, list, paging, personRef, problem } from '../../../platform/contract.ts'
import { byNames, entryOf, mayTell } from '../../../platform/pure/field-marks.ts'
import { partyType } from '../duplicates/contract.ts'

// ---- problems ----
const title = mayTell(z.string())
const mergedAway = z.object({ winnerId: id, title })

export const clientMerged = problem(
  'client.merged',
  409,
  { ru: 'Клиент объединен с другим', en: 'The client was merged into another one' },
  mergedAway,
)
export const contactMerged = problem(
  'contact.merged',
  409,
  { ru: 'Контакт объединен с другим', en: 'The contact was merged into another one' },
  mergedAway,
)
export const prospectMerged = problem(
  'prospect.merged',
  409,
  { ru: 'Потенциальный клиент объединен с другим', en: 'The prospect was merged into another one' },
  mergedAway,
)
/** What a write to a party, or one that names a party, is refused with: it is no more, and the winner is told. */
export const partyMerged = [clientMerged, contactMerged, prospectMerged] as const
export const mergeWinnerArchived = problem('merge.winner_archived', 409, {
  ru: 'Запись, которая остается, в архиве: сначала верните ее или поменяйте стороны',
  en: 'The record that stays is archived: restore it first, or swap the sides',
})
export const mergeDifferentClients = problem(
  'merge.different_clients',
  409,
  {
    ru: 'Потенциальные клиенты связаны с разными клиентами: сначала объедините клиентов или отмените одну из связей',
    en: 'The prospects are linked to different clients: merge the clients first, or undo one of the links',
  },
  z.object({ clients: z.array(z.object({ id: id.nullable(), title: title.nullable() })) }),
)
const mergeRef = z.object({
  id,
  kind: partyType,
  winner: z.object({ id, title }),
  loser: z.object({ id, title }),
})
export const mergeOuter = problem(
  'merge.outer',
  409,
  {
    ru: 'Позже было другое объединение с теми же записями: сначала отмените его',
    en: 'A later merge has a part in the same records: undo it first',
  },
  z.object({ merges: z.array(mergeRef) }),
)
export const mergeUndone = problem('merge.undone', 409, {
  ru: 'Объединение уже отменено',
  en: 'The merge is undone already',
})
export const mergeFinal = problem('merge.final', 409, {
  ru: 'Объединение нельзя отменить: прежние данные уничтожены',
  en: 'The merge is final: what was before has been destroyed',
})

// ---- merges ----
export const choice = z.enum(['winner', 'loser', 'both'])

export const mergeConflict = entryOf(
  z.object({
    /** Why it was not taken back: edited, moved_on, since, ended, demanded, revoked, reopened, taken. */
    code: z.string(),
    message: z.string(),
    record: z.object({ kind: z.string(), id, title }),
    field: z.string().nullable(),
    before: z.unknown(),
    merged: z.unknown(),
    now: z.unknown(),
  }),
  'field',
  'before',
  'merged',
  'now',
)
export type MergeConflict = z.infer<typeof mergeConflict>

export const merge = z.object({
  id,
  kind: partyType,
  winnerId: id,
  loserId: id,
  winner: z.object({ id, title }),
  loser: z.object({ id, title }),
  batchId: id.nullable(),
  by: personRef.nullable(),
  at: instant,
  undoneAt: instant.nullable(),
  undoneBy: personRef.nullable(),
  /** What moved to the winner: how many of a kind, and what the first ones are called. */
  moved: z.array(z.object({ kind: z.string(), count: z.number().int(), titles: z.array(title) })),
  /** Each field of both sides: that of the winner before, that of the loser, and the result. */
  fields: z.array(
    entryOf(
      z.object({ field: z.string(), before: z.unknown(), loser: z.unknown(), after: z.unknown() }),
      'field',
      'before',
      'loser',
      'after',
    ),
  ),
  /** What the undoing left as people had made it since; empty before. */
  conflicts: z.array(mergeConflict),
  can: z.object({ undo: z.boolean() }),
})
export type Merge = z.infer<typeof merge>

/** A merge in a list; what moved and the values of the fields are read with the one that is opened. */
export const listedMerge = merge.omit({ moved: true, fields: true })
export type ListedMerge = z.infer<typeof listedMerge>

export const mergeParties = endpoint({
  method: 'POST',
  path: '/api/v1/merges',
  summary: 'Merge two clients, contacts or prospects; with dryRun only say what would move',
  access: { right: 'clients.merge' },
  body: z.strictObject({
    id,
    kind: partyType,
    winnerId: id,
    loserId: id,
    /** Whose value a field takes; lists are united unless told otherwise. */
    choices: byNames(z.record(z.string().max(40), choice)).optional(),
    batchId: id.optional(),
    dryRun: z.boolean().optional(),
  }),
  result: merge,
  status: 201,
  problems: [...partyMerged, mergeWinnerArchived, mergeDifferentClients],
})
export const getMerge = endpoint({
  method: 'GET',
  path: '/api/v1/merges/:id',
  summary: 'One merge',
  params: byId,
  result: merge,
})
export const listMerges = endpoint({
  method: 'GET',
  path: '/api/v1/merges',
  summary: 'Merges of one record or of one batch, newest first; undone ones too',
  query: z.object({ ...paging, kind: partyType.optional(), recordId: id.optional(), batchId: id.optional() }),
  result: list(listedMerge),
})
export const undoMerge = endpoint({
  method: 'DELETE',
  path: '/api/v1/merges/:id',
  summary: 'Undo a merge: both records as they were; what people changed since stays and is named',
  access: { right: 'clients.merge' },
  params: byId,
  result: merge,
  problems: [mergeOuter, mergeUndone, mergeFinal],
})
export const undoMergeBatch = endpoint({
  method: 'DELETE',
  path: '/api/v1/merge-batches/:id',
  summary: 'Undo all merges of a batch, or none of them',
  access: { right: 'clients.merge' },
  params: byId,
  result: z.object({ items: z.array(merge) }),
  problems: [mergeOuter, mergeUndone, mergeFinal],
})
