import { type Queryable, statement } from '../../../../platform/db/database.ts'

const selectChains = statement<{ count: string; chain: Buffer }>(`
  select seq as count, chain from audit_seal where seq = any($1::bigint[])`)
const selectHistoryChains = statement<{ count: string; chain: Buffer }>(`
  select through as count, chain from event_seal where through = any($1::bigint[])`)

const byCount = (rows: readonly { count: string; chain: Buffer }[]) =>
  new Map(rows.map(row => [Number(row.count), row.chain.toString('hex')]))

/** The chain of the log where it had so many rows. */
export async function listChains(db: Queryable, counts: readonly number[]): Promise<Map<number, string>> {
  return byCount(await db.rows(selectChains, [counts]))
}

/** The chain of the history where it had so many events. */
export async function listHistoryChains(db: Queryable, counts: readonly number[]): Promise<Map<number, string>> {
  return counts.length === 0 ? new Map() : byCount(await db.rows(selectHistoryChains, [counts]))
}
