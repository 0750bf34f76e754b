import type { QueryOf, ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { listSharedIdentifiers as contract } from './contract.ts'
import { listSharedOf } from './storage.ts'

/** What of one record is marked as shared; nothing of a record out of scope. */
export async function listSharedIdentifiers(
  db: Queryable,
  caller: Caller,
  { ownerId }: QueryOf<typeof contract>,
): Promise<ResultOf<typeof contract>> {
  return { items: await listSharedOf(db, ownerId, caller.scope.clients.sight), nextCursor: null }
}
