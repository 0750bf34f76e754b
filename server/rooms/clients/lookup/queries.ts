import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../../platform/db/database.ts'
import { decideTerms, endOf, type Term } from './rules.ts'

/** How the search of a list is best answered. */
export interface Lookup {
  /** The rarest term: its holders are read first; null when all of them are too common. */
  leading: Term | null
  /** Terms that each record must fulfil besides. */
  others: readonly Term[]
}

/** From here on it is cheaper to walk through the list and look at each record. */
const COMMON = 5_000

/** Finds out which term of the text is rare enough to start from; null when nothing is asked. */
export async function planLookup(db: Queryable, q: string | undefined): Promise<Lookup | null> {
  const terms = decideTerms(q ?? '')
  if (terms.length === 0) return q?.trim() ? { leading: null, others: [NOTHING] } : null
  const counts = await Promise.all(terms.map(term => countHolders(db, term)))
  const rarest = counts.indexOf(Math.min(...counts))
  const leading = (counts[rarest] ?? COMMON) < COMMON ? (terms[rarest] ?? null) : null
  return { leading, others: leading === null ? terms : terms.filter((_, at) => at !== rarest) }
}

/** A text of signs only names nobody. */
const NOTHING: Term = { kinds: [], starts: [], inside: null }

async function countHolders(db: Queryable, term: Term): Promise<number> {
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from identity i where ${fits(term)} limit ${COMMON}) found`.execute(db.q)
  return counted.rows[0]?.count ?? 0
}

/** Condition on `identity i`: the row begins with the term, or is a phone that has it inside. */
function fits(term: Term): RawBuilder<boolean> {
  const ranges = term.starts.map(
    start => sql<boolean>`(i.kind = any(${term.kinds}::text[]) and i.value >= ${start} and i.value < ${endOf(start)})`,
  )
  if (term.inside !== null) {
    for (let from = 2; from <= 7; from++) {
      const at = sql.lit(from)
      const { inside } = term
      ranges.push(
        sql<boolean>`(i.kind = 'phone' and substr(i.value, ${at}) >= ${inside} and substr(i.value, ${at}) < ${endOf(inside)})`,
      )
    }
  }
  return ranges.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(ranges, sql` or `)})`
}

/** Which column of the index names the record that is listed. */
type Key = 'client_id' | 'owner_id'

export interface Matching {
  /** `with` part that holds the ids to start from; empty when the list is walked through. */
  from: RawBuilder<unknown> | null
  /** Conditions on the listed record. */
  where: RawBuilder<boolean>[]
}

/**
 * The lookup as parts of a list's query. `record` is the column with the id of the listed record.
 * @param ownerKind only rows of this kind of owner count; null for clients, which are found by their people too
 */
export function matching(
  lookup: Lookup | null,
  record: RawBuilder<string>,
  key: Key,
  ownerKind: 'contact' | 'prospect' | null,
): Matching {
  if (lookup === null) return { from: null, where: [] }
  const id = sql.ref(`i.${key}`)
  const kind = ownerKind === null ? sql<boolean>`true` : sql<boolean>`i.owner_kind = ${ownerKind}`
  const where = lookup.others.map(
    term => sql<boolean>`exists (select from identity i where ${id} = ${record} and ${kind} and ${fits(term)})`,
  )
  if (lookup.leading === null) return { from: null, where }
  return {
    from: sql`found as materialized (
      select distinct ${id} as id from identity i where ${id} is not null and ${kind} and ${fits(lookup.leading)})`,
    where: [sql<boolean>`${record} in (select id from found)`, ...where],
  }
}
