import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { bodyOfEvent } from '../history/storage.ts'

export interface SealedBlock {
  seq: string
  through: string
  lastId: string
  chain: Buffer
  ids: string[]
  digests: Buffer
  personalDigests: Buffer | null
  salts: Buffer | null
  blanked: number
  removed: string[]
}

const selectBlocks = statement<SealedBlock>(`
  select seq, through, last_id as "lastId", chain, ids, digests, personal_digests as "personalDigests", salts, blanked, removed
    from event_seal where seq > $1::bigint and seq <= $2::bigint order by seq limit $3::int`)

export async function listBlocks(db: Queryable, after: string, last: string, limit: number): Promise<SealedBlock[]> {
  return db.rows(selectBlocks, [after, last, limit])
}

/** An event as it is now. */
export interface PresentEvent {
  id: string
  at: Date
  recordKind: string
  recordId: string
  body: string
  personal: string | null
}

const selectPresent = statement<PresentEvent>(`
  select e.id, e.at, e.record_kind as "recordKind", e.record_id as "recordId", ${bodyOfEvent('e')} as body,
         e.personal::text as personal
    from event e where e.id > $1::bigint and e.id <= $2::bigint order by e.id limit $3::int`)

/** The events between two ids. */
export async function listPresentEvents(
  db: Queryable,
  after: string,
  last: string,
  limit: number,
): Promise<PresentEvent[]> {
  return db.rows(selectPresent, [after, last, limit])
}

const countTouched = statement<{ blanked: number; blankedTold: number; removed: number; removedTold: number }>(`
  select coalesce(sum(s.blanked), 0)::int as blanked, coalesce(sum(cardinality(s.removed)), 0)::int as removed,
         (select coalesce(sum((detail->>'sealedEvents')::int), 0)::int from audit where kind = 'audit.blanked') as "blankedTold",
         (select coalesce(sum((detail->>'events')::int), 0)::int from audit where kind = 'audit.history_removed') as "removedTold"
    from event_seal s where s.blanked > 0 or s.removed <> '{}'`)

/** How many sealed events were blanked or removed, and of how many the log tells: one look at all. */
export async function measureTouched(db: Queryable) {
  return (await db.first(countTouched)) ?? { blanked: 0, blankedTold: 0, removed: 0, removedTold: 0 }
}
