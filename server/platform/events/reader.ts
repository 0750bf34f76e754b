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

export const told = `id, at, kind, record_kind as "recordKind", record_id as "recordId", version, actor_id as "actorId", owners`

const readAfter = statement<ToldEvent>(`
  select ${told}
    from event
   where id > $1::bigint
     and id < (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20)
   order by id
   limit $2::int`)

const readHorizon = statement<{ id: string }>(`
  select (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20) - 1 as id`)

/**
 * Of each record its last entries, then the last of all: the index of records gives each part in order, however much
 * has happened to one of them. Only what is shown is read whole.
 */
const ofRecords = (narrowed: string) =>
  statement<StoredEvent>(`
  select ${told}, cause, changes, personal
    from event
   where id = any(array(
     select e.id
       from (select distinct unnest($1::uuid[])) r(id) cross join lateral (
              select x.id from event x
               where x.record_id = r.id and ($2::bigint is null or x.id < $2::bigint)
                 and not exists (select from unnest($4::uuid[], $5::bigint[]) as u(record_id, last)
                                  where u.record_id = x.record_id and x.id > u.last)
                 ${narrowed}
               order by x.id desc
               limit $3::int) e
      order by e.id desc
      limit $3::int))
   order by id desc`)
/** The index alone tells which they are. */
const readOfRecords = ofRecords('')
const readOfKinds = ofRecords(`
                 and ($6::text[] is null or x.kind = any($6::text[]))
                 and ($7::text[] is null or x.kind <> all($7::text[]))`)

const readSome = statement<StoredEvent>(`
  select ${told}, cause, changes, personal from event
   where record_id = $1 and id = any($2::bigint[]) order by id desc`)

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
 * event of those records that are followed no further, `only` and `except` name kinds.
 */
export async function listEventsOf(
  db: Queryable,
  recordIds: readonly string[],
  options: {
    before?: string | undefined
    limit: number
    until?: ReadonlyMap<string, string>
    only?: readonly string[] | undefined
    except?: readonly string[] | undefined
  },
): Promise<StoredEvent[]> {
  const { before = null, limit, until = new Map<string, string>(), only = null, except = null } = options
  const values = [recordIds, before, limit, [...until.keys()], [...until.values()]]
  return only || except ? db.rows(readOfKinds, [...values, only, except]) : db.rows(readOfRecords, values)
}

/** Those of these events that tell of the record, newest first. */
export async function listEventsById(db: Queryable, recordId: string, ids: readonly string[]): Promise<StoredEvent[]> {
  return ids.length === 0 ? [] : db.rows(readSome, [recordId, ids])
}
