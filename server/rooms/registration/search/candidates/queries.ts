import { type Queryable, type Statement, statement } from '../../../../platform/db/database.ts'
import type { Scope } from '../../../../platform/scope.ts'
import type { Term } from '../rules.ts'
import { type Between, type Probe, probeTogether, type Together } from './rules.ts'

/** A record that may answer, in the order of the branches: whole words and beginnings first. */
export interface Candidate {
  owner_id: string
  archived: boolean
}

/**
 * Every branch reads an ordered index and stops at a limit of its own, so a common word costs as much as a rare one;
 * `union all` under a limit leaves the later, dearer branches unread when the earlier ones suffice.
 */
const PER_RANGE = 300
const PER_WORD = 30
const MOST_WORDS = 60
const MOST_PARTIES = 80
const DEEP = 5_000
const OWN_DEEP = 3_000

/**
 * The forms of one statement. `few`: names are read person by person, so that common words of a narrow scope are
 * found too. `many`: the scope is a good part of everything, a range is read and filtered. `all`: no predicate.
 */
type Reach = 'few' | 'many' | 'all'
const FEW = 24

const LAST = 'chr(1114111)'

/** Rows of one kind within a range: a table expression with owner_id, owner_key, archived and value. */
function inRange(kind: string, low: string, high: string, limit: number | string): string {
  return `(
    select owner_id, owner_key, archived, value from identity i
    where i.kind = ${kind} and i.value >= ${low} and i.value < ${high} order by i.kind, i.value limit ${limit}
  )`
}

/** The same for names, within the scope. */
function namesInRange(reach: Reach, principals: string, low: string, high: string, limit: number | string): string {
  if (reach !== 'few') return inRange(`'name'`, low, high, limit)
  return `(
    select own.* from unnest(${principals}::uuid[]) p cross join lateral (
      select owner_id, owner_key, archived, value from identity i
      where i.kind = 'name' and i.owner_key = p and i.value >= ${low} and i.value < ${high} order by i.value limit ${limit}
    ) own
  )`
}

const visible = (reach: Reach, principals: string) =>
  reach === 'all' ? 'true' : `x.owner_key = any(${principals}::uuid[])`

/** Digits from the given place of a phone on; these indexes know whose the phone is. */
function inPhone(reach: Reach, principals: string, from: number, low: string, high: string, limit = PER_RANGE): string {
  const own = reach === 'all' ? '' : `and owner_key = any(${principals}::uuid[])`
  return `(
    select owner_id, archived from identity
    where kind = 'phone' and substr(value, ${from}) >= ${low} and substr(value, ${from}) < ${high} ${own}
    order by substr(value, ${from}) limit ${limit}
  )`
}
/** The end of a number is what people remember, hence first. */
const PLACES = [7, 6, 5, 4, 3, 2]

/**
 * Names $1–$2 (from, to); other ranges $3–$5 (kind, from, to); part of a phone $6–$7; part of a word $8–$9 with what
 * follows it ($10), the kinds where such words stand ($11) and how many words are tried ($12); limit $13; principals $14.
 */
function oneTerm(reach: Reach): string {
  const seen = visible(reach, '$14')
  return `
  select owner_id, archived from (
    select x.owner_id, x.archived
    from unnest($1::text[], $2::text[]) as r(low, high)
    cross join lateral ${namesInRange(reach, '$14', 'r.low', 'r.high', reach === 'many' ? PER_RANGE : '$13')} x where ${seen}
    union all
    select x.owner_id, x.archived
    from unnest($3::text[], $4::text[], $5::text[]) as r(kind, low, high)
    cross join lateral ${inRange('r.kind', 'r.low', 'r.high', reach === 'all' ? '$13' : PER_RANGE)} x where ${seen}
    ${PLACES.map(
      place => `union all
    select x.owner_id, x.archived from ${inPhone(reach, '$14', place, '$6', '$7')} x`,
    ).join('\n')}
    union all
    select x.owner_id, x.archived
    from (
      select distinct word from (
        select word from identity_word
        where fragment >= $8 and fragment < $9 and fragment <> word order by fragment limit $12
      ) found
    ) w
    cross join unnest($11::text[]) k(kind)
    cross join lateral (
      ${
        reach === 'few'
          ? `select * from ${namesInRange(reach, '$14', 'w.word || $10', `w.word || $10 || ${LAST}`, PER_WORD)} own where k.kind = 'name'
      union all
      select * from ${inRange('k.kind', 'w.word || $10', `w.word || $10 || ${LAST}`, PER_WORD)} any_other where k.kind <> 'name'`
          : `select * from ${inRange('k.kind', 'w.word || $10', `w.word || $10 || ${LAST}`, PER_WORD)} found`
      }
    ) x where ${seen}
  ) hits limit $13`
}

