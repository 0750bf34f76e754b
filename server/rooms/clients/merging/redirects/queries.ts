import { notFound } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import { refuse } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { Work } from '../../../../platform/work.ts'
import { clientMerged, contactMerged, prospectMerged } from '../contract.ts'
import type { PartyKind } from '../tables.ts'
import { findWinner, holdReferred } from './storage.ts'

const merged = { client: clientMerged, contact: contactMerged, prospect: prospectMerged }

/** The record that is meant by an id: that of a merged record means the winner. */
export async function resolveMerged(db: Queryable, kind: PartyKind, id: string): Promise<string> {
  return (await findWinner(db, kind, id, null))?.id ?? id
}

/**
 * Reads a record, or the one into which it was merged; then the answer names the id that was asked for.
 * @throws not_found
 */
export async function readThroughMerges<T extends object>(
  db: Queryable,
  caller: Caller,
  { kind, id }: { kind: PartyKind; id: string },
  read: (id: string) => Promise<T | undefined>,
): Promise<T & { mergedFrom?: string }> {
  const record = await read(id)
  if (record) return record
  const winner = await findWinner(db, kind, id, caller.scope.clients.sight)
  const found = winner && (await read(winner.id))
  return found ? { ...found, mergedFrom: id } : refuse(notFound)
}

/**
 * Refuses a write to a record that is not there: one that was merged names the winner, if the caller may see it.
 * @throws client.merged, contact.merged, prospect.merged, not_found
 */
export async function refuseAbsent(work: Work, kind: PartyKind, id: string): Promise<never> {
  const winner = await findWinner(work.tx, kind, id, work.scope.clients.sight)
  if (winner?.visible) refuse(merged[kind], { winnerId: winner.id, title: winner.title })
  return refuse(notFound)
}

/** The same for a record that is named in a request: one that is not there at all is a fault of the request. */
export async function refuseMerged(work: Work, kind: PartyKind, id: string | null | undefined): Promise<void> {
  if (!id) return
  const winner = await findWinner(work.tx, kind, id, work.scope.clients.sight)
  if (winner?.visible) refuse(merged[kind], { winnerId: winner.id, title: winner.title })
}

/** Holds a record that is about to be referred to, so that a merge of it takes the reference along. */
export async function holdUnmerged(work: Work, kind: PartyKind, id: string): Promise<void> {
  if (await holdReferred(work.tx, kind, id)) await refuseMerged(work, kind, id)
}
