import { CLOSE_DATE, type Conditions, type Filter, REVENUE, STEP_AT } from '../../filters/storage.ts'
import type { SortField } from '../sorting/contract.ts'
import type { Group } from '../groups/storage.ts'
import type { Order } from '../sorting/rules.ts'

/** What is read for whom. */
export interface Own {
  /** Place of the people within whose scope is read; null: everybody. */
  scoped: string | null
  where: string
  /** They are so few that each has a stretch of an index. */
  isNarrow: boolean
}

/** An order in SQL: its rows are `id`, `k` and `m`, a place of which it is told where the next page begins. */
export interface Ordering {
  isByAge: boolean
  /** What passes of the first thousands in the order, or of so many times as many; null where no index gives those. */
  prefix(own: Own, times?: number): string | null
  /** Rows as an index gives them, until there are enough. */
  walk(own: Own): string
  /** All that the filter lets through, sorted. */
  gathered(own: Own): string
  /** Rows of a source of Interests, sorted. */
  rowsOf(source: string, where: string): string
  /** Of a moment, that nothing older comes before the end of a page of rows; null for orders that do not go by age. */
  beforeEndOf(page: string): ((moment: string) => string) | null
  merged(parts: readonly string[]): string
  sorted(alias: string): string
  /** Of a row `t`. */
  place: string
}

/** All of them within the scope. */
function withinScope({ scoped, where }: Own): string {
  return scoped === null ? where : `i.owner_key = any(${scoped}) and ${where}`
}

/** What is unfinished and what is finished is known to indexes of their own; texts and tags are found in both at once. */
function partsOf({ open, q, tags }: Filter): string[] {
  if (open !== undefined) return [open ? 'i.open' : 'not i.open']
  return q?.trim() || tags ? ['true'] : ['i.open', 'not i.open']
}

/**
 * So many rows of an order are looked at before all that the filter lets through is gathered instead: fewer of
 * somebody's own, as hardly two of those share a page.
 */
const lookedAt = ({ isNarrow }: Own, times: number) => (isNarrow ? 250 : 6_000) * times

interface Asked {
  filter: Filter
  groups: readonly Group[] | null
  after: readonly [place: string, id: string] | undefined
  /** Rows of a page and one more. */
  count: number
}

/** One value by which rows are ordered; what has none stands at the end that the value says. */
const PLAIN = {
  created: ['i.created_at', 'timestamptz'],
  number: ['i.created_at', 'timestamptz'],
  subject: ['left(substr(i.search_key, length(i.number) + 2), 40) collate "C"', 'text'],
  step: [STEP_AT, 'timestamptz'],
  revenue: [REVENUE, 'numeric'],
  closeDate: [CLOSE_DATE, 'date'],
  closed: [`coalesce(i.closed_at, 'infinity'::timestamptz)`, 'timestamptz'],
} as const satisfies Partial<Record<SortField, readonly [key: string, type: string]>>

/** By the order of what they belong to, the newest first among equals. */
const GROUPED = {
  state: ['i.state_id', 'i.state_entered_at'],
  serviceType: ['i.service_type_id', 'i.created_at'],
  responsible: ['i.owner_key', 'i.created_at'],
} as const satisfies Partial<Record<SortField, readonly [column: string, age: string]>>

export function orderingOf(conditions: Conditions, order: Order, asked: Asked): Ordering {
  const { field } = order
  if (field === 'party') return byParty(conditions, order, asked)
  if (field in GROUPED) return byGroup(conditions, field as keyof typeof GROUPED, asked)
  return byValue(conditions, order, field as keyof typeof PLAIN, asked)
}

