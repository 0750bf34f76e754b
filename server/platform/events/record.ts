import { statement, type Transaction } from '../db/database.ts'

/**
 * A field from one value to another; a new record has no `from`. A value that was destroyed leaves the name of its field
 * and neither of the two.
 */
export interface Change {
  from?: unknown
  to?: unknown
  /** The client at which it holds, where a record has the field once for each: the position of a contact. */
  of?: string
}

/** One fact about one record, written in the transaction of the change. History, timeline, audit and realtime read it. */
export interface NewEvent {
  /** `interest.moved`: the record's kind and the verb in the past tense. */
  kind: string
  record: { kind: string; id: string }
  version?: number
  changes?: Record<string, Change>
  /** Values of personal fields: kept apart, because they must be destroyable without losing the event. */
  personal?: Record<string, Change>
  /**
   * Users who may learn of it (responsible before and after; the nil id for "nobody"); null for records that
   * everybody sees, such as directories.
   */
  owners: readonly string[] | null
  /** It follows from what was allowed, and nobody chose it: the levels of fields are not asked about it. */
  follows?: true
}

export interface Cause {
  /** One id for everything that one action changed. */
  operation: string
  verb: string
  by: 'person' | 'key' | 'system'
  /** What set it off, where that is not the person alone: a link, an import, a trigger. */
  through?: { kind: string; id: string }
  /** The absent person by whose right alone it was done. */
  onBehalfOf?: string
  /** Triggers that led to it, the first one first, the one that did it last. */
  chain?: readonly string[]
}

const columns = 'id, at, kind, record_kind, record_id, version, actor_id, cause, changes, personal, owners'
const inserting = (before: string) => `
  ${before} insert into event (${columns})
  select ((epoch.value + pg_current_xact_id()::text::bigint) << 20) + e.n - 1,
         $1::timestamptz, e.body->>'kind', e.body->'record'->>'kind', (e.body->'record'->>'id')::uuid,
         (e.body->>'version')::int, $2::uuid, $3::jsonb, e.body->'changes', e.body->'personal',
         case jsonb_typeof(e.body->'owners') when 'array' then (select array_agg(o::uuid) from jsonb_array_elements_text(e.body->'owners') o) end
    from event_epoch epoch, jsonb_array_elements($4::jsonb) with ordinality as e(body, n)
  returning id`
const claiming = (at: number) =>
  `with claimed as (insert into operation (actor_id, key, hash, created_at, event_id)
     select $${at}::uuid, $${at + 1}::text, $${at + 2}::bytea, $1::timestamptz, (value + pg_current_xact_id()::text::bigint) << 20
       from event_epoch)`
const insertEvents = statement<{ id: string }>(inserting(''))
const insertEventsAndKey = statement<{ id: string }>(inserting(claiming(5)))
// Nearly every write has one, which needs no set of rows to be read from JSON.
const insertingOne = (before: string) => `
  ${before} insert into event (${columns})
  select (epoch.value + pg_current_xact_id()::text::bigint) << 20, $1::timestamptz, $4, $5, $6::uuid, $7::int, $2::uuid,
         $3::jsonb, $8::jsonb, $9::jsonb, $10::uuid[]
    from event_epoch epoch
  returning id`
const insertEvent = statement<{ id: string }>(insertingOne(''))
const insertEventAndKey = statement<{ id: string }>(insertingOne(claiming(11)))

/** Events of one transaction; 2^20 of them fit into one. */
const LIMIT = 1 << 20

interface Written {
  at: Date
  actorId: string | null
  cause: Cause
}

/**
 * Ids are `((epoch + transaction id) << 20) + ordinal`, so that they grow in the order in which transactions began and
 * a reader can stop before the oldest one that is still open (`reader.ts`).
 */
export async function insert(tx: Transaction, events: readonly NewEvent[], written: Written): Promise<string[]> {
  const text = events.length === 1 ? insertEvent : insertEvents
  return (await tx.rows(text, valuesOf(events, written))).map(row => row.id)
}

/** Of a write with an `Idempotency-Key`: whose it is, the key, and the hash of the request. */
export type Claim = readonly [actorId: string, key: string, hash: Buffer]

/** The same without a trip of its own, where nobody needs the ids; a key is claimed in the same statement. */
export function insertLater(tx: Transaction, events: readonly NewEvent[], written: Written, claim?: Claim): void {
  const isOne = events.length === 1
  const values = valuesOf(events, written)
  if (claim) tx.later(isOne ? insertEventAndKey : insertEventsAndKey, [...values, ...claim])
  else tx.later(isOne ? insertEvent : insertEvents, values)
}

function valuesOf(events: readonly NewEvent[], { at, actorId, cause }: Written): unknown[] {
  if (events.length > LIMIT) throw new Error('too many events in one transaction')
  const plain = events.map(e => ({ ...e, owners: e.owners && [...new Set(e.owners)] }))
  const [one] = plain
  const written = [at, actorId, JSON.stringify(cause)]
  if (plain.length > 1 || !one) return [...written, JSON.stringify(plain)]
  const { kind, record, version, changes, personal, owners } = one
  const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value))
  return [...written, kind, record.kind, record.id, version ?? null, json(changes), json(personal), owners]
}
