import { type Queryable, type Statement, statement } from '../../../../platform/db/database.ts'
import { type Breadth, breadthOf, type Reach } from '../../../../platform/scope.ts'
import type { Between, Probe } from './rules.ts'

/** A record that may answer, in the order of the branches: whole words and beginnings first. */
export interface Candidate {
  owner_id: string
  archived: boolean
}

/**
 * Every branch reads an ordered index and stops at a limit of its own, so a common word costs as much as a rare one;
 * `union all` under a limit leaves the later, dearer branches unread when the earlier ones suffice.
 */
export const PER_RANGE = 300
const PER_WORD = 30
const MOST_WORDS = 60
export const DEEP = 5_000
export const OWN_DEEP = 3_000

/** Does a look-up of names within the scope begin with the person's own ones? */
export function isOwnFirst({ principals }: Reach, userId: string): boolean {
  return breadthOf(principals) === 'few' && principals?.[0] === userId
}

/** Sorts behind everything that begins with what stands before it. */
export const LAST = 'chr(1114111)'

/**
 * Rows of one kind within a range: a table expression with owner_id, owner_key, archived and value, and with client_id,
 * which alone is not in the index.
 */
export function inRange(kind: string, low: string, high: string, limit: number | string): string {
  return `(
    select owner_id, owner_key, archived, value, client_id from identity i
    where i.kind = ${kind} and i.value >= ${low} and i.value < ${high} order by i.kind, i.value limit ${limit}
  )`
}

/** The same for names, within the scope. */
export function namesInRange(reach: Breadth, low: string, high: string, limit: number | string): string {
  if (reach !== 'few') return inRange(`'name'`, low, high, limit)
  return `(
    select own.* from unnest($principals::uuid[]) p cross join lateral (
      select owner_id, owner_key, archived, value, client_id from identity i
      where i.kind = 'name' and i.owner_key = p and i.value >= ${low} and i.value < ${high} order by i.value limit ${limit}
    ) own
  )`
}

export const visible = (reach: Breadth) => (reach === 'all' ? 'true' : 'x.owner_key = any($principals::uuid[])')

/** Digits `$phone_*` from the given place of a phone on; these indexes know whose the phone is. */
export function inPhone(reach: Breadth, from: number, limit: number | string = PER_RANGE): string {
  const isOwn = 'owner_key = any($principals::uuid[])'
  // Of many people the range is read and filtered: the index would be asked for each of them.
  const own = { all: '', few: `and ${isOwn}`, many: `and (${isOwn}) is true` }[reach]
  return `(
    select owner_id, archived, client_id from identity
    where kind = 'phone' and substr(value, ${from}) >= $phone_low and substr(value, ${from}) < $phone_high ${own}
    order by substr(value, ${from}) limit ${limit}
  )`
}
/** The end of a number is what people remember, hence first. */
export const PLACES = [7, 6, 5, 4, 3, 2]

/** Which branches a term needs: the others are not even part of the statement, for most of its price is its size. */
export interface Branches {
  /** From which places of a phone on its digits are looked for. */
  places: readonly number[]
  fragment: boolean
  /** Parts of phones before beginnings of other numbers. */
  isPhoneFirst?: boolean
}

type Column = 'owner_id' | 'archived' | 'client_id'
const candidate: readonly Column[] = ['owner_id', 'archived']

/**
 * Names `$name_*` (low, high); ranges of other kinds `$other_*`; part of a phone `$phone_*`; part of a word `$fragment_*`
 * with what follows it (tail), the kinds where such words stand and how many words are tried.
 */
export function oneTerm(
  reach: Breadth,
  { places, fragment, isPhoneFirst = false }: Branches,
  columns: readonly Column[] = candidate,
): string {
  const seen = visible(reach)
  const hit = columns.map(column => `x.${column}`).join(', ')
  const branches = [
    `select ${hit}
    from unnest($name_low::text[], $name_high::text[]) as r(low, high)
    cross join lateral ${namesInRange(reach, 'r.low', 'r.high', reach === 'many' ? PER_RANGE : '$limit')} x where ${seen}`,
    `select ${hit}
    from unnest($other_kind::text[], $other_low::text[], $other_high::text[]) as r(kind, low, high)
    cross join lateral ${inRange('r.kind', 'r.low', 'r.high', reach === 'all' ? '$limit' : PER_RANGE)} x where ${seen}`,
  ]
  const most = isPhoneFirst ? '$limit' : PER_RANGE
  const phones = places.map(place => `select ${hit} from ${inPhone(reach, place, most)} x`)
  if (isPhoneFirst) branches.unshift(...phones)
  else branches.push(...phones)
  if (fragment) branches.push(inFragment(reach, columns))
  return `select ${columns.join(', ')} from (${branches.join(' union all ')}) hits limit $limit`
}

