import { type Queryable, statement } from '../../platform/db/database.ts'

const forgotten = [
  `delete from throttle where window_start < $1::timestamptz - interval '2 days'`,
  `delete from single_sign_on_attempt where expires_at < $1::timestamptz`,
  `delete from session where least(expires_at, coalesce(ended_at, expires_at)) < $1::timestamptz - interval '90 days'`,
  `delete from sign_in_link where least(expires_at, coalesce(used_at, expires_at)) < $1::timestamptz - interval '90 days'`,
].map(text => statement<never>(text))

/** Takes out what nobody asks for any more: old counts, sessions that ended and links that opened long ago. */
export async function deleteOld(db: Queryable, now: Date): Promise<void> {
  for (const each of forgotten) await db.rows(each, [now])
}
