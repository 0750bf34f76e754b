import { type Queryable, statement } from '../../../platform/db/database.ts'

const names = statement<{ id: string; name: string }>('select id, name from directory_item where id = any($1::uuid[])')

/** What these items of directories are called. */
export async function listItemNames(db: Queryable, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db.rows(names, [ids])
}
