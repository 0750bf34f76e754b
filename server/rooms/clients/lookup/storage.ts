import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor } from '../../../platform/http/cursor.ts'
import type { Reach } from '../../../platform/scope.ts'
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
  if (responsibleId === undefined) return scope.principals
  return scope.covers(responsibleId) ? [responsibleId] : []
}

/**
 * Ids of one page and one row more, in order. Within a scope every principal's rows come from an ordered index and are
 * merged, so that the cost does not grow with the table; records shared by `record_access` join them where `viewers`,
 * and where clients were opened to somebody, those clients with their prospects.
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
  const conditions = [
    archived ? sql`t.archived_at is not null and t.merged_into is null` : sql`t.archived_at is null`,
    ...matching.where,
    ...request.where,
    ...after(`${table}s by ${order}`, request.cursor, order),
  ]
  const rows = sql`select t.id, ${key} as key from ${sql.table(table)} t`
  const where = sql.join(conditions, sql` and `)
  const sorted = sql`order by key ${direction}, id ${direction} limit ${limit}`
  const principals = principalsOf(scope, responsibleId)
  const shared = viewers && scope.principals !== null
  const narrowed = responsibleId === undefined ? sql`true` : sql`t.responsible_id = ${responsibleId}`
  const branches: RawBuilder<unknown>[] = []
  if (principals === null) branches.push(sql`(${rows} where ${where} ${sorted})`)
  else if (matching.from !== null)
    branches.push(sql`(${rows} where t.owner_key = any(${principals}::uuid[]) and ${where} ${sorted})`)
  else {
    branches.push(sql`(select x.id, x.key from unnest(${principals}::uuid[]) p cross join lateral (
      ${rows} where t.owner_key = p and ${where} ${sorted}) x ${sorted})`)
  }
  if (shared) {
    branches.push(sql`(${rows} where t.id in (
        select a.record_id from record_access a
         where a.principal_id = any(${scope.principals}::uuid[]) and a.reason = 'interest')
      and ${narrowed} and ${where} ${sorted})`)
  }
  if (scope.grants.length > 0) {
    const opened = table === 'client' ? sql`t.id` : sql`t.client_id`
    branches.push(sql`(${rows} where ${opened} = any(${scope.grants}::uuid[]) and ${narrowed} and ${where} ${sorted})`)
  }
  const start = matching.from === null ? sql`` : sql`with ${matching.from}`
  const result = await sql<Place>`
    ${start}
    select id, key::text as place from (${sql.join(branches, sql` union `)}) page ${sorted}`.execute(db.q)
  return result.rows
}

/** Everything behind the cursor. */
function after(list: string, cursor: string | undefined, order: Order): RawBuilder<unknown>[] {
  if (cursor === undefined) return []
  const [place, id] = decodeCursor(list, cursor, 2)
  return order === 'name'
    ? [sql`(t.name_key, t.id) > (${place}::text collate "C", ${id}::uuid)`]
    : [sql`(t.created_at, t.id) < (${place}::timestamptz, ${id}::uuid)`]
}
