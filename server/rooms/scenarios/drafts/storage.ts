import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { ScenarioDraft } from './contract.ts'

export type DraftBody = Pick<ScenarioDraft, 'name' | 'departmentIds' | 'serviceTypeIds' | 'states' | 'checklist'>

export interface DraftRow {
  version: number
  baseVersion: number
  body: DraftBody
  updatedAt: Date
  updatedById: string | null
  updatedByName: string | null
}

const select = statement<DraftRow>(`
  select d.version, d.base_version as "baseVersion", d.body, d.updated_at as "updatedAt", d.updated_by as "updatedById",
         u.name as "updatedByName"
    from scenario_draft d left join app_user u on u.id = d.updated_by where d.scenario_id = $1`)

export async function findDraft(db: Queryable, scenarioId: string): Promise<DraftRow | undefined> {
  return db.first(select, [scenarioId])
}

const same = statement<{ is: boolean }>(`select body = $2::jsonb as is from scenario_draft where scenario_id = $1`)

/** Is this what lies there already, whatever the order of its properties? */
export async function isKept(db: Queryable, scenarioId: string, body: DraftBody): Promise<boolean> {
  return (await db.first(same, [scenarioId, JSON.stringify(body)]))?.is ?? false
}

const upsert = statement(`
  insert into scenario_draft (scenario_id, base_version, body, updated_at, updated_by)
  values ($1, $2, $3, $4, $5)
  on conflict (scenario_id) do update
     set base_version = excluded.base_version, body = excluded.body, updated_at = excluded.updated_at,
         updated_by = excluded.updated_by, version = scenario_draft.version + 1`)

export async function keepDraft(
  tx: Transaction,
  scenarioId: string,
  draft: { baseVersion: number; body: DraftBody },
  by: { now: Date; userId: string | null },
): Promise<void> {
  await tx.rows(upsert, [scenarioId, draft.baseVersion, JSON.stringify(draft.body), by.now, by.userId])
}

const drop = statement('delete from scenario_draft where scenario_id = $1')

export function deleteDraft(tx: Transaction, scenarioId: string): void {
  tx.later(drop, [scenarioId])
}
