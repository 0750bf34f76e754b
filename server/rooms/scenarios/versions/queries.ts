import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import { compareSettings } from './rules.ts'
import { type RemovedState, selectRemovedStates, selectVersions, type VersionRow } from './storage.ts'

/** Who published what and when, with what each version changed beside the one before. */
export async function listScenarioVersions(db: Queryable, scenarioId: string) {
  const rows = await selectVersions(db, scenarioId)
  if (rows.length === 0) refuse(notFound)
  const items = rows.map((row, at) => {
    const before = rows[at + 1]
    return { ...presentVersion(row), changes: before ? compareSettings(before, row) : [] }
  })
  return { items }
}

/** One version whole, and how it differs from another one. */
export async function getScenarioVersion(db: Queryable, scenarioId: string, version: number, from?: number) {
  const rows = await selectVersions(db, scenarioId, from === undefined ? [version] : [version, from])
  const row = rows.find(each => each.version === version) ?? refuse(notFound)
  const before = from === undefined ? undefined : (rows.find(each => each.version === from) ?? refuse(notFound))
  const { states, checklist } = row
  return { ...presentVersion(row), states, checklist, changes: before ? compareSettings(before, row) : [] }
}

/** States that were taken out of a scenario, in which Interests once stood. */
export async function listRemovedStates(db: Queryable, scenarioId: string): Promise<RemovedState[]> {
  return selectRemovedStates(db, scenarioId)
}

function presentVersion({ version, publishedAt, publishedById, publishedByName }: VersionRow) {
  const isKnown = publishedById !== null && publishedByName !== null
  return { version, publishedAt, publishedBy: isKnown ? { id: publishedById, name: publishedByName } : null }
}