/**
 * All words in one name. The words as typed, and written together, $1–$2; ranges of single words $3–$4, the longest first; patterns that all
 * must hold $5 (from the start of a word) and $6 (in any part); part of the longest word $7–$8; limit $9; principals $10.
 */
function oneName(reach: Reach): string {
  const seen = visible(reach, '$10')
  // In a narrow scope a person's own rows are read deeper instead of everybody's.
  const perWord = reach === 'few' ? `greatest(100, ${OWN_DEEP} / cardinality($10::uuid[]))` : PER_RANGE
  const deepest = inRange(`'name'`, 'r.low', 'r.high', DEEP)
  // The first word is the rarest one by its looks: only where its rows were cut do the rows of the others tell more.
  return `
  with rarest as materialized (
    select x.owner_id, x.owner_key, x.archived, x.value
    from ${namesInRange(reach, '$10', '($3::text[])[1]', '($4::text[])[1]', perWord)} x
  ),
  words as materialized (
    select x.owner_id, x.archived, x.value from rarest x where ' ' || x.value like all($6::text[]) and ${seen}
    union all
    select x.owner_id, x.archived, x.value
    from unnest(($3::text[])[2:], ($4::text[])[2:]) as r(low, high)
    cross join lateral ${namesInRange(reach, '$10', 'r.low', 'r.high', perWord)} x
    where (select count(*) from rarest) >= ${perWord} and ' ' || x.value like all($6::text[]) and ${seen}
  )
  select owner_id, archived from (
    select x.owner_id, x.archived
    from unnest($1::text[], $2::text[]) as r(low, high)
    cross join lateral ${namesInRange(reach, '$10', 'r.low', 'r.high', reach === 'many' ? PER_RANGE : '$9')} x where ${seen}
    union all
    select x.owner_id, x.archived from words x where ' ' || x.value like all($5::text[])
    union all
    select x.owner_id, x.archived from words x
    ${
      reach === 'few'
        ? ''
        : `union all
    select x.owner_id, x.archived
    from unnest($3::text[], $4::text[]) as r(low, high) cross join lateral ${deepest} x
    where (select count(*) from rarest) >= ${perWord} and ' ' || x.value like all($5::text[]) and ${seen}`
    }
    union all
    select x.owner_id, x.archived
    from (
      select distinct word from (
        select word from identity_word
        where fragment >= $7 and fragment < $8 and fragment <> word order by fragment limit ${MOST_WORDS}
      ) found
    ) w
    cross join lateral ${namesInRange(reach, '$10', 'w.word', `w.word || ${LAST}`, PER_WORD)} x
    where ' ' || x.value like all($6::text[]) and ${seen}
  ) hits limit $9`
}

/**
 * Terms of one party spread over its records: the name of the client and of its contact, a name and a phone. The
 * rarest term leads, the others are looked up among the identifiers of the same party. Where even the rarest is a common
 * word, nothing is looked up: only a number among the terms makes that worth its price. A record that holds all terms
 * itself is found without any look-up, and then nothing else is looked for.
 * Ranges $1–$4 (term, kind, from, to); phone part $5–$6 of term $7; patterns $8–$10 (term, kind, pattern); number of
 * terms $11; limit $12; principals $13.
 */
function oneParty(reach: Reach): string {
  const seen = visible(reach, '$13')
  // Beside a number a common name is worth reading on: the record that bears both is then found by itself.
  const depth = `case when $5::text is null then ${PER_RANGE} else ${reach === 'few' ? OWN_DEEP : DEEP} end`
  return `
  with candidate as materialized (
    select r.term, x.owner_id
    from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as r(term, kind, low, high)
    cross join lateral (
      select * from ${namesInRange(reach, '$13', 'r.low', 'r.high', depth)} own where r.kind = 'name'
      union all
      select * from ${inRange('r.kind', 'r.low', 'r.high', PER_RANGE)} found where r.kind <> 'name'
    ) x where ${seen}
    ${PLACES.map(place => `union all select $7::int, x.owner_id from ${inPhone(reach, '$13', place, '$5', '$6', place === 7 ? 2 * PER_RANGE : PER_RANGE)} x`).join('\n')}
  ),
  alone as materialized (
    select owner_id from candidate group by owner_id having count(distinct term) = $11 limit $12
  ),
  leader as materialized (
    select t.term, n.found
    from unnest($8::int[]) t(term) cross join lateral (select count(*) as found from candidate c where c.term = t.term) n
    order by nullif(n.found, 0) nulls last, t.term limit 1
  ),
  party as materialized (
    select distinct coalesce(x.client_id, x.owner_id) as id
    from (
      select distinct owner_id from candidate
      where not exists (select from alone)
        and term = (select term from leader) and ($5::text is not null or (select found from leader) < ${PER_RANGE})
      limit ${MOST_PARTIES}
    ) c
    join identity x on x.owner_id = c.owner_id
  ),
  held as materialized (
    select p.id, i.owner_id, i.archived, t.term
    from party p
    cross join lateral (
      select owner_id, archived, kind, value from identity where client_id = p.id
      union all
      select owner_id, archived, kind, value from identity where owner_id = p.id and client_id is null
    ) i
    join unnest($8::int[], $9::text[], $10::text[]) as t(term, kind, pattern) on i.kind = t.kind and i.value like t.pattern
  ),
  whole as materialized (select id from held group by id having count(distinct term) = $11)
  select owner_id, false as archived from alone
  union all
  (select h.owner_id, h.archived
   from whole join held h on h.id = whole.id
   group by h.owner_id, h.archived
   order by count(distinct h.term) desc
   limit $12)`
}

