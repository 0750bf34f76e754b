import { type Queryable, statement } from '../../../platform/db/database.ts'
import { storedColumns } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'

/** An Interest as it stands now, read without holding it. */
export interface Standing extends StoredInterest {
  authorId: string | null
  scenarioRevision: string
  createdAt: Date
}
const select = statement<Standing>(`
  select ${storedColumns}, i.author_id as "authorId", s.revision as "scenarioRevision", i.created_at as "createdAt"
    from interest i join scenario s on s.id = i.scenario_id where i.id = $1`)

export async function findStanding(db: Queryable, id: string): Promise<Standing | undefined> {
  return db.first(select, [id])
}
