import { type Queryable, statement } from '../../../platform/db/database.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { breadthOf } from '../../../platform/scope.ts'
import { Conditions } from '../filters/storage.ts'
import type { PlacedRow } from '../listing/sorting/storage.ts'
import type { Flow } from './rules.ts'
import { marksOf, rowColumns, rowJoins } from '../storage.ts'

/** The rows of everybody together: who sees all reads one, and not one for each person. */
const EVERYBODY = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** `= any` goes through the index month for month and person for person. */
const rowsOf = (people: string) => `
  interest_flow where scenario_id = $1 and month = any($2::date[]) and owner_key = any((${people})::uuid[])`
const flowOf = (source: string) =>
  statement<Flow>(`
  select from_id as "fromId", to_id as "toId", leaving_id as "leavingId", leaving_reason_id as "leavingReasonId",
         reason_id as "reasonId", currency, coalesce(since >= ($2::date[])[1], true) as within, sum(n)::int as count,
         sum(amount)::text as amount, sum(stayed)::float8 as stayed, sum(lasted)::float8 as lasted
    from ${source}
   group by from_id, to_id, leaving_id, leaving_reason_id, reason_id, currency, within
  having sum(n) <> 0 or sum(amount) <> 0`)
const flowing = flowOf(rowsOf('$3'))
const ways = 'from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency'
const sign = 'case when owner_key = any($4::uuid[]) then -1 else 1 end'
/** Without that of $4, in one walk through the index. */
const flowingWithout = flowOf(`(
    select ${ways}, ${sign} * n as n, ${sign} * amount as amount, ${sign} * stayed as stayed, ${sign} * lasted as lasted
      from ${rowsOf('$3::uuid[] || $4')}) flow`)

/** @param months their first days, in order */
export async function selectFlow(
  db: Queryable,
  scenarioId: string,
  months: readonly string[],
  principals: readonly string[] | null,
): Promise<Flow[]> {
  if (principals === null) return db.rows(flowing, [scenarioId, months, [EVERYBODY]])
  // Who sees nearly all reads everybody's without that of the few others.
  const others = breadthOf(principals) === 'many' ? await listOthers(db, principals) : null
  return others !== null && others.length < principals.length
    ? db.rows(flowingWithout, [scenarioId, months, [EVERYBODY], others])
    : db.rows(flowing, [scenarioId, months, principals])
}

const selectOthers = statement<{ ids: string[] }>(
  'select array(select id from app_user where id <> all($1::uuid[])) as ids',
)

async function listOthers(db: Queryable, principals: readonly string[]): Promise<string[]> {
  const found = await db.first(selectOthers, [principals])
  return [...(found?.ids ?? []), ...(principals.includes(NIL_ID) ? [] : [NIL_ID])]
}

const selectBounds = statement<Bounds>(`
  select $1::date::timestamp at time zone c.time_zone as start,
         ($2::date + interval '1 month') at time zone c.time_zone as end from company c`)

interface Bounds {
  start: Date
  end: Date
}

/** When a period of months begins and ends where the company is. */
export async function findBounds(db: Queryable, first: string, last: string): Promise<Bounds | undefined> {
  return db.first(selectBounds, [first, last])
}

/** Where an Interest stands at the end of a period: one of the states, or lost from one of them. */
export interface Standing {
  states: readonly string[]
  lost: readonly string[]
  /** The unfinished states from which they were lost; the nil id: none. */
  origins: readonly string[]
  /** Of a lost one; the nil id: without a reason. */
  reasonId?: string | undefined
}

/**
 * Interests that moved in the period and stand so at its end. Of a period that goes on the last entry of the Interest
 * tells, so they come by their states, last entered first; of an earlier one from the end of the period backwards by creation.
 */
