import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../../../platform/db/database.ts'
import { decodeCursor } from '../../../../platform/http/cursor.ts'
import { breadthOf, type Reach, stepsOf } from '../../../../platform/scope.ts'
import type { Matching } from '../../lookup/queries.ts'
import { and, findPlaces, openedSince, type Place } from '../../lookup/storage.ts'

export const LIST = 'contacts by recent'

/** What a page of contacts is asked for. */
interface PageRequest {
  scope: Reach
  clientId: string | undefined
  archived: boolean
  limit: number
  cursor: string | undefined
  matching: Matching
}

/**
 * Ids of one page of contacts and one more, newest first, as `lookup/storage.ts` finds those of clients: by the links to
 * clients that are seen, which carry the age of their contact, so that both ways read one ordered index.
 */
export async function listPlaces(
  db: Queryable,
  { scope, clientId, archived, limit, cursor, matching }: PageRequest,
): Promise<Place[]> {
  const count = sql`${limit + 1}::int`
  const sorted = sql`order by created_at desc, id desc limit ${count}`
  const isListed = archived ? sql`p.archived_at is not null and p.merged_into is null` : sql`p.archived_at is null`
  const links = (whose: RawBuilder<unknown>) => sql`
    select l.contact_id as id, l.created_at from client_contact l join contact p on p.id = l.contact_id
     where ${and(sql`l.to_day is null`, whose, isListed, ...matching.where, ...after('l.contact_id', 'l.created_at', cursor))}
     group by l.created_at, l.contact_id order by l.created_at desc, l.contact_id desc limit ${count}`
  const starts = matching.from === null ? [] : [matching.from]
  const found = (places: RawBuilder<unknown>) =>
    findPlaces(db, matching, starts, sql`select id, created_at::text as place from (${places}) page ${sorted}`)

  const { owners: principals, grants } = scope
  const opened = sql`l.client_id = any(${grants}::uuid[])`
  const own = sql`l.owner_key = any(${principals}::uuid[])`
  const seen = principals === null ? sql`true` : grants.length === 0 ? own : sql`(${own} or ${opened})`
  if (clientId !== undefined) return found(links(sql`l.client_id = ${clientId} and ${seen}`))
  const ordered = and(isListed, ...after('p.id', 'p.created_at', cursor))
  if (principals === null)
    return found(sql`select p.id, p.created_at from contact p where ${and(ordered, ...matching.where)} ${sorted}`)
  if (matching.from !== null) return found(links(seen))
  const merged = sql`(
    select x.id, x.created_at from unnest(${principals}::uuid[]) o cross join lateral (${links(sql`l.owner_key = o`)}) x
     group by x.created_at, x.id ${sorted})`
  starts.push(sql`own as materialized ${merged}`)
  // What comes behind a full page of one's own is not looked for.
  const end = sql`coalesce((select min(created_at) from own having count(*) >= ${count}), '-infinity')`
  const each = sql`table own${grants.length === 0 ? sql`` : sql` union (${links(sql`l.client_id in (${openedSince(scope, end)}) and l.created_at >= ${end}`)})`}`
  // Of what is archived no index knows the order of everybody's.
  if (archived || breadthOf(principals) !== 'many') return found(each)
  const isSeen = sql`exists (select from client_contact l where l.contact_id = p.id and l.to_day is null and ${seen})`
  starts.push(sql`walked as materialized (
    select p.id, p.created_at from (
      select p.* from contact p
       where ${ordered} order by p.created_at desc, p.id desc limit ${stepsOf(principals.length, limit + 1)}::int) p
     where ${and(isSeen, ...matching.where)} ${sorted})`)
  return found(sql`
    table walked union select x.* from (${each}) x where (select count(*) from walked) < ${count}`)
}

function after(id: string, createdAt: string, cursor: string | undefined): RawBuilder<boolean>[] {
  if (cursor === undefined) return []
  const [place, last] = decodeCursor(LIST, cursor, 2)
  return [sql<boolean>`(${sql.ref(createdAt)}, ${sql.ref(id)}) < (${place}::timestamptz, ${last}::uuid)`]
}
