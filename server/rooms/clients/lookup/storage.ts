import { type RawBuilder, sql } from 'kysely'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { decodeCursor } from '../../../platform/http/cursor.ts'
import { breadthOf, type Reach, stepsOf } from '../../../platform/scope.ts'
import type { Matching } from './queries.ts'

export interface Place {
  id: string
  /** Sort value of the row as text, exact to the microsecond. */
  place: string
}

export type Order = 'recent' | 'name'

/** What a page of a guarded table is asked for. */
export interface PageRequest {
  scope: Reach
  responsibleId: string | undefined
  order: Order
  archived: boolean
  limit: number
  cursor: string | undefined
  matching: Matching
  where: readonly RawBuilder<boolean>[]
}

/** Whose records are read: those of the scope, narrowed to one person when asked; null is everything. */
export function principalsOf(scope: Reach, responsibleId: string | undefined): readonly string[] | null {
  if (responsibleId === undefined) return scope.owners
  return scope.covers(responsibleId) ? [responsibleId] : []
}

/**
 * Ids of one page and one row more, in order. Within a scope every principal's rows come from an ordered index and are
 * merged, so that the cost does not grow with the table; of many principals the page is looked for among everybody's
 * first (`stepsOf`). Records shared by `record_access` join them where `viewers`, and where clients were opened to
 * somebody, those clients with their prospects.
 */
export async function listPlaces(
  db: Queryable,
  table: 'client' | 'prospect',
  request: PageRequest,
  viewers = false,
): Promise<Place[]> {
  const { scope, responsibleId, order, archived, matching } = request
  const limit = sql`${request.limit + 1}::int`
  const key = order === 'name' ? sql`t.name_key` : sql`t.created_at`
  const direction = order === 'name' ? sql`asc` : sql`desc`
  const isListed = archived ? sql`t.archived_at is not null and t.merged_into is null` : sql`t.archived_at is null`
  const ordered = and(isListed, ...after(`${table}s by ${order}`, request.cursor, order))
  const asked = and(sql`true`, ...matching.where, ...request.where)
  const sorted = sql`order by key ${direction}, id ${direction} limit ${limit}`
  const rows = (seen: RawBuilder<unknown>) =>
    sql`(select t.id, ${key} as key from ${sql.table(table)} t where ${and(seen, ordered, asked)} ${sorted})`
  const starts = matching.from === null ? [] : [matching.from]
  const found = (places: RawBuilder<unknown>) =>
    findPlaces(db, matching, starts, sql`select id, key::text as place from (${places}) page ${sorted}`)

  const principals = principalsOf(scope, responsibleId)
  if (principals === null) return found(rows(sql`true`))
  const own = sql`t.owner_key = any(${principals}::uuid[])`
  const end = sql`coalesce((select min(key) from own having count(*) >= ${limit}), '-infinity')`
  const since = table === 'client' && order === 'recent' ? openedSince(scope, end) : null
  const beside = besideOwn(table, request, viewers, since)
  const merged =
    matching.from === null
      ? sql`(select x.* from unnest(${principals}::uuid[]) p cross join lateral ${rows(sql`t.owner_key = p`)} x ${sorted})`
      : rows(own)
  starts.push(sql`own as materialized ${merged}`)
  // What comes behind a full page of one's own is not looked for.
  const last = order === 'name' ? sql`<= (select max(key) from own)` : sql`>= (select min(key) from own)`
  const isInPage = sql`((select count(*) from own) < ${limit} or ${key} ${last})`
  const each = sql.join(
    [sql`table own`, ...beside.map(way => rows(sql`${way.gathered} and ${isInPage}`))],
    sql` union `,
  )
  // Of what is archived no index knows the order of everybody's.
  if (matching.from !== null || archived || breadthOf(principals) !== 'many') return found(each)
  const steps = sql`${stepsOf(principals.length, request.limit + 1)}::int`
  starts.push(sql`walked as materialized (
    select t.id, t.key from (
      select t.*, ${key} as key from ${sql.table(table)} t
       where ${ordered} order by ${key} ${direction}, t.id ${direction} limit ${steps}) t
     where (${sql.join([own, ...beside.map(way => way.met)], sql` or `)}) and ${asked} ${sorted})`)
  return found(sql`
    table walked union select x.* from (${each}) x where (select count(*) from walked) < ${limit}`)
}

/** What people look at all day has one plan that is kept; what is asked in very many ways is planned each time. */
export async function findPlaces(
  db: Queryable,
  matching: Matching,
  starts: readonly RawBuilder<unknown>[],
  places: RawBuilder<unknown>,
): Promise<Place[]> {
  const start = starts.length === 0 ? sql`` : sql`with ${sql.join(starts)}`
  const query = sql<Place>`${start} ${places}`
  if (matching.from !== null || matching.where.length > 0) return (await query.execute(db.q)).rows
  const { sql: text, parameters } = query.compile(db.q)
  return db.rows(statement<Place>(text), parameters)
}

/** What is seen beside the records of the principals: as a set to start from, and as a look at a row met on the way. */
function besideOwn(
  table: 'client' | 'prospect',
  { scope, responsibleId }: Pick<PageRequest, 'scope' | 'responsibleId'>,
  viewers: boolean,
  since: RawBuilder<unknown> | null,
): { gathered: RawBuilder<unknown>; met: RawBuilder<unknown> }[] {
  const narrowed = responsibleId === undefined ? sql`true` : sql`t.responsible_id = ${responsibleId}`
  const access = sql`record_access a where a.principal_id = any(${scope.owners}::uuid[]) and a.reason = 'interest'`
  const shared = {
    gathered: sql`t.id in (select a.record_id from ${access}) and ${narrowed}`,
    met: sql`(exists (select from ${access} and a.record_id = t.id) and ${narrowed})`,
  }
  const opened = sql`(${table === 'client' ? sql`t.id` : sql`t.client_id`} = any(${scope.grants}::uuid[]) and ${narrowed})`
  const gathered = since === null ? opened : sql`t.id in (${since}) and ${narrowed}`
  return [...(viewers ? [shared] : []), ...(scope.grants.length > 0 ? [{ gathered, met: opened }] : [])]
}

/** Clients that were opened and have something that is so young. */
export function openedSince({ doors, grants }: Reach, moment: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select o.id from (
        select a.record_id as id from record_access a
         where a.principal_id = any(${doors}::uuid[]) and a.reason = 'grant' and a.newest_at >= ${moment} offset 0) o
     where o.id = any(${grants}::uuid[])`
}

/** Conditions that must all hold. */
export const and = (...conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` and `)

/** Everything behind the cursor. */
function after(list: string, cursor: string | undefined, order: Order): RawBuilder<unknown>[] {
  if (cursor === undefined) return []
  const [place, id] = decodeCursor(list, cursor, 2)
  return order === 'name'
    ? [sql`(t.name_key, t.id) > (${place}::text collate "C", ${id}::uuid)`]
    : [sql`(t.created_at, t.id) < (${place}::timestamptz, ${id}::uuid)`]
}