function byValue(conditions: Conditions, { down }: Order, field: keyof typeof PLAIN, asked: Asked): Ordering {
  const { filter, after, count } = asked
  const isByAge = field === 'created' || field === 'number'
  // By age one index knows both.
  const parts = isByAge && filter.open === undefined ? ['true'] : partsOf(filter)
  const by = keyField(field, filter.open)
  const [key, type] = PLAIN[by]
  /** Does an index know the order of all of them? */
  const isKnown = (part: string) => part !== 'i.open' || INDEXED.has(by)
  // Of what is finished nothing is planned, of what is not nothing has ended.
  const isEmpty = (part: string) =>
    (field === 'step' && part === 'not i.open') || (field === 'closed' && part === 'i.open')
  const valueIn = (part: string) => (isEmpty(part) && parts.length > 1 ? `'infinity'::timestamptz` : key)
  const way = down ? 'desc' : 'asc'
  const place =
    after &&
    `(${conditions.value(after[0], type)}${type === 'text' ? ' collate "C"' : ''}, ${conditions.value(after[1], 'uuid')})`
  const fromOf = (value: string) => (place ? `(${value}, i.id) ${down ? '<' : '>'} ${place}` : 'true')
  const sorted = (alias: string) => `${alias}.k ${way}, ${alias}.id ${way}`
  const merged = mergedBy(sorted, count)
  const ordered = (value: string, most: number) => `order by ${value} ${way}, i.id ${way} limit ${most}`
  /** The rows of all, or of each of few people. */
  const each = ({ scoped, isNarrow }: Own, rows: (owner: string) => string) =>
    scoped !== null && isNarrow && INDEXED.has(by)
      ? `select x.* from unnest(${scoped}) as owner(key) cross join lateral (${rows('i.owner_key = owner.key and ')}) x`
      : rows(scoped === null ? '' : `i.owner_key = any(${scoped}) and `)
  const rowsIn = (value: string) => rowsBy(`i.id, ${value} as k, null::timestamptz as m`, fromOf(value), sorted, count)
  const first = (where: string, value: string) =>
    `select i.id, ${value} as k, null::timestamptz as m from interest i
      where ${where} and ${fromOf(value)} ${ordered(value, count)}`
  return {
    isByAge,
    prefix: (own, times = 1) => {
      if (own.isNarrow ? !INDEXED.has(by) : !parts.every(isKnown)) return null
      const most = lookedAt(own, times)
      const looked = (part: string) => (owner: string) =>
        `select i.*, ${key} as k from interest i where ${owner}${part} and ${fromOf(key)} ${ordered(key, most)}`
      const firsts = parts.map(part => `(${own.isNarrow ? each(own, looked(part)) : looked(part)('')})`)
      return `select i.id, i.k, null::timestamptz as m
         from (select x.* from (${firsts.join(' union all ')}) x order by ${sorted('x')} limit ${most}) i
        where ${withinScope(own)} order by i.k ${way}, i.id ${way} limit ${count}`
    },
    rowsOf: rowsIn(key),
    beforeEndOf: page => {
      if (!isByAge || !down) return null
      return moment => `${moment} >= coalesce((select min(k) from ${page} having count(*) >= ${count}), '-infinity')`
    },
    gathered: own =>
      merged(
        partsOf(filter).map(part => {
          const where = `${part} and ${withinScope(own)}`
          return isKnown(part) ? rowsIn(valueIn(part))('interest i', where) : first(where, valueIn(part))
        }),
      ),
    merged,
    sorted,
    place: 't.k::text',
    walk: own =>
      merged(parts.map(part => each(own, owner => first(`${owner}${own.where} and ${part}`, valueIn(part))))),
  }
}

/** Orders that an index knows of all unfinished ones, and of somebody's finished ones; of all finished ones each is. */
const INDEXED: ReadonlySet<keyof typeof PLAIN> = new Set(['created', 'number', 'subject'])

/** Where none has a value all stand by their age. */
function keyField(field: keyof typeof PLAIN, open: boolean | undefined): keyof typeof PLAIN {
  return (field === 'step' && open === false) || (field === 'closed' && open === true) ? 'created' : field
}

function byGroup(
  conditions: Conditions,
  field: keyof typeof GROUPED,
  { filter, groups, after, count }: Asked,
): Ordering {
  const [column, age] = GROUPED[field]
  const [groupId, ...moment] = after?.[0].split(' ') ?? []
  const begins = groups?.findIndex(each => each.id === groupId) ?? -1
  const rest = groups?.slice(Math.max(0, begins)) ?? []
  const ids = conditions.value(
    rest.map(each => each.id),
    'uuid[]',
  )
  const rank = `array_position(${ids}, ${column})`
  const aged = after
    ? `(${age}, i.id) < (${conditions.value(moment.join(' '), 'timestamptz')}, ${conditions.value(after[1], 'uuid')})`
    : 'true'
  const sorted = (alias: string) => `${alias}.k, ${alias}.m desc, ${alias}.id desc`
  const merged = mergedBy(sorted, count)
  // One group is what the filter says already; said twice, the planner would take it for rare.
  const inGroups = rest.length === 1 && !after ? 'true' : `${column} = any(${ids})`
  const rowsOf = rowsBy(`i.id, ${rank} as k, ${age} as m`, `${inGroups} and (${rank} > 1 or ${aged})`, sorted, count)
  return {
    isByAge: false,
    prefix: () => null,
    rowsOf,
    beforeEndOf: () => null,
    gathered: gatheredBy(rowsOf, merged, filter),
    merged,
    sorted,
    place: `(${ids})[t.k]::text || ' ' || t.m::text`,
    walk: ({ scoped, where }) => {
      const own = scoped === null ? '' : `i.owner_key = any(${scoped}) and `
      const scenarios = conditions.value(
        rest.map(each => each.scenarioId),
        'uuid[]',
      )
      const within = field === 'state' ? ' and i.scenario_id = g.scenario_id' : ''
      // One group after the other, in their order, until there are enough.
      return `select x.* from unnest(${ids}, ${scenarios}) with ordinality g(id, scenario_id, rank) cross join lateral (
          select i.id, g.rank::int as k, ${age} as m from interest i
           where ${column} = g.id${within} and ${own}${where} and (g.rank > 1 or ${aged})
           order by ${age} desc, i.id desc limit ${count}) x limit ${count}`
    },
  }
}

