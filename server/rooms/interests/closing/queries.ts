import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { requireVisible } from '../queries.ts'
import { selectClosings } from './storage.ts'

/** Every closing of an Interest in scope, newest first. @throws not_found */
export async function listClosings(db: Queryable, caller: Caller, id: string) {
  await requireVisible(db, caller, id)
  return { items: await selectClosings(db, id), nextCursor: null }
}
