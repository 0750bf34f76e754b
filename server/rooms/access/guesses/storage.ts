import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Counted } from './rules.ts'

const addRow = statement<never>(`
  insert into guess (key, wrong, last_at) values ($1, 0, $2) on conflict (key) do nothing`)
const lockRow = statement<Counted>(`
  select wrong, last_at as "lastAt", blocked_until as "blockedUntil" from guess where key = $1 for update`)
const storeRow = statement<never>(`
  update guess set wrong = $2, last_at = $3, blocked_until = $4 where key = $1`)
const takeBack = statement<never>(`
  update guess set wrong = wrong - 1, blocked_until = case when wrong = $2 then null else blocked_until end
   where key = $1 and wrong > 0`)
const forgetRow = statement<never>(`delete from guess where key = $1`)

/** What is counted for a key, held until the end of the transaction; made when nothing was counted yet. */
export async function lockCounted(db: Queryable, key: string, now: Date): Promise<Counted | null> {
  await db.rows(addRow, [key, now])
  return (await db.first(lockRow, [key])) ?? null
}

export async function storeCounted(db: Queryable, key: string, { wrong, lastAt, blockedUntil }: Counted) {
  await db.rows(storeRow, [key, wrong, lastAt, blockedUntil])
}

/** @param wrong what stood there after the guess was counted: only if nobody guessed since, its wait goes with it */
export async function uncount(db: Queryable, key: string, wrong: number): Promise<void> {
  await db.rows(takeBack, [key, wrong])
}

export async function forgetCounted(db: Queryable, key: string): Promise<void> {
  await db.rows(forgetRow, [key])
}
