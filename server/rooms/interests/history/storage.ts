import { type Queryable, statement } from '../../../platform/db/database.ts'

interface Named {
  id: string
  name: string
  archived: boolean
  merged: boolean
  visible: boolean
}

// A state that the published version has no more is archived; its last name tells what it was.
const settings = statement<Named>(`
  select id, name, archived_at is not null as archived, false as merged, true as visible
    from directory_item where id = any($1::uuid[])
  union all
  select id, name, archived_at is not null, false, true from scenario where id = any($1::uuid[])
  union all
  (select distinct on (x.state_id) x.state_id, x.name, x.version < s.published_version, false, true
     from scenario_state_setting x join scenario s on s.id = x.scenario_id
    where x.state_id = any($1::uuid[]) and x.version <= s.published_version
    order by x.state_id, x.version desc)`)

/** Directory items, scenarios and states by their names of today. */
export async function listSettings(db: Queryable, ids: readonly string[]): Promise<Named[]> {
  return ids.length === 0 ? [] : db.rows(settings, [ids])
}
