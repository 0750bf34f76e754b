import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listViewers } from '../../access/grants/queries.ts'
import { personOf } from '../queries.ts'
import { findClient } from '../storage.ts'
import type { Viewer } from './contract.ts'

/** Who sees this client, and why; one that is out of sight looks like none. */
export async function listClientViewers(
  db: Queryable,
  caller: Caller,
  id: string,
): Promise<{ items: Viewer[]; nextCursor: null }> {
  const client = (await findClient(db, id, caller.scope.clients.sight)) ?? refuse(notFound)
  const rows = await listViewers(db, id, client.responsibleId)
  const items = rows.map(({ reason, userId, userName, grantedAt, grantedById, grantedByName }) => ({
    user: { id: userId, name: userName },
    reason,
    grantedAt: grantedAt?.toISOString() ?? null,
    grantedBy: personOf(grantedById, grantedByName),
  }))
  return { items, nextCursor: null }
}
