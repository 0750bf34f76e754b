import { type Queryable, statement } from '../db/database.ts'
import type { Change } from './record.ts'
import { type StoredEvent, told } from './reader.ts'

/** The record's own history: what made it or raised its version. Notes and steps beside it carry none. */
const ofRecord = `record_id = $1 and record_kind = $2 and version is not null`

const page = statement<StoredEvent>(`
  select ${told}, cause, changes, personal
    from event
   where ${ofRecord} and ($3::bigint is null or id < $3)
     and (changes is not null or personal is not null)
     and ($4::text is null or changes ? $4 or personal ? $4)
   order by id desc
   limit $5::int`)

/** Changes of one record, newest first; `before` is the id of the last one already shown, `field` narrows. */
export async function listChangesOf(
  db: Queryable,
  record: { kind: string; id: string },
  asked: { before: string | null; field: string | null; limit: number },
): Promise<StoredEvent[]> {
  return db.rows(page, [record.id, record.kind, asked.before, asked.field, asked.limit])
}

/** One step in the life of a record. */
export interface Step {
  id: string
  version: number
  at: Date
  kind: string
  actorId: string | null
  fields: Record<string, Change>
}

// By version: ids follow the order in which transactions began, and a later one may have waited for an earlier change.
const all = statement<Step>(`
  select id, version, at, kind, actor_id as "actorId", coalesce(changes, '{}') || coalesce(personal, '{}') as fields
    from event
   where ${ofRecord}
   order by version, id`)

/** The whole life of one record, the oldest step first. */
export async function listSteps(db: Queryable, record: { kind: string; id: string }): Promise<Step[]> {
  return db.rows(all, [record.id, record.kind])
}

const ofTransaction = statement<StoredEvent>(`
  select ${told}, cause, changes, personal
    from event
   where id between (($1::bigint >> 20) << 20) and (($1::bigint >> 20) << 20) + 1048575
   order by id`)

/** Everything that was changed together with the change that this event tells of. */
export async function listTogether(db: Queryable, eventId: string): Promise<StoredEvent[]> {
  return db.rows(ofTransaction, [eventId])
}

const ofVersion = statement<{ id: string }>(`
  select id from event where ${ofRecord} and version = $3::int order by id desc limit 1`)

/** The event by which a record came to a version. */
export async function findVersion(
  db: Queryable,
  record: { kind: string; id: string; version: number },
): Promise<string | undefined> {
  return (await db.first(ofVersion, [record.id, record.kind, record.version]))?.id
}

const ofKey = statement<{ id: string | null }>(`
  select event_id as id from operation where actor_id = $1::uuid and key = $2`)

/** The first event of what somebody did by a request with this key. */
export async function findOfKey(db: Queryable, actorId: string, key: string): Promise<string | undefined> {
  return (await db.first(ofKey, [actorId, key]))?.id ?? undefined
}
