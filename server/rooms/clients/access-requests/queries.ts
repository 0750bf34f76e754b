import type { Queryable } from '../../../platform/db/database.ts'
import { selectAsked } from './storage.ts'

/**
 * Since when a request of this person waits, by the records behind a wall that the person is being told of: clients, and
 * contacts by whom a client was found.
 */
export async function listAsked(db: Queryable, askerId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await selectAsked(db, askerId, ids)
  return new Map(rows.map(({ id, askedAt }) => [id, askedAt.toISOString()]))
}