/** By the name of the client, or of the prospect that is none yet; of each party by the id. */
function byParty(conditions: Conditions, { down }: Order, { filter, after, count }: Asked): Ordering {
  const way = down ? 'desc' : 'asc'
  const [partyId = '', ...words] = after?.[0].split(' ') ?? []
  const name = after && `${conditions.value(words.join(' '), 'text')} collate "C"`
  const values = after && `(${name}, ${conditions.value(partyId, 'uuid')}, ${conditions.value(after[1], 'uuid')})`
  const from = (key: string) => (values ? `(${key}, i.id) ${down ? '<' : '>'} ${values}` : 'true')
  const begins = name ? `y.name_key ${down ? '<=' : '>='} ${name}` : 'true'
  const sorted = (alias: string) => `${alias}.k ${way}, ${alias}.m ${way}, ${alias}.id ${way}`
  const merged = mergedBy(sorted, count)
  const [key, party] = ['coalesce(c.name_key, p.name_key)', 'coalesce(c.id, p.id)']
  const named = rowsBy(`i.id, ${key} as k, ${party} as m`, from(`${key}, ${party}`), sorted, count)
  const rowsOf: Ordering['rowsOf'] = (source, where) =>
    named(`${source} left join client c on c.id = i.client_id left join prospect p on p.id = i.prospect_id`, where)
  return {
    isByAge: false,
    prefix: () => null,
    rowsOf,
    beforeEndOf: () => null,
    gathered: gatheredBy(rowsOf, merged, filter),
    merged,
    sorted,
    place: `t.m::text || ' ' || t.k`,
    walk: ({ scoped, where }) => {
      const own = scoped === null ? '' : `i.owner_key = any(${scoped}) and `
      // Party after party in the order of an index, until there are enough.
      const of = (table: string, which: string, ends = 'true') => `
        select x.id, y.name_key as k, y.id as m from ${table} y cross join lateral (
            select i.id from interest i where ${which} and ${own}${where} and ${from('y.name_key, y.id')}
             order by i.id ${way} limit ${count}) x
         where ${begins} and ${ends} order by y.name_key ${way}, y.id ${way}, x.id ${way} limit ${count}`
      const { clientKind: kinds, relationType: relations } = filter
      // Whole stretches of names are of one kind of clients.
      const kind = [
        ...(kinds ? [`y.kind = any(${conditions.value(kinds, 'text[]')})`] : []),
        ...(relations ? [`y.relation_type = any(${conditions.value(relations, 'text[]')})`] : []),
      ]
      const clients = of('client', 'i.client_id = y.id', kind.join(' and ') || 'true')
      // Of prospects nobody asks what kind of client they are.
      if (kind.length > 0) return clients
      // They may not be among what is asked for: no further than the page of clients goes.
      const last = `select c.k from clients c order by ${sorted('c')} offset ${count - 1} limit 1`
      const ends = `y.name_key ${down ? '>=' : '<='} coalesce((${last}), ${down ? `''` : `U&'\\+10FFFF'`})`
      return `with clients as materialized (${clients}), prospects as materialized (
          ${of('prospect', 'i.prospect_id = y.id and i.client_id is null', ends)})
        ${merged(['table clients', 'table prospects'])}`
    },
  }
}

function rowsBy(shown: string, from: string, sorted: (alias: string) => string, count: number): Ordering['rowsOf'] {
  // Gathered before it is sorted: no index by the order tempts into a long walk.
  return (source, where) =>
    `with all_of_it as materialized (select ${shown} from ${source} where ${where} and ${from})
     select x.* from all_of_it x order by ${sorted('x')} limit ${count}`
}

/** Part by part: each has an index that knows the filter, and asked for at once neither would be used. */
function gatheredBy(rowsOf: Ordering['rowsOf'], merged: Ordering['merged'], filter: Filter): Ordering['gathered'] {
  return own => merged(partsOf(filter).map(part => rowsOf('interest i', `${part} and ${withinScope(own)}`)))
}

function mergedBy(sorted: (alias: string) => string, count: number): Ordering['merged'] {
  return parts =>
    parts.length === 1
      ? (parts[0] ?? '')
      : `select x.* from (${parts.map(each => `(${each})`).join(' union all ')}) x order by ${sorted('x')} limit ${count}`
}
