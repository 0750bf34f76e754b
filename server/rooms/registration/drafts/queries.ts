import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Draft } from '../contract.ts'
import { keysOfText } from './rules.ts'
import { findRivals, listDraftsOf } from './storage.ts'

/** A draft that was touched within this time is being typed. */
const TYPING_MS = 10 * 60_000

export async function listDrafts(db: Queryable, caller: Caller): Promise<Draft[]> {
  const rows = await listDraftsOf(db, caller.actor.userId)
  return rows.map(row => ({
    id: row.id,
    body: row.body,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }))
}

/** Colleagues whose open drafts carry a whole phone, mail or INN of this text. Their drafts themselves stay theirs. */
export async function listRivals(
  db: Queryable,
  caller: Caller,
  text: string,
  now: Date,
): Promise<{ id: string; name: string }[]> {
  const keys = keysOfText(text)
  if (keys.length === 0) return []
  return findRivals(db, { keys, userId: caller.actor.userId, since: new Date(now.getTime() - TYPING_MS) })
}