export async function selectStanding(
  db: Queryable,
  scenarioId: string,
  { start, end, isOver }: Bounds & { isOver: boolean },
  principals: readonly string[] | null,
  standing: Standing,
  page: { limit: number; after?: readonly [place: string, id: string] | undefined; readerId: string },
): Promise<PlacedRow[]> {
  const conditions = new Conditions()
  const { parts } = conditions
  const key = isOver ? 'created_at' : 'state_entered_at'
  const scenario = conditions.value(scenarioId, 'uuid')
  const [from, to] = [conditions.value(start, 'timestamptz'), conditions.value(end, 'timestamptz')]
  const states = conditions.value(standing.states, 'uuid[]')
  const lost = conditions.value(standing.lost, 'uuid[]')
  const origins = conditions.value(standing.origins, 'uuid[]')
  parts.push(`i.state_entered_at >= ${from}`)
  parts.push(isOver ? `i.created_at < ${to}` : `i.scenario_id = ${scenario} and i.state_id = stand.id`)
  if (page.after) {
    const [place, id] = page.after
    parts.push(`(i.${key}, i.id) < (${conditions.value(place, 'timestamptz')}, ${conditions.value(id, 'uuid')})`)
  }
  const narrowed = conditions.text
  const past = `
    p.at >= ${from} and (p.state_id = any(${states}) or p.state_id = any(${lost}) and p.origin = any(${origins}))
    ${standing.reasonId ? `and p.reason = ${conditions.value(standing.reasonId, 'uuid')}` : ''}`
  const limit = conditions.value(page.limit, 'int')
  const sorted = `order by ${key} desc, id desc limit ${limit}`
  const owner = principals && `unnest(${conditions.value(principals, 'uuid[]')}) as owner(key)`
  const each = [owner, isOver ? null : `unnest(${states} || ${lost}) as stand(id)`].filter(part => part !== null)
  const last = `
    select i.path_states[k] as state_id, i.path_at[k] as at, i.path_ends[k] as reason,
           coalesce((select i.path_states[j] from generate_series(1, k - 1) j
                       join scenario_state o on o.id = i.path_states[j]
                      where i.path_ends[j] is null and o.scenario_id = ${scenario}
                      order by j desc limit 1), '${NIL_ID}') as origin
      from generate_series(1, cardinality(i.path_states)) k where i.path_at[k] < ${to} order by k desc limit 1`
  const own = owner ? 'i.owner_key = owner.key and ' : ''
  // Where no index knows the order they are sorted first, so that the ways of no more than a page are read.
  const entered = (which: string) => `
    (select i.* from (
        select i.id, i.state_entered_at from interest i
         where ${which} and ${own}${narrowed} order by i.state_entered_at desc, i.id desc offset 0) t
      join interest i on i.id = t.id cross join lateral (${last}) p
     where ${past} order by t.state_entered_at desc, t.id desc limit ${limit})`
  const rows = isOver
    ? `select i.* from interest i cross join lateral (${last}) p where ${own}${narrowed} and ${past} ${sorted}`
    : `${entered('i.open')} union all ${entered('not i.open')}`
  const text = `
    with top as (${each.length === 0 ? rows : `select x.* from ${each.join(' cross join ')} cross join lateral (${rows}) x ${sorted}`})
    select ${rowColumns}, i.${key}::text as place from top i ${rowJoins}
      ${marksOf(conditions.value(page.readerId, 'uuid'))} order by i.${key} desc, i.id desc`
  return db.rows(statement<PlacedRow>(text), conditions.values)
}

/** What writers have spread over slots, of the months that are over. */
const gather = statement<never>(`
  with spread as (
    delete from interest_flow where month < $1::date and (slot <> 0 or n = 0 and amount = 0) returning *)
  insert into interest_flow as t
  select scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, 0, sum(n), sum(amount),
         sum(stayed), sum(lasted)
    from spread group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  having sum(n) <> 0 or sum(amount) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
      on conflict (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, slot)
      do update set n = t.n + excluded.n, amount = t.amount + excluded.amount, stayed = t.stayed + excluded.stayed,
                    lasted = t.lasted + excluded.lasted`)

export async function gatherFlow(db: Queryable, before: string): Promise<void> {
  await db.rows(gather, [before])
}
