import type { ResultOf } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { DuplicateRules, readDuplicateRules as contract } from '../../contract.ts'
import { defaultRules } from './rules.ts'
import { findStoredRules } from './storage.ts'

const shipped = defaultRules()

/** The rules that hold now. */
export async function getRules(db: Queryable): Promise<DuplicateRules> {
  return (await findStoredRules(db))?.rules ?? shipped
}

/** The same with who changed them, for their screen. */
export async function readRules(db: Queryable, _caller: Caller): Promise<ResultOf<typeof contract>> {
  const stored = await findStoredRules(db)
  if (!stored) return { rules: shipped, shipped, version: 0, changedAt: null, changedBy: null }
  const { rules, version, changedAt, changedById, changedByName } = stored
  return {
    rules,
    shipped,
    version,
    changedAt: changedAt.toISOString(),
    changedBy: changedById !== null && changedByName !== null ? { id: changedById, name: changedByName } : null,
  }
}