function inFragment(reach: Breadth, columns: readonly Column[]): string {
  const hit = columns.map(column => `x.${column}`).join(', ')
  // By name: a column that is not in the index would be read for nothing.
  const read = ['owner_key', ...columns].join(', ')
  const [low, high] = ['w.word || $fragment_tail', `w.word || $fragment_tail || ${LAST}`]
  const anyKind = inRange('k.kind', low, high, PER_WORD)
  const ofPeople = `
      select ${read} from ${namesInRange(reach, low, high, PER_WORD)} own where k.kind = 'name'
      union all
      select ${read} from ${anyKind} any_other where k.kind <> 'name'`
  return `
    select ${hit}
    from (
      select distinct word from (
        select word from identity_word
        where fragment >= $fragment_low and fragment < $fragment_high and fragment <> word order by fragment limit $fragment_words
      ) found
    ) w
    cross join unnest($fragment_kinds::text[]) k(kind)
    cross join lateral (${reach === 'few' ? ofPeople : `select ${read} from ${anyKind} found`}) x where ${visible(reach)}`
}

/**
 * All words in one name. The words as they stand together in the name, `$whole_*`; where they do so not `$enough` times,
 * and each of `$borne` is a part of somebody's word, ranges of single words `$word_*`, the longest first; patterns that
 * all must hold: `$starts` from the start of a word, `$parts` anywhere; part of the longest word `$fragment_*`.
 */
function oneName(reach: Breadth): string {
  const seen = visible(reach)
  // In a narrow scope a person's own rows are read deeper instead of everybody's.
  const perWord =
    reach === 'few' ? `greatest(100, ${OWN_DEEP} / greatest(1, cardinality($principals::uuid[])))` : PER_RANGE
  const deepest = inRange(`'name'`, 'r.low', 'r.high', DEEP)
  const more = '(select is_wanted from more)'
  // The first word is the rarest one by its looks: only where its rows were cut do the rows of the others tell more.
  return `
  with whole as materialized (
    select x.owner_id, x.archived
    from unnest($whole_low::text[], $whole_high::text[]) as r(low, high)
    cross join lateral ${namesInRange(reach, 'r.low', 'r.high', reach === 'many' ? PER_RANGE : '$limit')} x where ${seen}
    limit $limit
  ),
  more as materialized (
    select (select count(distinct owner_id) from whole where not archived) < $enough and not exists (
      select from unnest($borne::text[]) w(part)
      where not exists (select from identity_word v where v.fragment >= w.part and v.fragment < w.part || ${LAST})
    ) as is_wanted
  ),
  rarest as materialized (
    select x.owner_id, x.owner_key, x.archived, x.value
    from ${namesInRange(reach, '($word_low::text[])[1]', '($word_high::text[])[1]', perWord)} x where ${more}
  ),
  words as materialized (
    select x.owner_id, x.archived, x.value from rarest x where ' ' || x.value like all($parts::text[]) and ${seen}
    union all
    select x.owner_id, x.archived, x.value
    from unnest(($word_low::text[])[2:], ($word_high::text[])[2:]) as r(low, high)
    cross join lateral ${namesInRange(reach, 'r.low', 'r.high', perWord)} x
    where (select count(*) from rarest) >= ${perWord} and ' ' || x.value like all($parts::text[]) and ${seen}
  )
  select owner_id, archived from (
    select owner_id, archived from whole
    union all
    select x.owner_id, x.archived from words x where ' ' || x.value like all($starts::text[])
    union all
    select x.owner_id, x.archived from words x
    ${
      reach === 'few'
        ? ''
        : `union all
    select x.owner_id, x.archived
    from unnest($word_low::text[], $word_high::text[]) as r(low, high) cross join lateral ${deepest} x
    where (select count(*) from rarest) >= ${perWord} and ' ' || x.value like all($starts::text[]) and ${seen}`
    }
    union all
    select x.owner_id, x.archived
    from (
      select distinct word from (
        select word from identity_word
        where fragment >= $fragment_low and fragment < $fragment_high and fragment <> word order by fragment limit ${MOST_WORDS}
      ) found
    ) w
    cross join lateral ${namesInRange(reach, 'w.word', `w.word || ${LAST}`, PER_WORD)} x
    where ${more} and ' ' || x.value like all($parts::text[]) and ${seen}
  ) hits limit $limit`
}

