import { type Queryable, statement } from '../db/database.ts'
import type { Cause, Change } from './record.ts'

/** What happened to which record, and who may learn of it: never the values. */
export interface ToldEvent {
  id: string
  at: Date
  kind: string
  recordKind: string
  recordId: string
  version: number | null
  actorId: string | null
  owners: string[] | null
}

export interface StoredEvent extends ToldEvent {
  cause: Cause
  changes: Record<string, Change> | null
  personal: Record<string, Change> | null
}

const told = `id, at, kind, record_kind as "recordKind", record_id as "recordId", version, actor_id as "actorId", owners`

const readAfter = statement<ToldEvent>(`
  select ${told}
    from event
   where id > $1::bigint
     and id < (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20)
   order by id
   limit $2::int`)

const readHorizon = statement<{ id: string }>(`
  select (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20) - 1 as id`)

const readOfRecords = statement<StoredEvent>(`
  select ${told}, cause, changes, personal
    from event
   where record_id = any($1::uuid[]) and ($2::bigint is null or id < $2::bigint)
     and not exists (select from unnest($4::uuid[], $5::bigint[]) as u(record_id, last)
                      where u.record_id = event.record_id and event.id > u.last)
   order by id desc
   limit $3::int`)

/**
 * Events after the given id, oldest first. Never passes an id while a transaction that began earlier is still open:
 * such a transaction might yet commit events with smaller ids, and a reader that had passed them would lose them.
 */
export async function readEventsAfter(db: Queryable, after: string, limit = 500): Promise<ToldEvent[]> {
  return db.rows(readAfter, [after, limit])
}

/** The largest id that a reader starting now may claim to have seen. */
export async function findHorizon(db: Queryable): Promise<string> {
  return (await db.first(readHorizon))?.id ?? '0'
}

/**
 * History of some records, newest first; `before` is the id of the last event already shown, `until` names the last
 * event of those records that are followed no further.
 */
export async function listEventsOf(
  db: Queryable,
  recordIds: readonly string[],
  options: { before?: string | undefined; limit: number; until?: ReadonlyMap<string, string> },
): Promise<StoredEvent[]> {
  const { before = null, limit, until = new Map<string, string>() } = options
  return db.rows(readOfRecords, [recordIds, before, limit, [...until.keys()], [...until.values()]])
}
