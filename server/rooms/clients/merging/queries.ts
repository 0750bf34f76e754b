import { notFound, type QueryOf, type ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { findContact } from '../contacts/storage.ts'
import { findProspect } from '../prospects/storage.ts'
import { personOf } from '../queries.ts'
import { findClient } from '../storage.ts'
import type { ListedMerge, listMerges as listContract, Merge } from './contract.ts'
import { resolveMerged } from './redirects/queries.ts'
import { describeKept, summarise } from './rules.ts'
import { findMerge, listMergeRows } from './storage.ts'
import type { MergeHead, MergeRow, PartyKind } from './tables.ts'

const finders = { client: findClient, contact: findContact, prospect: findProspect }

/** One merge; who may see what its winner became may see it. */
export async function readMerge(db: Queryable, caller: Caller, id: string): Promise<Merge> {
  const merge = (await findMerge(db, id)) ?? refuse(notFound)
  if (!(await isVisible(db, caller, merge.kind, merge.winnerId))) refuse(notFound)
  return presentMerge(merge, caller)
}

async function isVisible(db: Queryable, caller: Caller, kind: PartyKind, id: string): Promise<boolean> {
  if (caller.scope.clients.sight === null) return true
  const winnerId = await resolveMerged(db, kind, id)
  return (await finders[kind](db, winnerId, caller.scope.clients.sight)) !== undefined
}

const LIST = 'merges'

/** Merges of a record, of a batch or of the whole base, newest first, as far as the caller may see their winners. */
export async function listMerges(
  db: Queryable,
  caller: Caller,
  query: QueryOf<typeof listContract>,
): Promise<ResultOf<typeof listContract>> {
  const { limit, cursor, ...asked } = query
  const [before] = cursor === undefined ? [null] : decodeCursor(LIST, cursor, 1)
  const rows = await listMergeRows(db, asked, { before: before === null ? null : String(before), limit: limit + 1 })
  const { items, nextCursor } = page(LIST, rows, limit, row => [row.seq])
  const winners = new Map(items.map(merge => [merge.winnerId, merge.kind]))
  const seen = new Set<string>()
  for (const [id, kind] of winners) if (await isVisible(db, caller, kind, id)) seen.add(id)
  return { items: items.filter(merge => seen.has(merge.winnerId)).map(merge => presentHead(merge, caller)), nextCursor }
}

/** The merges of a batch as they are now, for a repeated answer. */
export async function readBatch(db: Queryable, caller: Caller, batchId: string): Promise<{ items: Merge[] }> {
  const { items } = await listMerges(db, caller, { batchId, limit: 200 })
  if (items.length === 0) refuse(notFound)
  const merges: Merge[] = []
  for (const { id } of items) merges.push(await readMerge(db, caller, id))
  return { items: merges }
}

/** A merge as an answer names it. */
export function referTo(merge: MergeHead) {
  const { id, kind, winnerId, loserId, winnerTitle, loserTitle } = merge
  return {
    id,
    kind,
    winner: { id: winnerId, title: winnerTitle ?? '' },
    loser: { id: loserId, title: loserTitle ?? '' },
  }
}

/** The answer of a merge. */
export function presentMerge(merge: MergeRow, caller: Caller): Merge {
  const { detail } = merge
  return {
    ...presentHead(merge, caller),
    moved: detail?.moved ?? summarise(merge.kind, detail?.rows ?? []),
    // Of two records again, each is told of to whoever may see it.
    fields: merge.undoneAt === null ? [...(detail?.fields ?? [])] : [],
  }
}

function presentHead(merge: MergeHead, caller: Caller): ListedMerge {
  return {
    ...referTo(merge),
    winnerId: merge.winnerId,
    loserId: merge.loserId,
    batchId: merge.batchId,
    by: personOf(merge.byId, merge.byName),
    at: merge.at.toISOString(),
    undoneAt: merge.undoneAt?.toISOString() ?? null,
    undoneBy: personOf(merge.undoneById, merge.undoneByName),
    conflicts: (merge.conflicts ?? []).map(({ code, ...rest }) => ({
      code,
      message: describeKept(code)[caller.actor.language],
      ...rest,
    })),
    can: { undo: merge.undoneAt === null && merge.hasDetail },
  }
}
