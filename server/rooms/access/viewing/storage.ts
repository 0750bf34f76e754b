import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

const begin = statement<never>('update session set views_as = $2, views_as_until = $3 where id = $1')
const end = statement<{ userId: string }>(`
  with held as (select id, views_as from session where id = $1 and views_as is not null for update)
  update session s set views_as = null, views_as_until = null from held where s.id = held.id
  returning held.views_as as "userId"`)
const takeEnded = statement<Viewing>(`
  with ended as (
    select id, user_id, views_as from session
     where views_as is not null and (views_as_until <= $1 or ended_at is not null) limit 100 for update skip locked)
  update session s set views_as = null, views_as_until = null from ended e where s.id = e.id
  returning e.id as "sessionId", e.user_id as "actorId", e.views_as as "userId"`)

export interface Viewing {
  sessionId: string
  /** Who looks, and through whose eyes. */
  actorId: string
  userId: string
}

export async function beginViewing(tx: Transaction, sessionId: string, userId: string, until: Date): Promise<void> {
  await tx.rows(begin, [sessionId, userId, until])
}

/** @returns through whose eyes it was; undefined when through nobody's */
export async function endViewing(tx: Transaction, sessionId: string): Promise<string | undefined> {
  return (await tx.first(end, [sessionId]))?.userId
}

/** Those whose time is over, or whose session is. */
export async function takeEndedViewings(db: Queryable, now: Date): Promise<Viewing[]> {
  return db.rows(takeEnded, [now])
}
