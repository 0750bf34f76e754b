import { type Queryable, statement } from '../../../platform/db/database.ts'
import { breadthOf, type Reach, stepsOf } from '../../../platform/scope.ts'
import { type Joined, joinedOf, principalsOf, queuedOf } from '../filters/reach/storage.ts'
import {
  askedOf,
  Conditions,
  type Filter,
  isStuck,
  isTallied,
  narrow,
  ofSteps,
  partiesNamed,
  STEP_AT,
} from '../filters/storage.ts'
import { handKeyOf } from '../placing/storage.ts'
import { marksOf, seenColumns } from '../storage.ts'
import type { SeenRecord } from '../tables.ts'
import type { BoardOrder } from './contract.ts'

/** `rank` is the part of the order in which it stands, `place` when its next step is due, or its key in the order by hand. */
export type PlacedCard = SeenRecord & { rank: number; place: string }

/** A card with the head of its column; a column without cards comes as one row without an id. */
export type BoardRow = (PlacedCard | (Omit<PlacedCard, 'id'> & { id: null })) & {
  columnId: string
  revision: string
  /** JSON of a `BoardSum` for each currency, the same in every row of a column. */
  sums: string | null
  /** Steps that are late, those due until tonight, Interests without one, stuck ones; counting stops at `COUNTED`. */
  overdue: number
  today: number
  without: number
  stuck: number
}

export interface BoardSum {
  currency: string
  count: number
  amount: string | null
}

/** What a board is narrowed to and how its columns are ordered. */
export interface BoardAsked {
  scenarioId: string
  filter: Omit<Filter, 'scenarioId' | 'stateId' | 'open' | 'outcome'>
  /** Whose marks are told. */
  readerId: string
  order: BoardOrder
  now: Date
  /** When the reader's day ends. */
  tonight: Date
}

/** A badge counts so far: nobody counts on. */
export const COUNTED = 1_000

/**
 * The whole board in one trip: for each state of the published version the counts and sums, which the tally knows
 * unless the filter asks more, how much is late, and of the unfinished ones the first cards in order, merged from the
 * ordered rows of every principal; the few where one of them is a co-executor are looked through beside.
 */
