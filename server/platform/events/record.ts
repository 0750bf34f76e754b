import { statement, type Transaction } from '../db/database.ts'

export interface Change {
  from?: unknown
  to?: unknown
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
}

export interface Cause {
  /** One id for everything that one action changed. */
  operation: string
  verb: string
  by: 'person' | 'key' | 'system'
  /** What set it off, where that is not the person alone: a link, an import, a trigger. */
  through?: { kind: string; id: string }
}

const insertEvents = statement<{ id: string }>(`
  insert into event (id, at, kind, record_kind, record_id, version, actor_id, cause, changes, personal, owners)
  select ((epoch.value + pg_current_xact_id()::text::bigint) << 20) + e.n - 1,
         $1::timestamptz, e.body->>'kind', e.body->'record'->>'kind', (e.body->'record'->>'id')::uuid,
         (e.body->>'version')::int, $2::uuid, $3::jsonb, e.body->'changes', e.body->'personal',
         case jsonb_typeof(e.body->'owners') when 'array' then (select array_agg(o::uuid) from jsonb_array_elements_text(e.body->'owners') o) end
    from event_epoch epoch, jsonb_array_elements($4::jsonb) with ordinality as e(body, n)
  returning id`)

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
  return (await tx.rows(insertEvents, valuesOf(events, written))).map(row => row.id)
}

/** The same without a trip of its own, where nobody needs the ids. */
export function insertLater(tx: Transaction, events: readonly NewEvent[], written: Written): void {
  tx.later(insertEvents, valuesOf(events, written))
}

function valuesOf(events: readonly NewEvent[], { at, actorId, cause }: Written): unknown[] {
  if (events.length > LIMIT) throw new Error('too many events in one transaction')
  const plain = events.map(e => ({ ...e, owners: e.owners && [...new Set(e.owners)] }))
  return [at, actorId, JSON.stringify(cause), JSON.stringify(plain)]
}
