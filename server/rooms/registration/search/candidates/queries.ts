import { type Queryable, type Statement, statement } from '../../../../platform/db/database.ts'
import type { Scope } from '../../../../platform/scope.ts'
import type { Between, Probe, Together } from './rules.ts'

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
function namesInRange(reach: Reach, low: string, high: string, limit: number | string): string {
  if (reach !== 'few') return inRange(`'name'`, low, high, limit)
  return `(
    select own.* from unnest($principals::uuid[]) p cross join lateral (
      select owner_id, owner_key, archived, value from identity i
      where i.kind = 'name' and i.owner_key = p and i.value >= ${low} and i.value < ${high} order by i.value limit ${limit}
    ) own
  )`
}

const visible = (reach: Reach) => (reach === 'all' ? 'true' : 'x.owner_key = any($principals::uuid[])')

/** Digits `$phone_*` from the given place of a phone on; these indexes know whose the phone is. */
function inPhone(reach: Reach, from: number, limit = PER_RANGE): string {
  const own = reach === 'all' ? '' : 'and owner_key = any($principals::uuid[])'
  return `(
    select owner_id, archived from identity
    where kind = 'phone' and substr(value, ${from}) >= $phone_low and substr(value, ${from}) < $phone_high ${own}
    order by substr(value, ${from}) limit ${limit}
  )`
}
/** The end of a number is what people remember, hence first. */
const PLACES = [7, 6, 5, 4, 3, 2]

/** Which branches a term needs: the others are not even part of the statement. */
interface Branches {
  phone: boolean
  fragment: boolean
}

/**
 * Names `$name_*` (low, high); ranges of other kinds `$other_*`; part of a phone `$phone_*`; part of a word `$fragment_*`
 * with what follows it (tail), the kinds where such words stand and how many words are tried.
 */
function oneTerm(reach: Reach, { phone, fragment }: Branches): string {
  const seen = visible(reach)
  const branches = [
    `select x.owner_id, x.archived
    from unnest($name_low::text[], $name_high::text[]) as r(low, high)
    cross join lateral ${namesInRange(reach, 'r.low', 'r.high', reach === 'many' ? PER_RANGE : '$limit')} x where ${seen}`,
    `select x.owner_id, x.archived
    from unnest($other_kind::text[], $other_low::text[], $other_high::text[]) as r(kind, low, high)
    cross join lateral ${inRange('r.kind', 'r.low', 'r.high', reach === 'all' ? '$limit' : PER_RANGE)} x where ${seen}`,
  ]
  if (phone) branches.push(...PLACES.map(place => `select x.owner_id, x.archived from ${inPhone(reach, place)} x`))
  if (fragment) branches.push(inFragment(reach))
  return `select owner_id, archived from (${branches.join(' union all ')}) hits limit $limit`
}

function inFragment(reach: Reach): string {
  const [low, high] = ['w.word || $fragment_tail', `w.word || $fragment_tail || ${LAST}`]
  const anyKind = inRange('k.kind', low, high, PER_WORD)
  const ofPeople = `
      select * from ${namesInRange(reach, low, high, PER_WORD)} own where k.kind = 'name'
      union all
      select * from ${anyKind} any_other where k.kind <> 'name'`
  return `
    select x.owner_id, x.archived
    from (
      select distinct word from (
        select word from identity_word
        where fragment >= $fragment_low and fragment < $fragment_high and fragment <> word order by fragment limit $fragment_words
      ) found
    ) w
    cross join unnest($fragment_kinds::text[]) k(kind)
    cross join lateral (${reach === 'few' ? ofPeople : `select * from ${anyKind} found`}) x where ${visible(reach)}`
}

/**
 * All words in one name. The words as typed, and written together, `$whole_*`; ranges of single words `$word_*`, the
 * longest first; patterns that all must hold: `$starts` from the start of a word, `$parts` anywhere; part of the longest
 * word `$fragment_*`.
 */
function oneName(reach: Reach): string {
  const seen = visible(reach)
  // In a narrow scope a person's own rows are read deeper instead of everybody's.
  const perWord = reach === 'few' ? `greatest(100, ${OWN_DEEP} / cardinality($principals::uuid[]))` : PER_RANGE
  const deepest = inRange(`'name'`, 'r.low', 'r.high', DEEP)
  // The first word is the rarest one by its looks: only where its rows were cut do the rows of the others tell more.
  return `
  with rarest as materialized (
    select x.owner_id, x.owner_key, x.archived, x.value
    from ${namesInRange(reach, '($word_low::text[])[1]', '($word_high::text[])[1]', perWord)} x
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
    select x.owner_id, x.archived
    from unnest($whole_low::text[], $whole_high::text[]) as r(low, high)
    cross join lateral ${namesInRange(reach, 'r.low', 'r.high', reach === 'many' ? PER_RANGE : '$limit')} x where ${seen}
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
    where ' ' || x.value like all($parts::text[]) and ${seen}
  ) hits limit $limit`
}

