import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import { selectScenariosById } from '../storage.ts'
import { type DraftRow, findDraft } from './storage.ts'

/** What is being edited of a scenario; null where nothing is. */
export async function getScenarioDraft(db: Queryable, scenarioId: string) {
  if ((await selectScenariosById(db, [scenarioId])).length === 0) refuse(notFound)
  const row = await findDraft(db, scenarioId)
  return { draft: row ? presentDraft(row) : null }
}

export function editorOf({ updatedById, updatedByName }: DraftRow) {
  return updatedById === null || updatedByName === null ? null : { id: updatedById, name: updatedByName }
}

function presentDraft(row: DraftRow) {
  const { version, baseVersion, updatedAt, body } = row
  return { version, baseVersion, updatedAt, updatedBy: editorOf(row), ...body }
}