export async function selectBoard(db: Queryable, scope: Reach, asked: BoardAsked, limit: number): Promise<BoardRow[]> {
  const { filter } = asked
  const { conditions, owners, scenario, whole, joined, queued } = await prepare(db, scope, asked)
  const where = conditions.text
  const live = ['interest', 'count(*)', 'sum(coalesce(i.expected_revenue, 0))'] as const
  const counting = isTallied(filter) ? (['interest_tally', 'sum(i.n)', 'sum(i.amount)'] as const) : live
  // An ordinary state holds unfinished ones only: it is their index that knows the order.
  const place = `i.scenario_id = ${scenario} and i.state_id = st.state_id and i.open and st.kind = 'ordinary'`
  const extra = queued && { where: queued.rest, on: `st.state_id = any(${queued.states})` }
  const cards = orderedCards(conditions, { owners, joined, extra }, { place, narrowed: where }, asked, {
    limit: limit + 1,
  })
  const sums = ([source, count, amount]: typeof counting, whose: string) => `
    select i.state_id, i.currency, ${count} as n, ${amount} as amount
      from ${source} i where i.scenario_id = ${scenario} and ${whose} and ${where}
     group by i.state_id, i.currency having ${count} <> 0`
  const tallied = sums(counting, owners === null ? 'true' : `i.owner_key = any(${owners.scoped})`)
  // The tally knows owners, and of a person that was asked for only those that the scope covers.
  const isWhole = filter.responsibleId === undefined && filter.people === undefined
  const waiting = queued && sums(isWhole ? counting : live, queued.one)
  const more = [
    ...(waiting === null ? [] : [waiting]),
    ...(joined === null ? [] : ['select i.state_id, i.currency, 1, coalesce(i.expected_revenue, 0) from joined i']),
  ]
  const counted =
    more.length === 0
      ? tallied
      : `select state_id, currency, sum(n) as n, sum(amount) as amount
           from (${[tallied, ...more].map(each => `(${each})`).join(' union all ')}) g
          group by state_id, currency`
  // They say how things stand, whichever of them is looked at.
  const badge = (range: string) => {
    const waiting = { place: `${place} and ${range}`, narrowed: whole }
    const rows = withExtra(
      ofOwners(conditions, owners, waiting, null, COUNTED),
      extra,
      'i.id',
      `${waiting.place} and ${whole} limit ${COUNTED}`,
    )
    return `(select count(*)::int from (${rows}) counted)`
  }
  const now = conditions.value(asked.now, 'timestamptz')
  const tonight = conditions.value(asked.tonight, 'timestamptz')
  const text = `
    with ${joinedPart(joined, scenario)} st as materialized (
      select x.state_id, x.ord, x.kind, s.revision
        from scenario s join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version
       where s.id = ${scenario}),
    sums as materialized (
      select state_id, jsonb_agg(jsonb_build_object('currency', currency, 'count', n,
               'amount', nullif(amount, 0)::text)) as sums
        from (${counted}) g
       group by state_id),
    badges as materialized (
      select st.state_id, ${badge(`${STEP_AT} <= ${now}`)} as overdue,
             ${badge(`${STEP_AT} > ${now} and ${STEP_AT} <= ${tonight}`)} as today,
             ${badge(`${STEP_AT} = 'infinity' and i.next_step_at is null`)} as without,
             ${badge(isStuck(now))} as stuck
        from st)
    select st.state_id as "columnId", st.revision, h.sums::text as sums, b.overdue, b.today, b.without, b.stuck,
           i.rank, i.sort_key::text as place, ${seenColumns}
      from st
      join badges b on b.state_id = st.state_id
      left join sums h on h.state_id = st.state_id
      left join lateral (${cards}) i on true
      left join client c on c.id = i.client_id
      left join prospect p on p.id = i.prospect_id
      left join app_user r on r.id = i.responsible_id
      ${marksOf(conditions.value(asked.readerId, 'uuid'))}
     order by st.ord, i.rank, i.sort_key, i.id`
  return read<BoardRow>(db, filter, text, conditions)
}

/** More unfinished cards of one state, between two places of it, and one more than asked for. */
export async function selectColumn(
  db: Queryable,
  scope: Reach,
  asked: BoardAsked & { stateId: string },
  page: { limit: number; after?: Place | undefined; until?: Place | undefined },
): Promise<(PlacedCard & { revision: string })[]> {
  // Nothing lies between a place and one above it.
  if (page.after && page.until && page.after[0] > page.until[0]) return []
  const { conditions, owners, scenario, joined, queued } = await prepare(db, scope, asked)
  const state = conditions.value(asked.stateId, 'uuid')
  const extra = queued && { where: queued.rest, on: `${state} = any(${queued.states})` }
  const column = {
    place: `i.scenario_id = ${scenario} and i.state_id = ${state} and i.open`,
    narrowed: conditions.text,
  }
  const cards = orderedCards(conditions, { owners, joined, extra }, column, asked, {
    ...page,
    limit: page.limit + 1,
  })
  const text = `
    ${joined === null ? '' : 'with '}${joinedPart(joined, scenario).replace(/,$/, '')}
    select i.rank, i.sort_key::text as place, s.revision, ${seenColumns}
      from (${cards}) i
      join scenario s on s.id = i.scenario_id
      left join client c on c.id = i.client_id
      left join prospect p on p.id = i.prospect_id
      left join app_user r on r.id = i.responsible_id
      ${marksOf(conditions.value(asked.readerId, 'uuid'))}
     order by i.rank, i.sort_key, i.id`
  return read<PlacedCard & { revision: string }>(db, asked.filter, text, conditions)
}

