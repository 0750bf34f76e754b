import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Reach } from '../../../../platform/scope.ts'
import { joinedOf, openedOf, principalsOf, type Queued, queuedOf } from '../../filters/reach/storage.ts'
import { askedOf, type Clock, Conditions, type Filter, narrow, partiesNamed, type Way } from '../../filters/storage.ts'
import { marksOf, rowColumns, rowJoins } from '../../storage.ts'
import type { RowRecord } from '../../tables.ts'
import { findGroups } from '../groups/storage.ts'
import { type Ordering, orderingOf, type Own } from '../orders/storage.ts'
import type { Order } from './rules.ts'

/** A row with its place in the order, exact to the microsecond. */
export type PlacedRow = RowRecord & { place: string }

interface Page {
  limit: number
  /** Where the page before ended: the place of its last row in the order, and its id. */
  after?: readonly [place: string, id: string] | undefined
  clock: Clock
  order?: Order | undefined
}

/** So few people have so few Interests that looking through them beats every other way. */
const NARROW = 3
/** Of the newest thousands of somebody so many: then their parties are met on the way by name sooner than they are gathered. */
const MANY = 50
/**
 * A word that is common among everybody's, for whoever sees a part of those: where the first thousands give a good part
 * of a page, so many times as many give all of it sooner than everything is gathered.
 */
const FURTHER = { from: 1 / 8, times: 12 }
/** What names few by itself. */
const NAMING = ['clientId', 'prospectId', 'starred', 'watched', 'coExecuted'] as const

/**
 * A page and one row more. What is opened to somebody, or where somebody is a co-executor, is looked through beside.
 *
 * Rows come by the index that knows the order. Where the first thousands in the order do not fill the page with what the
 * filter lets through, all that it lets through is gathered by whatever index knows it, and sorted; so are the Interests
 * of those who see few. Either way the cost is bound.
 */
export async function selectRows(db: Queryable, scope: Reach, filter: Filter, page: Page): Promise<PlacedRow[]> {
  const order = page.order ?? { field: 'created', down: true }
  const count = page.limit + 1
  const parties = await partiesNamed(db, filter.q)
  const groups = await findGroups(db, order, filter)
  const principals = principalsOf(scope, filter)
  const isNarrow = principals !== null && principals.length <= NARROW
  const begin = (way: Way, wanted = order, most = count) => {
    const conditions = new Conditions()
    narrow(conditions, filter, parties, page.clock, way)
    const scoped = principals && conditions.value(principals, 'uuid[]')
    const after = wanted === order ? page.after : undefined
    const own = { scoped, isNarrow, where: conditions.text }
    return { conditions, own, ordering: orderingOf(conditions, wanted, { filter, groups, after, count: most }) }
  }
  const read = async (way: 'walk' | 'prefix' | 'gather', times = 1) => {
    const { conditions, own, ordering } = begin(way === 'gather' ? 'find' : 'probe')
    const { scoped } = own
    const beforeEnd = ordering.beforeEndOf('own') ?? (() => 'true')
    const opened = scoped === null ? null : openedOf(conditions, scope, filter, scoped, beforeEnd('a.newest_at'))
    const joined =
      scoped === null ? null : joinedOf(conditions, scope, filter, { scoped, isOpened: opened !== null }, own.where)
    const queued = scoped === null ? null : queuedOf(conditions, scope, filter, scoped)
    const mine =
      way === 'walk' ? ordering.walk(own) : (way === 'prefix' && ordering.prefix(own, times)) || ordering.gathered(own)
    // A page that the first thousands do not fill is thrown away: nothing is looked for beside it.
    const where = way === 'prefix' ? `${own.where} and (select count(*) from own) >= ${count}` : own.where
    const more = [
      ...(opened === null
        ? []
        : [ordering.rowsOf('interest i', `${opened} and ${where} and ${beforeEnd('i.created_at')}`)]),
      ...(joined === null ? [] : [ordering.rowsOf(`${joined.source} i`, 'true')]),
      // A queue may be long: its rows come by the order where an index knows it.
      ...(queued === null
        ? []
        : [
            ordering.isByAge
              ? inQueue(ordering, queued, where)
              : ordering.rowsOf('interest i', `i.open and ${queued.one} and ${where}`),
          ]),
    ]
    const text = `
      with own as materialized (${mine}),
      top as materialized (${more.length === 0 ? 'table own' : ordering.merged(['table own', ...more])})
      select ${rowColumns}, ${ordering.place} as place, (select count(*)::int from own) as filled
        from top t join interest i on i.id = t.id ${rowJoins}
        ${marksOf(conditions.value(filter.readerId ?? null, 'uuid'))} order by ${ordering.sorted('t')}`
    // What everybody looks at all day has one plan for all values.
    return way === 'walk' && isUsual(order, filter)
      ? db.rows(statement<Filled>(text), conditions.values)
      : db.planned<Filled>(text, conditions.values)
  }
  const isNamed = NAMING.some(each => filter[each])
  const { ordering, own } = begin('find')
  if (isNamed) return read('gather')
  if (isUsual(order, filter)) return read('walk')
  // What is unfinished of one's own is gathered sooner than met on the way.
  if (isNarrow && filter.open) return read('gather')
  if (ordering.prefix(own) !== null) {
    const rows = await read('prefix')
    const filled = rows[0]?.filled ?? 0
    if (filled >= count) return rows
    const isPart = principals !== null && !isNarrow && Boolean(filter.q?.trim())
    if (!isPart || filled < count * FURTHER.from) return read('gather')
    const more = await read('prefix', FURTHER.times)
    return (more[0]?.filled ?? 0) >= count ? more : read('gather')
  }
  // Who they are to us goes with who looks after them: whole groups may have none of those.
  const isUneven = filter.relationType !== undefined && !filter.relationType.includes('customer')
  const least = isNarrow ? MANY : count
  const mayWalk = !isUneven && (!isNarrow || order.field === 'party')
  return read(mayWalk && (await isDense(db, begin('probe', NEWEST, least), least)) ? 'walk' : 'gather')
}

/** By age each queue has a stretch of an index. */
function inQueue(ordering: Ordering, { states, rest }: Queued, where: string): string {
  const rows = ordering.walk({
    scoped: null,
    isNarrow: false,
    where: `i.state_id = queue.id and i.open and ${rest} and ${where}`,
  })
  return `select x.* from unnest(${states}) as queue(id) cross join lateral (${rows}) x`
}

/** With how many rows of the page come by the responsible. */
type Filled = PlacedRow & { filled: number }

const NEWEST: Order = { field: 'created', down: true }

/** Newest first, of as many as nearly always fill a page at once. */
function isUsual({ field, down }: Order, filter: Filter): boolean {
  return field === 'created' && down && askedOf(filter).every(each => USUAL.has(each))
}
const USUAL = new Set(['scenarioId', 'stateId', 'responsibleId', 'open', 'readerId'])

/** Do the newest thousands hold so many of what the filter lets through? */
async function isDense(db: Queryable, { conditions, own, ordering }: Begun, count: number): Promise<boolean> {
  const first = ordering.prefix(own) ?? 'table interest'
  const [found] = await db.planned<{ count: number }>(
    `select count(*)::int as count from (${first}) x`,
    conditions.values,
  )
  return (found?.count ?? 0) >= count
}

interface Begun {
  conditions: Conditions
  own: Own
  ordering: Ordering
}
