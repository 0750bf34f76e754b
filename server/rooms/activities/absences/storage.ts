import { type Queryable, statement } from '../../../platform/db/database.ts'

const done = statement<{ by: { id: string; name: string }; count: number }>(`
  select jsonb_build_object('id', u.id, 'name', u.name) as by, count(*)::int as count
    from activity a join app_user u on u.id = a.closed_by
   where a.assignee_id = $1 and a.closed_at >= $2 and a.closed_at < $3 and a.outcome = 'done' and a.closed_by <> $1
   group by u.id, u.name order by count(*) desc, u.name, u.id`)

/** Who else did what of the work of a person within this time. */
export async function listDoneBy(
  db: Queryable,
  userId: string,
  { from, to }: { from: Date; to: Date },
): Promise<{ by: { id: string; name: string }; count: number }[]> {
  return db.rows(done, [userId, from, to])
}

const missed = statement<{ count: number }>(`
  select count(*)::int as count from activity a
   where a.assignee_id = $1 and a.closed_at is null and a.due_at >= $2 and a.due_at < $3`)

/** What was due within this time and still waits. */
export async function countMissed(
  db: Queryable,
  userId: string,
  { from, to }: { from: Date; to: Date },
): Promise<number> {
  return (await db.first(missed, [userId, from, to]))?.count ?? 0
}

const planned = statement<{ activities: number; due: number }>(`
  select count(*)::int as activities, count(*) filter (where a.due_at < $2)::int as due
    from activity a where a.assignee_id = $1 and a.closed_at is null`)

/** What a person has to do, and how much of it is due before this moment. */
export async function countPlanned(
  db: Queryable,
  userId: string,
  until: Date | null,
): Promise<{ activities: number; due: number }> {
  return (await db.first(planned, [userId, until])) ?? { activities: 0, due: 0 }
}
