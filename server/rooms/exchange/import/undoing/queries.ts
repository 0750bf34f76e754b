import type { QueryOf, ResultOf } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../../platform/http/cursor.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { listImportConflicts as listContract } from '../contract.ts'
import { getStored } from '../queries.ts'
import { textsOfConflict } from './rules.ts'
import { listConflictRows } from './storage.ts'

/** What an undo left as it is, and why. */
export async function listImportConflicts(
  db: Queryable,
  caller: Caller,
  id: string,
  { limit, cursor }: QueryOf<typeof listContract>,
): Promise<ResultOf<typeof listContract>> {
  const list = `conflicts of ${id}`
  const after = cursor ? String(decodeCursor(list, cursor, 1)[0]) : '0'
  await getStored(db, caller, id)
  const cut = page(list, await listConflictRows(db, id, after, limit + 1), limit, row => [row.ord])
  return {
    ...cut,
    items: cut.items.map(({ ord, n, kind, recordId, clientId, name, conflict }) => ({
      id: ord,
      row: n,
      record: { kind, id: recordId, name, clientId },
      reason: textsOfConflict(conflict)[caller.actor.language],
    })),
  }
}
