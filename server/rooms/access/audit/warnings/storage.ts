import { type Queryable, statement } from '../../../../platform/db/database.ts'

const firstSealed = statement<{ at: Date | null }>(`
  select a.at from audit_seal s left join audit a on a.id = s.audit_id where s.seq = 1`)

/** When the first row of the log was written; null where there is none. */
export async function findBeginning(db: Queryable): Promise<Date | null> {
  return (await db.first(firstSealed))?.at ?? null
}

const newestDiffering = statement<{ at: Date }>(`
  select a.at from audit a
   where a.kind = 'audit.anchor_differs'
     and a.at > coalesce((select max(c.finished_at) from audit_check c), '-infinity')
   order by a.at desc limit 1`)

/** When an anchor was last found to tell of something else, unless the whole log was checked since. */
export async function findDiffering(db: Queryable): Promise<Date | null> {
  return (await db.first(newestDiffering))?.at ?? null
}
