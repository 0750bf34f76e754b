import type { Breadth } from '../../../../platform/scope.ts'
import {
  type Candidate,
  DEEP,
  inPhone,
  inRange,
  type LookUp,
  namesInRange,
  OWN_DEEP,
  PER_RANGE,
  PLACES,
  texts,
  visible,
} from '../candidates/queries.ts'
import { escapeLike, type Together } from '../candidates/rules.ts'

const MOST_PARTIES = 80

const patterns =
  'unnest($pattern_question::int[], $pattern_term::int[], $pattern_kind::text[], $pattern_text::text[]) as t(question, term, kind, pattern)'

/** Every term of the question is there; counted in bits, which needs no order. */
const all = (term: string, question: string) => `bit_or(1 << ${term}) = (1 << ($terms::int[])[${question}]) - 1`

/** Parties of the records in `o` (id); who has no client is a party by itself. */
const partiesOf = (records: string, where = 'true') => `
    select distinct coalesce(x.client_id, x.owner_id) as id, x.client_id is not null as is_client
    from ${records} join identity x on x.owner_id = o.id where ${where}`

/**
 * Of the parties in `party` those that hold all terms of one of the questions, by the patterns `$pattern_*` (question,
 * term, kind, text); `$terms` says how many terms each question has. Of each the records that hold them all, else those
 * that hold some, the fullest first. The whole value of an identifier has every word that its other turns have. Only rows
 * within the scope count: a contact may work for a client of others too, and a prospect may be linked to one.
 */
const holders = (seen: string) => `
  held as materialized (
    select p.id, i.owner_id, i.archived, t.question, t.term
    from party p
    cross join lateral (
      select x.owner_id, x.archived, x.kind, x.value from identity x where p.is_client and x.client_id = p.id and x.main and ${seen}
      union all
      select x.owner_id, x.archived, x.kind, x.value from identity x
      where not p.is_client and x.owner_id = p.id and x.client_id is null and x.main and ${seen}
    ) i
    join ${patterns} on i.kind = t.kind and i.value like t.pattern
  ),
  whole as materialized (
    select id, question from held group by id, question having ${all('term', 'question')}
  ),
  holder as materialized (
    select h.id, h.owner_id, h.archived, h.question, ${all('h.term', 'h.question')} as is_full, bit_count(bit_or(1 << h.term)::bit(32)) as terms
    from whole join held h on h.id = whole.id and h.question = whole.question
    group by h.id, h.owner_id, h.archived, h.question
  ),
  fullest as (
    select owner_id, archived from holder
    where is_full or not exists (select from holder full_one where full_one.id = holder.id and full_one.is_full)
    order by question, terms desc, archived, owner_id limit $limit
  )`

/** Of the records `$owners` those that hold all terms themselves; where there is none, what the parties of the first `$spread` hold. */
function ofOwners(reach: Breadth): string {
  return `
  with alone as materialized (
    select o.id as owner_id, o.ord, bool_or(i.archived) as archived, t.question
    from unnest($owners::uuid[]) with ordinality o(id, ord) join identity i on i.owner_id = o.id and i.main
    join ${patterns} on i.kind = t.kind and i.value like t.pattern
    group by o.id, o.ord, t.question having ${all('t.term', 't.question')}
  ),
  party as materialized (
    ${partiesOf('unnest(($owners::uuid[])[:$spread]) o(id)', `not exists (select from alone) and ${visible(reach)}`)}
  ), ${holders(visible(reach))}
  (select owner_id, archived from alone order by question, archived, ord limit $limit)
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
function oneParty(reach: Breadth): string {
  const seen = visible(reach)
  // Beside a number a common name is worth reading on: the record that bears both is then found by itself.
  const depth = `case when $number::int is null then ${PER_RANGE} else ${reach === 'few' ? OWN_DEEP : DEEP} end`
  return `
  with candidate as materialized (
    select r.term, x.owner_id
    from unnest($range_term::int[], $range_kind::text[], $range_low::text[], $range_high::text[]) as r(term, kind, low, high)
    cross join lateral (
      select owner_id, owner_key from ${namesInRange(reach, 'r.low', 'r.high', depth)} own where r.kind = 'name'
      union all
      select owner_id, owner_key from ${inRange('r.kind', 'r.low', 'r.high', PER_RANGE)} found where r.kind <> 'name'
    ) x where ${seen}
    ${PLACES.map(place => `union all select $number::int, x.owner_id from ${inPhone(reach, place, place === 7 ? 2 * PER_RANGE : PER_RANGE)} x`).join('\n')}
  ),
  alone as materialized (
    select owner_id from candidate group by owner_id having ${all('term', '1')} limit $limit
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
  party as materialized (${partiesOf('lead o')}), ${holders(seen)}
  select owner_id, false as archived from alone
  union all
  select owner_id, archived from fullest`
}

const party = texts(oneParty)
const owned = texts(ofOwners)

/** Records of parties that hold every term somewhere. */
export function lookUpTogether(probe: Together, limit: number): LookUp {
  const { ranges, phone } = probe
  return {
    texts: party,
    values: {
      range_term: ranges.map(range => range.term),
      range_kind: ranges.map(range => range.kind),
      range_low: ranges.map(range => range.low),
      range_high: ranges.map(range => range.high),
      phone_low: phone?.low,
      phone_high: phone?.high,
      number: phone?.term,
      ...patternsOf([probe]),
      limit,
    },
  }
}

/**
 * Of the candidates those that hold every term of one of the probes; where there is none, records of the parties of the
 * first `spread` that hold them together.
 */
export function lookUpHolding(
  candidates: readonly Candidate[],
  probes: readonly Together[],
  { spread, limit }: { spread: number; limit: number },
): LookUp {
  const owners = [...new Set(candidates.map(each => each.owner_id))]
  return { texts: owned, values: { owners, ...patternsOf(probes), spread, limit } }
}

function patternsOf(probes: readonly Together[]) {
  const marks = probes.flatMap((each, at) => each.marks.map(mark => ({ ...mark, question: at + 1 })))
  return {
    pattern_question: marks.map(mark => mark.question),
    pattern_term: marks.map(mark => mark.term),
    pattern_kind: marks.map(mark => mark.kind),
    pattern_text: marks.map(({ text, isWhole }) => (isWhole ? escapeLike(text) : `%${escapeLike(text)}%`)),
    terms: probes.map(each => each.terms),
  }
}
