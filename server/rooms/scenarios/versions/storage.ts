import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { ChecklistItem } from '../contract.ts'
import { settingColumns } from '../storage.ts'
import type { StateSetting } from '../tables.ts'

export interface VersionRow {
  version: number
  publishedAt: Date
  publishedById: string | null
  publishedByName: string | null
  states: StateSetting[]
  checklist: ChecklistItem[]
}

const select = statement<VersionRow>(`
  select v.version, v.published_at as "publishedAt", v.published_by as "publishedById", u.name as "publishedByName",
         v.checklist,
         (select jsonb_agg(${settingColumns} order by x.ord) from scenario_state_setting x
           where x.scenario_id = v.scenario_id and x.version = v.version) as states
    from scenario_version v left join app_user u on u.id = v.published_by
   where v.scenario_id = $1 and ($2::int[] is null or v.version = any($2))
   order by v.version desc limit 100`)

/** Versions of a scenario, the newest first; with numbers only those. */
export async function selectVersions(
  db: Queryable,
  scenarioId: string,
  numbers: readonly number[] | null = null,
): Promise<VersionRow[]> {
  return db.rows(select, [scenarioId, numbers])
}
