import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { Marks } from './contract.ts'

const upsert = (mark: keyof Marks) =>
  statement<Marks>(`
  insert into interest_mark as k (user_id, interest_id, ${mark}) values ($1, $2, $3)
  on conflict (user_id, interest_id) do update set ${mark} = excluded.${mark}
  returning starred, watched`)
const statements = { starred: upsert('starred'), watched: upsert('watched') }

export async function setMark(
  tx: Transaction,
  mark: keyof Marks,
  at: { userId: string; interestId: string },
  on: boolean,
): Promise<Marks> {
  return (await tx.first(statements[mark], [at.userId, at.interestId, on])) ?? { starred: false, watched: false }
}

const selectWatchers = statement<{ id: string; interestId: string }>(`
  select user_id as id, interest_id as "interestId" from interest_mark
   where interest_id = any($1::uuid[]) and watched and user_id <> $2`)

/** Whoever watches these Interests, but for this person. */
export async function listWatchers(
  db: Queryable,
  interestIds: readonly string[],
  but: string,
): Promise<{ id: string; interestId: string }[]> {
  return db.rows(selectWatchers, [interestIds, but])
}

const dropMarks = statement<never>('delete from interest_mark where user_id = $1')

/** Stars and watches of one person, all of them. */
export async function dropMarksOf(db: Queryable, userId: string): Promise<void> {
  await db.rows(dropMarks, [userId])
}
