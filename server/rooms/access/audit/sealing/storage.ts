import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import type { Sealable } from './service.ts'

/** The last sealed row. */
export interface Head {
  /** How many rows are sealed. */
  seq: string
  chain: Buffer
  place: string
  auditId: string
}

/** A row that waits to be sealed. */
export interface WaitingRow extends Sealable {
  id: string
  place: string
}

export interface SealRow {
  seq: bigint
  auditId: string
  place: string
  digest: Buffer
  chain: Buffer
  personalDigest: Buffer | null
  salt: Buffer | null
}

/** What never changes of a row, as one text: the form is the database's own, so that anybody can make it again. */
export const bodyOf = (row: string) => `jsonb_build_array(
  ${row}.id, (extract(epoch from ${row}.at) * 1000000)::bigint, ${row}.actor_id, ${row}.kind, ${row}.record_kind,
  ${row}.record_id, ${row}.detail, ${row}.place)::text`

const takeTurn = statement<never>(`select pg_advisory_xact_lock(hashtext('interes.audit_seal'))`)

/** Until the transaction ends nobody else seals or blanks, on whichever node. */
export async function lockSeals(tx: Transaction): Promise<void> {
  await tx.rows(takeTurn)
}

const selectHead = statement<Head>(`
  select seq, chain, place, audit_id as "auditId" from audit_seal order by seq desc limit 1`)

export async function findHead(db: Queryable): Promise<Head | undefined> {
  return db.first(selectHead)
}

/** Never passes a row while a transaction that began earlier is open: that one might yet commit rows before it. */
const selectWaiting = statement<WaitingRow>(`
  select a.id, a.place, ${bodyOf('a')} as body, a.personal::text as personal
    from audit a
   where (a.place, a.id) > ($1::bigint, $2::uuid)
     and a.place < (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20)
   order by a.place, a.id
   limit $3`)

export async function listWaiting(
  db: Queryable,
  after: { place: string; auditId: string },
  limit: number,
): Promise<WaitingRow[]> {
  return db.rows(selectWaiting, [after.place, after.auditId, limit])
}

const insertSeals = statement<never>(`
  insert into audit_seal (seq, audit_id, place, digest, chain, personal_digest, salt)
  select seq, audit_id, place, decode(digest, 'hex'), decode(chain, 'hex'), decode(personal_digest, 'hex'), decode(salt, 'hex')
    from unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
      as s(seq, audit_id, place, digest, chain, personal_digest, salt)`)

export async function addSeals(tx: Transaction, rows: readonly SealRow[]): Promise<void> {
  const hex = (value: Buffer | null) => value?.toString('hex') ?? null
  await tx.rows(insertSeals, [
    rows.map(row => String(row.seq)),
    rows.map(row => row.auditId),
    rows.map(row => row.place),
    rows.map(row => hex(row.digest)),
    rows.map(row => hex(row.chain)),
    rows.map(row => hex(row.personalDigest)),
    rows.map(row => hex(row.salt)),
  ])
}

/** Rows that are not sealed yet. */
export interface Waiting {
  /** Up to a limit. */
  count: number
  firstAt: Date | null
  /** Is the oldest held back by a transaction that began earlier and is still open? */
  held: boolean
}

export const NOTHING_WAITS: Waiting = { count: 0, firstAt: null, held: false }

const countWaiting = statement<Waiting>(`
  select count(*)::int as count, min(w.at) as "firstAt",
         coalesce(min(w.place) >= (((select value from event_epoch) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint) << 20),
                  false) as held
    from (select a.at, a.place from audit a where (a.place, a.id) > ($1::bigint, $2::uuid) order by a.place, a.id limit $3) w`)

export async function measureWaiting(
  db: Queryable,
  after: { place: string; auditId: string },
  limit: number,
): Promise<Waiting> {
  return (await db.first(countWaiting, [after.place, after.auditId, limit])) ?? NOTHING_WAITS
}
