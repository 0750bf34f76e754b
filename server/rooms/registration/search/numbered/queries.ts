import type { Queryable } from '../../../../platform/db/database.ts'
import type { Scope } from '../../../../platform/scope.ts'
import {
  type Branches,
  oneTerm,
  type Reach,
  rowsWithin,
  textsOfTerm,
  valuesOfTerm,
  visible,
} from '../candidates/queries.ts'
import { atEnds, type Probe, probeTerm } from '../candidates/rules.ts'
import type { NumberTerm } from '../rules.ts'
import { type AskHolders, holdersAmong, type Numbered } from './rules.ts'

/** Of so many that have a number all of the party are asked; of the others they themselves. */
const MOST_PARTIES = 80
const ALONE = '-'

/** What a record is called, within the scope; no condition from outside may go into it, for it would scan. */
const named = (reach: Reach, where: string) => `(
    select x.owner_id, x.value from identity x
    where ${where} and x.main and x.kind in ('name', 'text', 'site') and ${visible(reach)} offset 0)`

/**
 * Who has a number, as far as `$limit`, and by which names they and the first ones of their parties go: both in one
 * text each, for a thousand rows cost more to pass on than to find.
 */
function namesBeside(reach: Reach, branches: Branches): string {
  return `
  with bearer as materialized (
    select owner_id, coalesce(client_id, owner_id) as party_id, row_number() over () as ord
    from (${oneTerm(reach, branches, ['owner_id', 'client_id'])}) hit
  ),
  party as materialized (
    select party_id as id, min(ord) as ord from bearer where ord <= ${MOST_PARTIES} group by party_id
  ),
  name as (
    select p.ord::text as party, n.owner_id, n.value
    from party p cross join lateral ${named(reach, 'coalesce(x.client_id, x.owner_id) = p.id')} n
    union all
    select '${ALONE}', n.owner_id, n.value
    from bearer b cross join lateral ${named(reach, 'coalesce(x.client_id, x.owner_id) = b.party_id and x.owner_id = b.owner_id')} n
    where b.ord > ${MOST_PARTIES}
  )
  select
    (select string_agg(coalesce(p.ord::text, '${ALONE}') || ' ' || b.owner_id, E'\n' order by b.ord)
     from bearer b left join party p on p.id = b.party_id) as bearers,
    (select string_agg(party || ' ' || owner_id || ' ' || value, E'\n') from name) as names`
}

const texts = textsOfTerm(namesBeside)

interface Row {
  bearers: string | null
  names: string | null
}

/** Of more nobody is told by the digits. */
const MOST_BEARERS = 1_000
/** Fewer digits may also be the end of an INN, where nobody looks for them. */
const SHORTEST_TELLING = 7

/** What is known of a line by the number in it. */
export interface Lead {
  holdersOf: AskHolders
  /** Not everybody who has the number was asked. */
  isCut: boolean
  /** Whoever was meant is among those who were asked. */
  isTelling: boolean
}

export type Where = 'ends' | 'anywhere'

/** Who has this number, at the ends of one or anywhere in it, and which of them hold the words beside it. */
export async function readLead(db: Queryable, scope: Scope, number: NumberTerm, where: Where): Promise<Lead> {
  const probe = probeTerm(number, 'any')
  const numbered = await listNumbered(db, scope, where === 'ends' ? atEnds(probe) : probe, MOST_BEARERS)
  const isCut = numbered.bearers.length === MOST_BEARERS
  const isLong = (number.national ?? number.digits).length >= SHORTEST_TELLING
  const isTelling = where === 'anywhere' && isLong && numbered.bearers.length <= MOST_PARTIES
  return { holdersOf: holdersAmong(numbered), isCut, isTelling }
}

/** Who has a number, at most `limit` times, and how they are called. */
export async function listNumbered(db: Queryable, scope: Scope, probe: Probe, limit: number): Promise<Numbered> {
  const [row] = await rowsWithin<Row>(db, scope, { texts: texts(probe), values: valuesOfTerm(probe, limit) })
  const bearers = linesOf(row?.bearers).map(line => bearerOf(line))
  const names = linesOf(row?.names).map(line => ({
    ...bearerOf(line),
    value: line.slice(line.indexOf(' ') + UUID + 2),
  }))
  return { bearers, names }
}

const UUID = 36
const linesOf = (text: string | null | undefined) => (text ? text.split('\n') : [])

function bearerOf(line: string) {
  const at = line.indexOf(' ')
  const party = line.slice(0, at)
  return { party: party === ALONE ? null : party, owner: line.slice(at + 1, at + 1 + UUID) }
}
