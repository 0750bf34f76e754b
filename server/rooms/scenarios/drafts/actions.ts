import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { lockScenario } from '../storage.ts'
import { draftChanged } from '../contract.ts'
import type { saveScenarioDraft as saveContract } from './contract.ts'
import { editorOf, getScenarioDraft } from './queries.ts'
import { deleteDraft, findDraft, isKept, keepDraft } from './storage.ts'

type Shown = Awaited<ReturnType<typeof getScenarioDraft>>

/**
 * Keeps what is being edited, complete or not; the history knows of it when it is published.
 * @throws scenario.draft_changed when somebody else saved it since
 */
export async function saveScenarioDraft(work: Work, id: string, input: BodyOf<typeof saveContract>): Promise<Shown> {
  if (!(await lockScenario(work.tx, id))) refuse(notFound)
  const { version, baseVersion, ...body } = input
  const known = await findDraft(work.tx, id)
  const isSame = await isKept(work.tx, id, body)
  // A save whose answer was lost comes again with the version that it saw.
  if ((known?.version ?? 0) !== version && !isSame) {
    refuse(draftChanged, { version: known?.version ?? 0, updatedBy: known ? editorOf(known) : null })
  }
  if (!isSame) await keepDraft(work.tx, id, { baseVersion, body }, { now: work.now, userId: work.actor.userId })
  return getScenarioDraft(work.tx, id)
}

/**
 * Is published over what is being edited: a draft that somebody else has saved since is not lost unseen.
 * @throws scenario.draft_changed
 */
export async function dropPublishedDraft(work: Work, id: string, version?: number): Promise<void> {
  const known = version === undefined ? undefined : await findDraft(work.tx, id)
  if (known && known.version !== version && known.updatedById !== work.actor.userId) {
    refuse(draftChanged, { version: known.version, updatedBy: editorOf(known) })
  }
  deleteDraft(work.tx, id)
}

/**
 * Throws away what was being edited.
 * @throws scenario.draft_changed when another version lies there than the one named
 */
export async function dropScenarioDraft(work: Work, id: string, version?: number): Promise<Shown> {
  if (!(await lockScenario(work.tx, id))) refuse(notFound)
  const known = version === undefined ? undefined : await findDraft(work.tx, id)
  if (known && known.version !== version) {
    refuse(draftChanged, { version: known.version, updatedBy: editorOf(known) })
  }
  deleteDraft(work.tx, id)
  return { draft: null }
}
