import type { Queryable } from '../../../../platform/db/database.ts'
import type { Breadth, Reach } from '../../../../platform/scope.ts'
import {
  type Branches,
  DEEP,
  type LookUp,
  namesInRange,
  oneTerm,
  OWN_DEEP,
  rowsWithin,
  textsOfTerm,
  valuesOfTerm,
  visible,
} from '../candidates/queries.ts'
import { atEnds, escapeLike, from, probeTerm } from '../candidates/rules.ts'
import type { NumberTerm } from '../rules.ts'
import { type AskHolders, holdersAmong, type Named } from './rules.ts'

/** Of more nobody is told by the digits. */
export const MOST_LED = 1_000
/** So many that have a number are asked for the names of their parties, the others for their own. */
const MOST_PARTIES = 40
const MOST_AT_ENDS = 700
const ALONE = '-'
const MOST_NAMES = 2_000
/** Fewer digits may also be the end of an INN, where nobody looks for them. */
const SHORTEST_TELLING = 7

/**
 * Who has a number, as far as `$limit`, and by which names their parties go: both in one text each, for hundreds of rows
 * cost more to pass on than to find, and to put in order (`linesOf`). No condition from outside may go into the names,
 * for it would scan.
 */
function namesBeside(reach: Breadth, branches: Branches): string {
  const line = (of: string, value: string) =>
    `string_agg(${of}.archived::int || ' ' || ${of}.ord || ' ' || ${of}.party || ' ' || ${of}.owner_id || ${value}, E'\\n')`
  const names = (where: string) => `(
    select x.owner_id, x.value, x.archived from identity x
    where ${where} and x.main and x.kind in ('name', 'text', 'site') and ${visible(reach)} limit ${MOST_NAMES})`
  return `
  with hit as materialized (
    select owner_id, archived, coalesce(client_id, owner_id) as party_id, row_number() over () as ord
    from (${oneTerm(reach, { ...branches, isPhoneFirst: true }, ['owner_id', 'client_id', 'archived'])}) found
  ),
  party as materialized (
    select party_id as id, min(ord) as ord from hit where ord <= ${MOST_PARTIES} group by party_id
  ),
  bearer as materialized (
    select h.*, coalesce(p.ord::text, '${ALONE}') as party from hit h left join party p on p.id = h.party_id
  ),
  name as (
    select p.ord, p.ord::text as party, n.*
    from party p cross join lateral ${names('coalesce(x.client_id, x.owner_id) = p.id')} n
    union all
    select b.ord, b.party, n.*
    from bearer b cross join lateral ${names('coalesce(x.client_id, x.owner_id) = b.party_id and x.owner_id = b.owner_id')} n
    where b.party = '${ALONE}'
  )
  select (select ${line('b', `''`)} from bearer b) as bearers,
         (select ${line('n', `' ' || translate(n.value, E'\\n', ' ')`)} from name n) as names`
}

const textsBeside = textsOfTerm(namesBeside)

/** What is known of a line by the number that begins or ends with the digits in it. */
export interface Lead {
  holdersOf: AskHolders
  /** Whoever was meant is among those who were asked. */
  isTelling: boolean
}

/** Of long numbers there are few; of fewer digits too many begin so to be read, and they may be the end of an INN. */
export function mayTell(number: NumberTerm): boolean {
  return (number.national ?? number.digits).length >= SHORTEST_TELLING
}

/** Who has a number that begins or ends so, and which of them or of their parties hold the words beside it. */
export async function readLead(db: Queryable, scope: Reach, number: NumberTerm): Promise<Lead> {
  const isLong = mayTell(number)
  const whole = probeTerm(number, 'any')
  // Of long numbers there are few, wherever in them the digits stand.
  const probe = isLong ? whole : atEnds(whole)
  const asked = { texts: textsBeside(probe), values: valuesOfTerm(probe, MOST_AT_ENDS) }
  const [row] = await rowsWithin<{ bearers: string | null; names: string | null }>(db, scope, asked)
  const [bearers, names] = [linesOf(row?.bearers), linesOf(row?.names)]
  return { holdersOf: holdersAmong({ bearers, names }), isTelling: isLong && bearers.length < MOST_PARTIES }
}

const LINE = /^(\d) (\d+) (\S+) (\S+) ?(.*)$/s

/** Records of today first, then as the index knows them. */
function linesOf(text: string | null | undefined): Named[] {
  if (!text) return []
  const lines = text.split('\n').map(line => {
    const [, archived = '', ord = '', party = '', owner = '', value = ''] = LINE.exec(line) ?? []
    return {
      place: Number(ord) + (archived === '1' ? MOST_AT_ENDS : 0),
      party: party === ALONE ? null : party,
      owner,
      value,
    }
  })
  return lines.sort((a, b) => a.place - b.place)
}

/**
 * Of the records that have a number those one name of which holds all words of one of the lines: read by the first word of
 * the line, `$low` to `$high`, as far as a common one is worth it; `$patterns` are those of all its words, behind one
 * another. `is true` and a limit that is known keep the records a hash and no join, whose size nobody could foresee.
 */
function namedAmong(reach: Breadth, branches: Branches): string {
  const depth = reach === 'few' ? `greatest(250, ${2 * OWN_DEEP} / cardinality($principals::uuid[]))` : DEEP
  return `
  with bearer as materialized (${oneTerm(reach, branches, ['owner_id'])}),
  named as (
    select distinct x.owner_id, l.ord, x.archived
    from unnest($line_low::text[], $line_high::text[], $patterns::text[]) with ordinality as l(low, high, patterns, ord)
    cross join lateral ${namesInRange(reach, 'l.low', 'l.high', depth)} x
    where (x.owner_id in (select owner_id from bearer limit ${MOST_LED})) is true
      and ' ' || x.value like all(string_to_array(l.patterns, '|')) and ${visible(reach)}
    order by l.ord, x.archived limit $most
  )
  select (select count(*)::int from bearer) as count, array(select owner_id from named) as ids`
}

const textsNamed = textsOfTerm(namedAmong)

/** Of those who have a number, anywhere in it, some. */
export interface Bearers {
  ids: string[]
  /** So many have the number, at most `MOST_LED`. */
  count: number
}

/** Of those who have a number those that bear all words of one of the lines in one name, the first line before the next. */
export async function listBearers(
  db: Queryable,
  scope: Reach,
  number: NumberTerm,
  lines: readonly (readonly string[])[],
  most: number,
): Promise<Bearers> {
  const asked = lines.flatMap(words => {
    const [first] = words.toSorted((a, b) => b.length - a.length)
    const patterns = words.map(word => `% ${escapeLike(word.replaceAll('|', ' '))}%`).join('|')
    return first === undefined ? [] : [{ ...from(first), patterns }]
  })
  const probe = probeTerm(number, 'any')
  const lookUp: LookUp = {
    texts: textsNamed(probe),
    values: {
      ...valuesOfTerm(probe, MOST_LED),
      line_low: asked.map(each => each.low),
      line_high: asked.map(each => each.high),
      patterns: asked.map(each => each.patterns),
      most,
    },
  }
  const [row] = await rowsWithin<Bearers>(db, scope, lookUp)
  return { count: row?.count ?? 0, ids: [...new Set(row?.ids)] }
}
