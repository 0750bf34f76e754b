import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { ChecklistItem, StateKind } from '../contract.ts'
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

/** A state that the published version has no more. */
export interface RemovedState {
  id: string
  kind: StateKind
  /** The states before it where it stood last, in order. */
  before: string[]
}
const selectGone = statement<RemovedState>(`
  select x.state_id as id, x.kind,
         array(select y.state_id from scenario_state_setting y
                where y.scenario_id = x.scenario_id and y.version = x.version and y.ord < x.ord order by y.ord) as before
    from (select distinct on (state_id) * from scenario_state_setting where scenario_id = $1
           order by state_id, version desc) x
    join scenario s on s.id = x.scenario_id
   where x.version < s.published_version`)

export async function selectRemovedStates(db: Queryable, scenarioId: string): Promise<RemovedState[]> {
  return db.rows(selectGone, [scenarioId])
}
