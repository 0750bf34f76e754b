import { notFound, type QueryOf, type ResultOf } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../../platform/http/cursor.ts'
import { refuse } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { DuplicateRules } from '../../contract.ts'
import { getRules } from '../scoring/queries.ts'
import { reasonsOf } from '../scoring/rules.ts'
import type { DuplicatePair, listDuplicates as contract } from './contract.ts'
import { findPair, listPairRows, type PairRow, type PairSide } from './storage.ts'

const LIST = 'duplicates'

/** The work list: pairs of which the caller may open both records; others do not exist for it (model.md 28). */
export async function listDuplicates(
  db: Queryable,
  caller: Caller,
  query: QueryOf<typeof contract>,
): Promise<ResultOf<typeof contract>> {
  const rules = await getRules(db)
  const [score, id] = query.cursor === undefined ? [] : decodeCursor(LIST, query.cursor, 2)
  const after = score === undefined || id === undefined ? null : { score: Number(score), id: String(id) }
  const rows = await listPairRows(db, {
    principals: caller.scope.clients.principals,
    status: query.status,
    minScore: query.minScore ?? Math.min(...Object.values(rules).map(each => each.list)),
    kind: query.kind,
    responsibleId: query.responsibleId,
    after,
    limit: query.limit + 1,
  })
  const { items, nextCursor } = page(LIST, rows, query.limit, row => [row.score, row.id])
  return { items: items.map(row => toPair(rules, row)), nextCursor }
}

/** One pair; one of which a side is out of scope does not exist. */
export async function getDuplicate(db: Queryable, caller: Caller, id: string): Promise<DuplicatePair> {
  const row = (await findPair(db, id, caller.scope.clients.principals)) ?? refuse(notFound)
  return toPair(await getRules(db), row)
}

function toPair(rules: DuplicateRules, row: PairRow): DuplicatePair {
  const { id, kind, score, status, mergeId, decidedById, decidedByName } = row
  return {
    id,
    kind,
    score,
    certain: score >= rules[kind].certain,
    reasons: reasonsOf(rules, kind, new Set(row.evidence)),
    status,
    foundAt: row.foundAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: decidedById !== null && decidedByName !== null ? { id: decidedById, name: decidedByName } : null,
    mergeId,
    left: toSide(row.left),
    right: toSide(row.right),
  }
}

function toSide(side: PairSide): DuplicatePair['left'] {
  return { ...side, createdAt: new Date(side.createdAt).toISOString() }
}
