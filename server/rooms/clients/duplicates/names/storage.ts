import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { endOf } from '../../lookup/rules.ts'
import { type Frequencies, isSlip, MOST_SLIPS, splitForSlips, WordMemory } from './rules.ts'

/** A slip leaves one half of a word whole: the words that begin or end like it, read from the vocabulary. */
const neighbours = statement<{ typed: string; word: string }>(`
  select w.typed, v.word
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as w(typed, head, head_end, tail)
   cross join lateral (
     (select distinct k.word from identity_word k
       where k.fragment >= w.head and k.fragment < w.head_end and k.fragment = k.word
         and length(k.word) between length(w.typed) - 1 and length(w.typed) + 1 limit 2000)
     union
     (select distinct k.word from identity_word k
       where k.fragment = w.tail and length(k.word) between length(w.typed) - 1 and length(w.typed) + 1 limit 2000)
     union
     (select k.word from identity_word k where k.fragment = w.typed and k.word = w.typed limit 1)
   ) v`)

/** Known words that differ from each of these by one slip. */
export async function listSlips(
  db: Queryable,
  words: readonly string[],
  memory = new WordMemory(),
): Promise<Map<string, readonly string[]>> {
  const slips = new Map<string, readonly string[]>()
  const halves = splitForSlips(words).filter(({ word }) => {
    const known = memory.slipsOf(word)
    if (known) slips.set(word, known)
    return known === undefined
  })
  if (halves.length === 0) return slips
  const rows = await db.rows(neighbours, [
    halves.map(each => each.word),
    halves.map(each => each.head),
    halves.map(each => endOf(each.head)),
    halves.map(each => each.tail),
  ])
  const found = new Map(halves.map(({ word }) => [word, [] as string[]]))
  const inBase = new Set<string>()
  for (const { typed, word } of rows) {
    const own = found.get(typed)
    if (typed === word) inBase.add(word)
    else if (own && own.length < MOST_SLIPS && isSlip(typed, word)) own.push(word)
  }
  for (const [word, own] of found) {
    slips.set(word, own)
    // A word that nobody has yet is asked again: another like it may come in beside it.
    if (inBase.has(word)) memory.keepSlips(word, own)
    else memory.noteSlips(word, own)
  }
  return slips
}

/** Nobody counts further: a word of so many names is a common one. */
const MOST_COUNTED = 3_000
/** What a word is taken for that was not counted to the end: one name in fifty. */
const COMMON_SHARE = 0.02

const counts = statement<{ word: string; n: number }>(`
  select w.word, (
    select count(distinct found.owner_id) from (
      select i.owner_id from identity i
       where i.kind = 'name' and i.value >= w.word and i.value < w.word || '!' limit ${MOST_COUNTED}
    ) found)::int as n
  from unnest($1::text[]) as w(word)`)

/** Statistics of the tables; a young base is counted. */
const total = statement<{ n: number }>(`
  select coalesce(
    (select sum(reltuples)::float8 from pg_class where oid in ('client'::regclass, 'contact'::regclass, 'prospect'::regclass)
     having min(reltuples) >= 0 and sum(reltuples) > ${MOST_COUNTED}),
    (select count(*) from (select from client limit ${MOST_COUNTED}) c)
    + (select count(*) from (select from contact limit ${MOST_COUNTED}) c)
    + (select count(*) from (select from prospect limit ${MOST_COUNTED}) p))::float8 as n`)

/** How common these words are in the names of the base. */
export async function countWords(
  db: Queryable,
  words: readonly string[],
  memory = new WordMemory(),
): Promise<Frequencies> {
  const distinct = [...new Set(words)]
  const unknown = distinct.filter(word => memory.countOf(word) === undefined)
  const [rows, all] = await Promise.all([unknown.length > 0 ? db.rows(counts, [unknown]) : [], db.first(total)])
  const names = all?.n ?? 0
  // Owners, of whom a person stands under a given name twice: half of what was read is the least.
  const isCut = (n: number) => n >= MOST_COUNTED / 3
  const counted = new Map(rows.map(({ word, n }) => [word, isCut(n) ? Math.max(n, names * COMMON_SHARE) : n]))
  for (const [word, n] of counted) memory.keepCount(word, n, names)
  return { of: new Map(distinct.map(word => [word, counted.get(word) ?? memory.countOf(word) ?? 0])), names }
}
