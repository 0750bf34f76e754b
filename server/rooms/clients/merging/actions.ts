import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { authorOf, refuseFaults } from '../actions.ts'
import { mergeClients } from './clients/actions.ts'
import { mergeContacts } from './contacts/actions.ts'
import { type Merge, mergeFinal, mergeOuter, type mergeParties as mergeContract, mergeUndone } from './contract.ts'
import { mergeProspects } from './prospects/actions.ts'
import { presentMerge, readBatch, readMerge, referTo } from './queries.ts'
import { summarise } from './rules.ts'
import { findMergeForUpdate, insertMerge, listOuter, listStandingOfBatch, mergeCreation, setUndone } from './storage.ts'
import type { Kept, MergeDetail, MergeOrder, MergeRow, PartyKind } from './tables.ts'
import { undoContacts, undoProspects } from './undoing/actions.ts'
import { undoClients } from './undoing-clients/actions.ts'

const merges: Record<PartyKind, (work: Work, order: MergeOrder) => Promise<MergeDetail>> = {
  client: mergeClients,
  contact: mergeContacts,
  prospect: mergeProspects,
}
const undoings: Record<PartyKind, (work: Work, merge: MergeRow & { detail: MergeDetail }) => Promise<Kept[]>> = {
  client: undoClients,
  contact: undoContacts,
  prospect: undoProspects,
}

/**
 * Makes one record of two of a kind: the loser becomes a redirect, and all that names it follows in the same
 * transaction, one event each.
 * @throws invalid, not_found, forbidden, client.merged and the like, merge.winner_archived, merge.different_clients
 */
export async function mergeParties(work: Work, input: BodyOf<typeof mergeContract>): Promise<Merge> {
  const { id, kind, winnerId, loserId, choices = {}, batchId = null, dryRun = false } = input
  if (!dryRun && (await isRepeat(work, mergeCreation, id))) return readBackMerge(work, id)
  if (winnerId === loserId) refuseFaults([SAME])
  work.cause.through ??= { kind: 'merge', id }
  const detail = await merges[kind](work, { id, kind, winnerId, loserId, choices })
  const merge = { id, kind, winnerId, loserId, batchId, byUser: authorOf(work), detail }
  await insertMerge(work.tx, merge, work.now, work.creationHash)
  return readBackMerge(work, id)
}

const SAME = {
  path: 'loserId',
  code: 'same_record',
  texts: { ru: 'Это одна и та же запись', en: 'This is one and the same record' },
}

/**
 * Undoes a merge: both records stand as they did, and what moved goes back. What people changed since stays as it is
 * and is named; what was created since stays with the winner.
 * @throws not_found, merge.undone, merge.outer while a later merge of the same records stands, merge.final
 */
export async function undoMerge(work: Work, id: string): Promise<Merge> {
  const merge = (await findMergeForUpdate(work.tx, id)) ?? refuse(notFound)
  // Whoever may not see the winner learns nothing of the merge.
  await readMerge(work.tx, work.caller, id)
  if (merge.undoneAt !== null) refuse(mergeUndone)
  const outer = await listOuter(work.tx, merge)
  if (outer.length > 0) refuse(mergeOuter, { merges: outer.map(referTo) })
  const { detail } = merge
  if (detail === null) return refuse(mergeFinal)
  work.cause.through ??= { kind: 'merge', id }
  const conflicts = await undoings[merge.kind](work, { ...merge, detail })
  // What went back stands with its records again: of the detail only what is shown is left.
  const moved = summarise(merge.kind, detail.rows)
  const left: MergeDetail = { ...detail, fields: [], rows: [], moved, conflicts }
  await setUndone(work.tx, { id, detail: left }, authorOf(work), work.now)
  return readBackMerge(work, id)
}

/**
 * Undoes the merges of a batch, the last one first: all of them or none.
 * @throws not_found, merge.undone where none of them stands any more, and what `undoMerge` throws
 */
export async function undoMergeBatch(work: Work, batchId: string): Promise<{ items: Merge[] }> {
  const ids = await listStandingOfBatch(work.tx, batchId)
  if (ids.length === 0) {
    await readBatch(work.tx, work.caller, batchId)
    refuse(mergeUndone)
  }
  work.cause.through ??= { kind: 'merge_batch', id: batchId }
  const items: Merge[] = []
  for (const id of ids) items.push(await undoMerge(work, id))
  return { items }
}

async function readBackMerge(work: Work, id: string): Promise<Merge> {
  const merge = (await findMergeForUpdate(work.tx, id)) ?? refuse(notFound)
  return presentMerge(merge, work.caller)
}
