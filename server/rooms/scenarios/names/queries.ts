import { type Queryable, statement } from '../../../platform/db/database.ts'

const names = statement<{ id: string; name: string }>('select id, name from scenario where id = any($1::uuid[])')

/** What these scenarios are called. */
export async function listScenarioNames(
  db: Queryable,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return db.rows(names, [ids])
}