type Forms = Record<Reach, Statement<Candidate>>
const forms = (text: (reach: Reach) => string): Forms => ({
  few: statement(text('few')),
  many: statement(text('many')),
  all: statement(text('all')),
})
const statements = { oneTerm: forms(oneTerm), oneName: forms(oneName), oneParty: forms(oneParty) }

async function read(db: Queryable, which: Forms, scope: Scope, values: readonly unknown[]): Promise<Candidate[]> {
  const { principals } = scope
  if (principals === null) return db.rows(which.all, values)
  return db.rows(principals.length <= FEW ? which.few : which.many, [...values, principals])
}

/** Records that one term finds. */
export async function findByTerm(db: Queryable, scope: Scope, probe: Probe, limit: number): Promise<Candidate[]> {
  const { phone, fragment } = probe
  const names = probe.ranges.filter(range => range.kind === 'name')
  const others = probe.ranges.filter(range => range.kind !== 'name')
  return read(db, statements.oneTerm, scope, [
    names.map(range => range.low),
    names.map(range => range.high),
    others.map(range => range.kind),
    others.map(range => range.low),
    others.map(range => range.high),
    phone?.low ?? null,
    phone?.high ?? null,
    fragment?.low ?? null,
    fragment?.high ?? null,
    fragment?.tail ?? '',
    fragment?.kinds ?? [],
    fragment?.words ?? 0,
    limit,
  ])
}

export interface NameProbe {
  whole: readonly Between[]
  words: readonly Between[]
  starts: readonly string[]
  parts: readonly string[]
  fragment: Between | null
}

/** Records one name of which holds every word. */
export async function findByName(db: Queryable, scope: Scope, probe: NameProbe, limit: number): Promise<Candidate[]> {
  return read(db, statements.oneName, scope, [
    probe.whole.map(each => each.low),
    probe.whole.map(each => each.high),
    probe.words.map(word => word.low),
    probe.words.map(word => word.high),
    probe.starts,
    probe.parts,
    probe.fragment?.low ?? null,
    probe.fragment?.high ?? null,
    limit,
  ])
}

/** Records of parties that hold every term somewhere. */
export async function findTogether(db: Queryable, scope: Scope, probe: Together, limit: number): Promise<Candidate[]> {
  const { ranges, phone, patterns } = probe
  return read(db, statements.oneParty, scope, [
    ranges.map(range => range.term),
    ranges.map(range => range.kind),
    ranges.map(range => range.low),
    ranges.map(range => range.high),
    phone?.low ?? null,
    phone?.high ?? null,
    phone?.term ?? 0,
    patterns.map(pattern => pattern.term),
    patterns.map(pattern => pattern.kind),
    patterns.map(pattern => pattern.pattern),
    probe.terms,
    limit,
  ])
}

/** Those of the records $1 whose party holds all $5 of the terms $2–$4 (term, kind, pattern), within the principals $6. */
const holding = statement<Candidate>(`
  select o.id as owner_id, false as archived
  from unnest($1::uuid[]) with ordinality o(id, ord)
  cross join lateral (
    select count(distinct t.term) as held
    from (
      select kind, value from identity where owner_id = o.id and ($6::uuid[] is null or owner_key = any($6::uuid[]))
      union all
      select i.kind, i.value
      from (
        select distinct client_id from identity
        where owner_id = o.id and client_id is not null and ($6::uuid[] is null or owner_key = any($6::uuid[]))
      ) c
      join identity i on i.client_id = c.client_id
    ) i
    join unnest($2::int[], $3::text[], $4::text[]) as t(term, kind, pattern) on i.kind = t.kind and i.value like t.pattern
  ) party
  where party.held = $5
  order by o.ord`)

/** Of these records those that hold the other terms too, themselves or by their party. */
export async function findHolding(
  db: Queryable,
  { principals }: Scope,
  candidates: readonly Candidate[],
  terms: readonly Term[],
): Promise<Candidate[]> {
  if (candidates.length === 0) return []
  const { patterns } = probeTogether(terms)
  return db.rows(holding, [
    [...new Set(candidates.map(each => each.owner_id))],
    patterns.map(pattern => pattern.term),
    patterns.map(pattern => pattern.kind),
    patterns.map(pattern => pattern.pattern),
    terms.length,
    principals,
  ])
}
