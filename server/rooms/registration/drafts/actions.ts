import { idTaken } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Work } from '../../../platform/work.ts'
import type { Draft } from '../contract.ts'
import { keysOfDraft } from './rules.ts'
import { removeDraft, removeSpentDrafts, storeDraft } from './storage.ts'

/**
 * Keeps what was typed into the registration form. The id is the one that the Interest will have, so that a reload
 * goes on with the same record instead of beginning a second one. Not an event: nobody's history changes.
 */
export async function saveDraft(work: Work, id: string, body: Record<string, unknown>): Promise<Draft> {
  const row = await storeDraft(work.tx, {
    id,
    userId: work.actor.userId,
    body,
    keys: keysOfDraft(body),
    now: work.now,
  })
  if (!row) refuse(idTaken)
  return { id, body: row.body, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() }
}

/** Forgets one of my drafts; one that is not there any more is no error. */
export async function dropDraft(work: Work, id: string): Promise<void> {
  await removeDraft(work.tx, id, work.actor.userId)
}

/** Forgets drafts that nobody touched since `before`, and those whose Interest exists; answers how many. */
export async function forgetSpentDrafts(platform: Platform, before: Date): Promise<number> {
  return removeSpentDrafts(platform.db, before)
}
