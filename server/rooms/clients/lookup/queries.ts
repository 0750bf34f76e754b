import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../../platform/db/database.ts'
import { limitsOf } from '../../../platform/field-levels.ts'
import type { Caller } from '../../../platform/scope.ts'
import { decideTerms, endOf, type Term } from './rules.ts'

/** How the search of a list is best answered. */
export type Lookup =
  /** The rarest term: its holders are read first, and each is looked at for the other terms. */
  | { by: 'leading'; leading: Term; others: readonly Term[] }
  /** Common words that must meet in one record: the sets of their holders are cut with each other. */
  | { by: 'meeting'; terms: readonly Term[] }
  /** So common that walking through the list finds a page at once. */
  | { by: 'walking'; terms: readonly Term[] }

/** Up to here the holders of a term are read one by one. */
const RARE = 5_000
/** From here on a page is full before the holders are read. */
const COMMON = 50_000

/** Finds out how to answer the text of a search; null when nothing is asked. */
export async function planLookup(
  db: Queryable,
  { actor }: Pick<Caller, 'actor'>,
  q: string | undefined,
  limits = { rare: RARE, common: COMMON },
): Promise<Lookup | null> {
  const terms = decideTerms(q ?? '', limitsOf(actor))
  if (terms.length === 0) return q?.trim() ? { by: 'walking', terms: [NOTHING] } : null
  const counts = await Promise.all(terms.map(term => countHolders(db, term, limits.rare)))
  const least = counts.indexOf(Math.min(...counts))
  const leading = terms[least]
  if (leading && (counts[least] ?? 0) < limits.rare)
    return { by: 'leading', leading, others: terms.filter((_, at) => at !== least) }
  if (terms.length === 1) return { by: 'walking', terms }
  const all = await Promise.all(terms.map(term => countHolders(db, term, limits.common)))
  return Math.min(...all) < limits.common ? { by: 'meeting', terms } : { by: 'walking', terms }
}

/** A text of signs only names nobody. */
const NOTHING: Term = { kinds: [], starts: [], inside: null }

async function countHolders(db: Queryable, term: Term, most: number): Promise<number> {
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 from (${holders(term, sql`1`)}) held limit ${most}) found`.execute(
    db.q,
  )
  return counted.rows[0]?.count ?? 0
}

/**
 * What `identity i` has in the rows that begin with the term, or are a phone that has it inside. One range of one index
 * each: of several at once the planner makes a scan of the table, where it knows the rows badly, as behind an import.
 */
function holders(term: Term, what: RawBuilder<unknown>): RawBuilder<unknown> {
  const ranges = term.starts.flatMap(start =>
    term.kinds.map(kind => sql<boolean>`i.kind = ${kind} and i.value >= ${start} and i.value < ${endOf(start)}`),
  )
  if (term.inside !== null) {
    for (let from = 2; from <= 7; from++) {
      const at = sql.lit(from)
      const { inside } = term
      ranges.push(
        sql<boolean>`i.kind = 'phone' and substr(i.value, ${at}) >= ${inside} and substr(i.value, ${at}) < ${endOf(inside)}`,
      )
    }
  }
  for (const { kind, value } of term.wholes ?? [])
    ranges.push(sql<boolean>`i.kind = ${kind} and i.value = ${value} and i.main`)
  const reads = (ranges.length === 0 ? [sql<boolean>`false`] : ranges).map(
    range => sql`select ${what} from identity i where ${range}`,
  )
  return sql.join(reads, sql` union all `)
}

/**
 * The same as a condition that no index answers, not even by the kind alone: the row is at hand already, and an estimate
 * for a common word, or none behind an import, would lead the planner to read everybody who is called so, once for each record.
 */
function fitsRow(term: Term): RawBuilder<boolean> {
  const parts = term.starts.map(
    start =>
      sql<boolean>`(i.kind || '' = any(${term.kinds}::text[]) and left(i.value, ${start.length}::int) = ${start})`,
  )
  if (term.inside !== null) parts.push(sql<boolean>`(i.kind || '' = 'phone' and strpos(i.value, ${term.inside}) > 0)`)
  for (const { kind, value } of term.wholes ?? [])
    parts.push(sql<boolean>`(i.kind || '' = ${kind} and i.value = ${value} and i.main)`)
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`
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
  // The offset keeps the planner from turning this about.
  const holding = (whose: RawBuilder<string>, term: Term) =>
    sql<boolean>`exists (select from identity i where ${id} = ${whose} and ${kind} and ${fitsRow(term)} offset 0)`
  if (lookup.by === 'walking') return { from: null, where: lookup.terms.map(term => holding(record, term)) }
  const what = sql`${id} as id, i.owner_id, i.owner_kind`
  const held = (term: Term) =>
    sql`select i.id, i.owner_id from (${holders(term, what)}) i where i.id is not null and ${kind}`
  const isLed = lookup.by === 'leading'
  const start = isLed ? held(lookup.leading) : sql.join(lookup.terms.map(held), sql` intersect `)
  // The holders are asked for the other terms before the list is looked at: else it is the list that is asked, all of it,
  // where the planner knows the rows badly.
  const others = isLed ? lookup.others.map(term => holding(sql<string>`led.id`, term)) : []
  const all = sql.join([sql<boolean>`true`, ...others], sql` and `)
  return {
    from: sql`led as materialized (select distinct start.id from (${start}) start),
      found as materialized (select led.id from led where ${all})`,
    where: [sql<boolean>`${record} in (select id from found)`],
  }
}