/** A board as people look at it all day has one plan; one that is narrowed further is planned for what it is narrowed to. */
function read<Row>(db: Queryable, filter: Filter, text: string, { values }: Conditions): Promise<Row[]> {
  const isUsual = askedOf(filter).every(each => USUAL.has(each))
  return isUsual ? db.rows(statement<Row>(text), values) : db.planned<Row>(text, values)
}

const USUAL = new Set(['responsibleId', 'steps', 'readerId'])

export const BEFORE = 0
export const AFTER = 1
/** Between two cards: the part of the order, the key by which it is sorted, the record, and on which side of it. */
export type Place = readonly [rank: number, at: string, id: string, side: typeof BEFORE | typeof AFTER]

/** What a column is sorted by, in the form in which its index knows it. */
const HAND = { key: handKeyOf('i'), type: 'text' }
const STEPS = { key: STEP_AT, type: 'timestamptz' }
const sortingOf = (order: BoardOrder) => (order === 'byHand' ? HAND : STEPS)

const selectPlace = ({ key }: typeof HAND) =>
  statement<{ at: string; isLate: boolean }>(`
  select ${key}::text as at, ${STEP_AT} <= $4 as "isLate"
    from interest i where i.id = $1 and i.scenario_id = $2 and i.state_id = $3`)
const places = { hand: selectPlace(HAND), steps: selectPlace(STEPS) }

/** The place before this Interest in its column; null where it stands elsewhere. Says nothing of who sees it. */
export async function findPlace(
  db: Queryable,
  { scenarioId, stateId, order, now }: Pick<BoardAsked, 'scenarioId' | 'order' | 'now'> & { stateId: string },
  id: string,
): Promise<Place | null> {
  const found = await db.first(places[order === 'byHand' ? 'hand' : 'steps'], [id, scenarioId, stateId, now])
  return found ? [order === 'overdueLast' && found.isLate ? 1 : 0, found.at, id, BEFORE] : null
}

async function prepare(db: Queryable, scope: Reach, { scenarioId, filter, now, tonight }: BoardAsked) {
  const conditions = new Conditions()
  const scenario = conditions.value(scenarioId, 'uuid')
  const { steps, ...rest } = filter
  narrow(conditions, rest, await partiesNamed(db, rest.q), { now, tonight })
  const whole = conditions.text
  if (steps?.length) conditions.parts.push(ofSteps(conditions, steps, { now, tonight }))
  const principals = principalsOf(scope, filter)
  const owners = principals && { scoped: conditions.value(principals, 'uuid[]'), people: principals }
  const scoped = owners?.scoped ?? ''
  const joined = owners === null ? null : joinedOf(conditions, scope, filter, { scoped, isOpened: false })
  const queued = owners === null ? null : queuedOf(conditions, scope, filter, scoped)
  return { conditions, scenario, whole, owners, joined, queued }
}

/** What a column shows beside the rows of the principals: all that stands there, if the column is addressed to a role. */
interface Extra {
  where: string
  /** Does that hold for the column? Asked once for each, not for each row. */
  on: string
}

function withExtra(own: string, extra: Extra | null, columns: string, where: string): string {
  return extra === null
    ? own
    : `(${own}) union all (select ${columns} from interest i where ${extra.on} and ${extra.where} and ${where})`
}

/** The Interests of the scenario where one of the scope's people is a co-executor, as the first part of a statement. */
function joinedPart(joined: Joined | null, scenario: string): string {
  if (joined === null) return ''
  return `joined as materialized (select i.* from ${joined.source} i where i.scenario_id = ${scenario}),`
}

/**
 * Cards of a column by their next step, the earliest first and what has none at the end; or by hand. Where late ones go
 * last, the column has two parts, each of them a range of the same index.
 */
