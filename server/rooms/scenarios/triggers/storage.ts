import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

const selectNamed = statement<{ name: string }>(`
  select 'user:' || id as name from app_user where id = any($1::uuid[])
  union all
  select 'department:' || id from department where id = any($1::uuid[])
  union all
  select kind || ':' || id from directory_item where id = any($1::uuid[])`)

/** Which of these records exist, as `kind:id`. */
export async function selectNamedRecords(db: Queryable, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  return new Set((await db.rows(selectNamed, [ids])).map(row => row.name))
}

const insertPause = statement<{ id: string }>(`
  insert into trigger_pause (trigger_id, scenario_id, paused_at, paused_by) values ($1, $2, $3, $4)
  on conflict (trigger_id) do nothing returning trigger_id as id`)
const deletePause = statement<{ id: string }>(`
  delete from trigger_pause where trigger_id = $1 and scenario_id = $2 returning trigger_id as id`)
/** Whoever read the scenario before reads it anew. */
const renew = statement<never>('update scenario set revision = gen_random_uuid() where id = $1')

/** Pauses or resumes a trigger; answers whether that changed anything. */
export async function storePause(
  tx: Transaction,
  trigger: { id: string; scenarioId: string; paused: boolean },
  by: { now: Date; userId: string | null },
): Promise<boolean> {
  const { id, scenarioId, paused } = trigger
  const changed = paused
    ? await tx.first(insertPause, [id, scenarioId, by.now, by.userId])
    : await tx.first(deletePause, [id, scenarioId])
  if (changed) tx.later(renew, [scenarioId])
  return changed !== undefined
}
