import type { ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { findSubjectOf } from '../outside-accounts/storage.ts'
import type { readLdap } from './contract.ts'
import { ISSUER, UNSET } from './rules.ts'
import { findSettings } from './storage.ts'

/** The settings as the administrator sees them; the password only as there or not. */
export async function getSettings(db: Queryable, _caller: Caller): Promise<ResultOf<typeof readLdap>> {
  const stored = await findSettings(db)
  return {
    ...UNSET,
    ...stored?.settings,
    version: stored?.version ?? 0,
    hasPassword: (stored?.bindPassword ?? null) !== null,
    comparesNightly: stored?.settings.enabled === true && stored.trustedAt !== null,
    lastRun: stored?.lastRun ?? null,
  }
}

/** Is this a user whom the directory checks, while the sign-in by it is on? */
export async function isInDirectory(db: Queryable, userId: string): Promise<boolean> {
  const [stored, subject] = [await findSettings(db), await findSubjectOf(db, userId, 'ldap', ISSUER)]
  return stored?.settings.enabled === true && subject !== undefined
}