/**
 * Texts that give `Candidate`; their parameters have names: `$low`. For few people names are read person by person, so
 * that common words of a narrow scope are found too; for many a range is read and filtered.
 */
type Texts = Record<Breadth, string>
export const texts = (of: (reach: Breadth) => string): Texts => ({ few: of('few'), many: of('many'), all: of('all') })

type OfTerm = (reach: Breadth, branches: Branches) => string

/** The texts of a question about one term, for each set of branches that a term needs; see `places` of a probe. */
export function textsOfTerm(of: OfTerm): (probe: Probe) => Texts {
  const known = new Map<string, Texts>()
  return ({ phone, fragment }) => {
    const places = PLACES.slice(PLACES.length - (phone?.places ?? 0)).slice(0, phone?.most)
    const branches = { places, fragment: fragment !== null }
    const key = JSON.stringify(branches)
    const form = known.get(key) ?? texts(reach => of(reach, branches))
    known.set(key, form)
    return form
  }
}

const questions = { oneTerm: textsOfTerm(oneTerm), oneName: texts(oneName) }

/** A question to the identity index, not yet asked: who answers it, or what is known of them (`findRecords`). */
export interface LookUp {
  texts: Texts
  values: Readonly<Record<string, unknown>>
}

interface Form {
  prepared: Statement<unknown>
  names: string[]
}

type Wrap = (text: string) => string
const plain: Wrap = text => text

/** What was asked before, by what it is wrapped in and by its text. */
const known = new Map<Wrap, Map<string, Form>>()

function formOf(text: string, wrap: Wrap): Form {
  const forms = known.get(wrap) ?? new Map<string, Form>()
  known.set(wrap, forms)
  const form = forms.get(text) ?? numberedForm(wrap(text))
  forms.set(text, form)
  return form
}

function numberedForm(text: string): Form {
  const names: string[] = []
  const numbered = text.replaceAll(/\$([a-z_]+)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { prepared: statement(numbered), names }
}

/** Asks within the scope. `wrap` makes a greater question of a text that gives candidates: a constant function. */
export async function rowsWithin<Row>(
  db: Queryable,
  { principals }: Reach,
  { texts, values }: LookUp,
  wrap: Wrap = plain,
): Promise<Row[]> {
  const text = texts[breadthOf(principals)]
  const { prepared, names } = formOf(text, wrap)
  const all: Readonly<Record<string, unknown>> = { ...values, principals }
  const rows = await db.rows(
    prepared,
    names.map(name => all[name] ?? null),
  )
  return rows as Row[]
}

export async function listCandidates(db: Queryable, scope: Reach, lookUp: LookUp): Promise<Candidate[]> {
  return rowsWithin(db, scope, lookUp)
}

/** Records that one term finds. */
export function lookUpTerm(probe: Probe, limit: number): LookUp {
  return { texts: questions.oneTerm(probe), values: valuesOfTerm(probe, limit) }
}

/** The parameters of `oneTerm`. */
export function valuesOfTerm({ ranges, phone, fragment }: Probe, limit: number) {
  const names = ranges.filter(range => range.kind === 'name')
  const others = ranges.filter(range => range.kind !== 'name')
  return {
    name_low: names.map(range => range.low),
    name_high: names.map(range => range.high),
    other_kind: others.map(range => range.kind),
    other_low: others.map(range => range.low),
    other_high: others.map(range => range.high),
    phone_low: phone?.low,
    phone_high: phone?.high,
    fragment_low: fragment?.low,
    fragment_high: fragment?.high,
    fragment_tail: fragment?.tail,
    fragment_kinds: fragment?.kinds,
    fragment_words: fragment?.words,
    limit,
  }
}

export interface NameProbe {
  whole: readonly Between[]
  /** So many records of today in whose names the words stand together suffice. */
  enough: number
  /** Parts of words; where nobody bears one of them, nobody is looked for. */
  borne: readonly string[]
  words: readonly Between[]
  starts: readonly string[]
  parts: readonly string[]
  fragment: Between | null
}

/** Records one name of which holds every word. */
export function lookUpName(probe: NameProbe, limit: number): LookUp {
  return {
    texts: questions.oneName,
    values: {
      whole_low: probe.whole.map(each => each.low),
      whole_high: probe.whole.map(each => each.high),
      enough: probe.enough,
      borne: probe.borne,
      word_low: probe.words.map(word => word.low),
      word_high: probe.words.map(word => word.high),
      starts: probe.starts,
      parts: probe.parts,
      fragment_low: probe.fragment?.low,
      fragment_high: probe.fragment?.high,
      limit,
    },
  }
}