function orderedCards(
  conditions: Conditions,
  { owners, joined, extra }: { owners: Owners | null; joined: Joined | null; extra: Extra | null },
  column: Column,
  { order, now }: BoardAsked,
  { limit, after, until }: { limit: number; after?: Place | undefined; until?: Place | undefined },
): string {
  const { key, type } = sortingOf(order)
  const count = conditions.value(limit, 'int')
  const asked = partsOf(conditions, order, now).flatMap((range, rank) => {
    if ((after && rank < after[0]) || (until && rank > until[0])) return []
    const bound = (place: Place | undefined, signs: [before: string, after: string]) => {
      if (place?.[0] !== rank) return ''
      const [, at, id, side] = place
      return ` and (${key}, i.id) ${signs[side]} (${conditions.value(at, type)}, ${conditions.value(id, 'uuid')})`
    }
    const from = bound(after, ['>=', '>']) + bound(until, ['<', '<='])
    const sorted = `order by ${key}, i.id limit ${count}`
    const shown = `i.*, ${key} as sort_key, ${rank} as rank`
    const part = { place: `${column.place} and ${range}${from}`, narrowed: column.narrowed }
    const where = `${part.place} and ${part.narrowed}`
    const own = withExtra(ofOwners(conditions, owners, part, { key, rank }, limit), extra, shown, `${where} ${sorted}`)
    const rows = joined === null ? own : `(${own}) union all (select ${shown} from joined i where ${where})`
    return [`(select x.* from (${rows}) x order by x.sort_key, x.id limit ${count})`]
  })
  return `select x.* from (${asked.join(' union all ')}) x order by x.rank, x.sort_key, x.id limit ${count}`
}

function partsOf(conditions: Conditions, order: BoardOrder, now: Date): string[] {
  if (order !== 'overdueLast') return ['true']
  // A value that the text does not name is none of the statement's.
  const present = conditions.value(now, 'timestamptz')
  return [`${STEP_AT} > ${present}`, `${STEP_AT} <= ${present}`]
}

/** What an index knows of a stretch of a column, and what else is asked of its rows. */
interface Column {
  place: string
  narrowed: string
}

interface Owners {
  /** Their place in the statement. */
  scoped: string
  people: readonly string[]
}

/**
 * The first rows of everybody, or those of each principal by the index that begins with it. Of many principals they are
 * looked for among everybody's first; see `stepsOf`. In the order of a key, or just ids.
 */
function ofOwners(
  conditions: Conditions,
  owners: Owners | null,
  { place, narrowed }: Column,
  order: { key: string; rank: number } | null,
  most: number,
): string {
  const count = conditions.value(most, 'int')
  const shown = order ? `i.*, ${order.key} as sort_key, ${order.rank} as rank` : 'i.id'
  const sorted = `${order ? `order by ${order.key}, i.id` : ''} limit ${count}`
  const rows = (whose: string) => `select ${shown} from interest i where ${whose}${place} and ${narrowed} ${sorted}`
  if (owners === null) return rows('')
  const { scoped, people } = owners
  const each = `
    select x.* from unnest(${scoped}) as owner(key) cross join lateral (${rows('i.owner_key = owner.key and ')}) x`
  if (breadthOf(people) !== 'many') return each
  const steps = conditions.value(stepsOf(people.length, most), 'int')
  const all = order
    ? `select i.*, ${order.key} as sort_key from interest i where ${place} order by ${order.key}, i.id`
    : `select i.* from interest i where ${place}`
  return `
    with walked as materialized (
      select ${order ? `i.*, ${order.rank} as rank` : 'i.id'} from (${all} limit ${steps}) i
       where i.owner_key = any(${scoped}) and ${narrowed} ${order ? 'order by i.sort_key, i.id' : ''} limit ${count}),
    found as materialized (
      select case when (select count(*) from walked) >= ${count} then true
                  else (select count(*) from (select from interest i where ${place} limit ${steps}) x) < ${steps}
             end as is_all)
    select w.* from walked w where (select is_all from found)
    union all
    select e.* from (${each}) e where not (select is_all from found)`
}
