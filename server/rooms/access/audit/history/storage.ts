import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import { NOTHING_WAITS, type Waiting } from '../sealing/storage.ts'
import type { Block, SealableEvent } from './service.ts'

/** The last sealed block. */
export interface HistoryHead {
  seq: string
  /** How many events are sealed. */
  through: string
  /** The last of them. */
  lastId: string
  chain: Buffer
}

export const lockHistoryText = `select pg_advisory_xact_lock(hashtext('interes.event_seal'))`
const takeTurn = statement<never>(lockHistoryText)

/** Until the transaction ends nobody else seals, blanks or removes events, on whichever node. */
export async function lockHistory(tx: Transaction): Promise<void> {
  await tx.rows(takeTurn)
}

const selectHead = statement<HistoryHead>(`
  select seq, through, last_id as "lastId", chain from event_seal order by seq desc limit 1`)

export async function findHistoryHead(db: Queryable): Promise<HistoryHead | undefined> {
  return db.first(selectHead)
}

/** What never changes of an event, as one text: the form is the database's own, so that anybody can make it again. */
export const bodyOfEvent = (row: string) => `jsonb_build_array(
  ${row}.id, (extract(epoch from ${row}.at) * 1000000)::bigint, ${row}.kind, ${row}.record_kind, ${row}.record_id,
  ${row}.version, ${row}.actor_id, ${row}.cause, ${row}.changes, ${row}.owners)::text`

/** Never passes an event while a transaction that began earlier is open, like every reader of events. */
const isSafe = (id: string) =>
  `${id} < (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20)`

const selectWaiting = statement<SealableEvent>(`
  select e.id, ${bodyOfEvent('e')} as body, e.personal::text as personal
    from event e where e.id > $1::bigint and ${isSafe('e.id')} order by e.id limit $2::int`)

export async function listWaitingEvents(db: Queryable, after: string, limit: number): Promise<SealableEvent[]> {
  return db.rows(selectWaiting, [after, limit])
}

const insertBlock = statement<never>(`
  insert into event_seal (seq, through, last_id, chain, ids, digests, personal_digests, salts)
  values ($1, $2, $3, $4, $5::bigint[], $6, $7, $8)`)

export async function addBlock(
  tx: Transaction,
  { seq, through }: { seq: bigint; through: bigint },
  { ids, chain, digests, personalDigests, salts }: Block,
): Promise<void> {
  await tx.rows(insertBlock, [seq, through, ids.at(-1), chain, ids, digests, personalDigests, salts])
}

const countWaiting = statement<Waiting>(`
  select count(*)::int as count, min(w.at) as "firstAt", coalesce(not ${isSafe('min(w.id)')}, false) as held
    from (select at, id from event where id > $1::bigint order by id limit $2::int) w`)

export async function measureWaitingEvents(db: Queryable, after: string, limit: number): Promise<Waiting> {
  return (await db.first(countWaiting, [after, limit])) ?? NOTHING_WAITS
}

const estimate = statement<{ count: string }>(
  `select greatest(reltuples, 0)::bigint as count from pg_class where oid = 'event'::regclass`,
)

/** Roughly how many events there are: what the planner believes. */
export async function estimateEvents(db: Queryable): Promise<number> {
  return Number((await db.first(estimate))?.count ?? 0)
}

const blockOf = `cross join lateral (
    select seq, last_id from event_seal where last_id >= e.id order by last_id limit 1) b`

const blocksOf = statement<{ seq: string; ids: string[]; salts: Buffer; touched: string[] }>(`
  select s.seq, s.ids, s.salts, t.touched
    from (select b.seq, array_agg(e.id) as touched from unnest($1::bigint[]) e(id) ${blockOf} group by b.seq) t
    join event_seal s on s.seq = t.seq
   where s.salts is not null`)

/** The blocks in which these events are sealed, as far as they have anything personal. */
export async function listBlocksOf(tx: Transaction, ids: readonly string[]) {
  return tx.rows(blocksOf, [ids])
}

const setSalts = statement<never>(`update event_seal set salts = $2, blanked = blanked + $3 where seq = $1`)

export async function storeSalts(tx: Transaction, seq: string, salts: Buffer, blanked: number): Promise<void> {
  await tx.rows(setSalts, [seq, salts, blanked])
}

/**
 * Notes in the blocks which of their events are about to go; those not sealed yet leave nothing behind.
 * @param condition of the rows `e` of `event`, a constant of whoever calls
 */
export const markRemoved = (condition: string) => `
  with gone as (
    select b.seq, array_agg(e.id order by e.id) as ids
      from event e ${blockOf} where ${condition} group by b.seq),
  marked as (
    update event_seal s set removed = s.removed || gone.ids from gone where s.seq = gone.seq
    returning cardinality(gone.ids) as events)
  select coalesce(sum(events), 0)::int as events from marked`
