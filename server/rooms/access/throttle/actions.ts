import { type Queryable, statement } from '../../../platform/db/database.ts'
import { type Allowance, type Bucket, decideAllowance, horizonOf, type Limit, startOfPart } from './rules.ts'

const addHit = statement<never>(`
  insert into throttle (key, window_start, hits) values ($1, $2, 1)
  on conflict (key, window_start) do update set hits = throttle.hits + 1`)
const takeBack = statement<never>(`
  update throttle set hits = hits - 1 where key = $1 and window_start = $2 and hits > 0`)
const readHits = statement<Bucket>(`
  select window_start as start, hits from throttle where key = $1 and window_start > $2`)

/**
 * Counts one hit on a key, over all nodes, and says whether it may pass. A refused hit is not counted, so that
 * hammering does not lengthen the wait. Give it the pool and not a transaction: what was refused must stay counted.
 * @param key names what is limited and whose: `wall:<user id>`; nothing that a person typed
 */
export async function throttle(db: Queryable, key: string, limit: Limit, now: Date): Promise<Allowance> {
  const start = startOfPart(limit, now)
  // Counting before looking: of two at the same moment the second sees the first.
  await db.rows(addHit, [key, start])
  const buckets = await db.rows(readHits, [key, horizonOf(limit, now)])
  const allowance = decideAllowance(limit, now, buckets)
  if (!allowance.allowed) await db.rows(takeBack, [key, start])
  return allowance
}
