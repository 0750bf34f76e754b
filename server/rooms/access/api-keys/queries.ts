import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { holds } from '../rules.ts'
import { type ApiKeyRow, listKeyRows } from './storage.ts'

export type ApiKey = Omit<ApiKeyRow, 'userId' | 'userName'> & { user: { id: string; name: string } }

/** The caller's own keys; everybody's for an administrator. Never the secret: it is not stored. */
export async function listApiKeys(db: Queryable, { actor }: Caller): Promise<{ items: ApiKey[]; nextCursor: null }> {
  const rows = await listKeyRows(db, holds(actor, 'users.administer') ? null : actor.userId)
  return { items: rows.map(keyOf), nextCursor: null }
}

export function keyOf({ userId, userName, ...row }: ApiKeyRow): ApiKey {
  return { ...row, user: { id: userId, name: userName } }
}