const patterns =
  'unnest($pattern_question::int[], $pattern_term::int[], $pattern_kind::text[], $pattern_text::text[]) as t(question, term, kind, pattern)'

/** Parties of the records in `o` (id); who has no client is a party by itself. */
const partiesOf = (records: string, where = 'true') => `
    select distinct coalesce(x.client_id, x.owner_id) as id, x.client_id is not null as is_client
    from ${records} join identity x on x.owner_id = o.id where ${where}`

/**
 * Of the parties in `party` those that hold all terms of one of the questions, by the patterns `$pattern_*` (question,
 * term, kind, text); `$terms` says how many terms each question has. Records that hold them all, else those of the party
 * that hold some, the fullest first. The whole value of an identifier has every word that its other turns have.
 */
const holders = `
  held as materialized (
    select p.id, i.owner_id, i.archived, t.question, t.term
    from party p
    cross join lateral (
      select owner_id, archived, kind, value from identity where p.is_client and client_id = p.id and main
      union all
      select owner_id, archived, kind, value from identity where not p.is_client and owner_id = p.id and client_id is null and main
    ) i
    join ${patterns} on i.kind = t.kind and i.value like t.pattern
  ),
  whole as materialized (
    select id, question from held group by id, question having count(distinct term) = ($terms::int[])[question]
  ),
  holder as materialized (
    select h.owner_id, h.archived, h.question, count(distinct h.term) = ($terms::int[])[h.question] as is_full, count(distinct h.term) as terms
    from whole join held h on h.id = whole.id and h.question = whole.question
    group by h.owner_id, h.archived, h.question
  ),
  fullest as (
    select owner_id, archived from holder
    where is_full or not exists (select from holder where is_full)
    order by question, terms desc limit $limit
  )`

/** Of the records `$owners` those that hold all terms themselves; where there is none, what the parties of the first `$spread` hold. */
function ofOwners(reach: Reach): string {
  return `
  with alone as materialized (
    select o.id as owner_id, bool_or(i.archived) as archived, t.question
    from unnest($owners::uuid[]) o(id) join identity i on i.owner_id = o.id and i.main
    join ${patterns} on i.kind = t.kind and i.value like t.pattern
    group by o.id, t.question having count(distinct t.term) = ($terms::int[])[t.question]
  ),
  party as materialized (
    ${partiesOf('unnest(($owners::uuid[])[:$spread]) o(id)', `not exists (select from alone) and ${visible(reach)}`)}
  ), ${holders}
  (select owner_id, archived from alone order by question limit $limit)
  union all
  select owner_id, archived from fullest`
}

/**
 * Terms of one party spread over its records: the name of the client and of its contact, a name and a phone that many
 * have. The rarest term leads, the others are looked up among the identifiers of the same party. Where even the rarest is
 * a common word, nothing is looked up: only a number among the terms makes that worth its price. A record that holds all
 * terms itself is found without any look-up, and then nothing else is looked for.
 * Ranges `$range_*` (term, kind, low, high); part of a phone `$phone_*` of the term `$number`; patterns as in `holders`.
 */
function oneParty(reach: Reach): string {
  const seen = visible(reach)
  // Beside a number a common name is worth reading on: the record that bears both is then found by itself.
  const depth = `case when $number::int is null then ${PER_RANGE} else ${reach === 'few' ? OWN_DEEP : DEEP} end`
  return `
  with candidate as materialized (
    select r.term, x.owner_id
    from unnest($range_term::int[], $range_kind::text[], $range_low::text[], $range_high::text[]) as r(term, kind, low, high)
    cross join lateral (
      select * from ${namesInRange(reach, 'r.low', 'r.high', depth)} own where r.kind = 'name'
      union all
      select * from ${inRange('r.kind', 'r.low', 'r.high', PER_RANGE)} found where r.kind <> 'name'
    ) x where ${seen}
    ${PLACES.map(place => `union all select $number::int, x.owner_id from ${inPhone(reach, place, place === 7 ? 2 * PER_RANGE : PER_RANGE)} x`).join('\n')}
  ),
  alone as materialized (
    select owner_id from candidate group by owner_id having count(distinct term) = ($terms::int[])[1] limit $limit
  ),
  leader as materialized (
    select t.term, n.found
    from unnest($pattern_term::int[]) t(term)
    cross join lateral (select count(*) as found from candidate c where c.term = t.term) n
    order by nullif(n.found, 0) nulls last, t.term limit 1
  ),
  lead as materialized (
    select distinct owner_id as id from candidate
    where not exists (select from alone)
      and term = (select term from leader) and ($number::int is not null or (select found from leader) < ${PER_RANGE})
    limit ${MOST_PARTIES}
  ),
  party as materialized (${partiesOf('lead o')}), ${holders}
  select owner_id, false as archived from alone
  union all
  select owner_id, archived from fullest`
}

/** A statement whose parameters have names in the text, `$low`: forms of one question leave out what they do not need. */
interface Form {
  prepared: Statement<Candidate>
  names: string[]
}

function form(text: string): Form {
  const names: string[] = []
  const numbered = text.replaceAll(/\$([a-z_]+)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { prepared: statement(numbered), names }
}

type Forms = Record<Reach, Form>
const forms = (text: (reach: Reach) => string): Forms => ({
  few: form(text('few')),
  many: form(text('many')),
  all: form(text('all')),
})
const ofTerm = (branches: Branches) => forms(reach => oneTerm(reach, branches))
const statements = {
  oneTerm: {
    plain: ofTerm({ phone: false, fragment: false }),
    phone: ofTerm({ phone: true, fragment: false }),
    fragment: ofTerm({ phone: false, fragment: true }),
    both: ofTerm({ phone: true, fragment: true }),
  },
  oneName: forms(oneName),
  oneParty: forms(oneParty),
  ofOwners: forms(ofOwners),
}

async function read(
  db: Queryable,
  which: Forms,
  { principals }: Scope,
  values: Readonly<Record<string, unknown>>,
): Promise<Candidate[]> {
  const reach = principals === null ? 'all' : principals.length <= FEW ? 'few' : 'many'
  const { prepared, names } = which[reach]
  const all: Readonly<Record<string, unknown>> = { ...values, principals }
  return db.rows(
    prepared,
    names.map(name => all[name] ?? null),
  )
}

/** Records that one term finds. */
export async function findByTerm(db: Queryable, scope: Scope, probe: Probe, limit: number): Promise<Candidate[]> {
  const { phone, fragment } = probe
  const names = probe.ranges.filter(range => range.kind === 'name')
  const others = probe.ranges.filter(range => range.kind !== 'name')
  const branches = phone && fragment ? 'both' : phone ? 'phone' : fragment ? 'fragment' : 'plain'
  return read(db, statements.oneTerm[branches], scope, {
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
  })
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
  return read(db, statements.oneName, scope, {
    whole_low: probe.whole.map(each => each.low),
    whole_high: probe.whole.map(each => each.high),
    word_low: probe.words.map(word => word.low),
    word_high: probe.words.map(word => word.high),
    starts: probe.starts,
    parts: probe.parts,
    fragment_low: probe.fragment?.low,
    fragment_high: probe.fragment?.high,
    limit,
  })
}

/** Records of parties that hold every term somewhere. */
export async function findTogether(db: Queryable, scope: Scope, probe: Together, limit: number): Promise<Candidate[]> {
  const { ranges, phone } = probe
  return read(db, statements.oneParty, scope, {
    range_term: ranges.map(range => range.term),
    range_kind: ranges.map(range => range.kind),
    range_low: ranges.map(range => range.low),
    range_high: ranges.map(range => range.high),
    phone_low: phone?.low,
    phone_high: phone?.high,
    number: phone?.term,
    ...patternsOf([probe]),
    limit,
  })
}

/**
 * Of the candidates those that hold every term of one of the questions; where there is none, records of the parties of the
 * first `spread` that hold them together.
 */
export async function findHolding(
  db: Queryable,
  scope: Scope,
  candidates: readonly Candidate[],
  questions: readonly Together[],
  { spread, limit }: { spread: number; limit: number },
): Promise<Candidate[]> {
  if (candidates.length === 0) return []
  const owners = [...new Set(candidates.map(each => each.owner_id))]
  return read(db, statements.ofOwners, scope, { owners, ...patternsOf(questions), spread, limit })
}

function patternsOf(questions: readonly Together[]) {
  const patterns = questions.flatMap((each, at) => each.patterns.map(pattern => ({ ...pattern, question: at + 1 })))
  return {
    pattern_question: patterns.map(pattern => pattern.question),
    pattern_term: patterns.map(pattern => pattern.term),
    pattern_kind: patterns.map(pattern => pattern.kind),
    pattern_text: patterns.map(pattern => pattern.pattern),
    terms: questions.map(each => each.terms),
  }
}
