import type { ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listServicesOf } from '../outside-accounts/storage.ts'
import type { listOutsideAccounts as listContract, readSingleSignOn } from './contract.ts'
import { UNSET } from './rules.ts'
import { findSettings } from './storage.ts'

/** The settings as the administrator sees them; the secret only as there or not. */
export async function getSettings(
  db: Queryable,
  _caller: Caller,
  redirectUri: string,
): Promise<ResultOf<typeof readSingleSignOn>> {
  const stored = await findSettings(db)
  return {
    ...UNSET,
    ...stored?.settings,
    version: stored?.version ?? 0,
    hasSecret: (stored?.clientSecret ?? null) !== null,
    redirectUri,
  }
}

/** What strangers may know: that there is another way in, and what stands on its button. */
export async function getWaysIn(db: Queryable): Promise<{ singleSignOn: { button: string } | null }> {
  const stored = await findSettings(db)
  return { singleSignOn: stored?.settings.enabled ? { button: stored.settings.button } : null }
}

/** By which services the caller comes in, one line a service. */
export async function listOutsideAccounts(db: Queryable, caller: Caller): Promise<ResultOf<typeof listContract>> {
  const rows = await listServicesOf(db, caller.actor.userId)
  const items = rows.map(({ service, linkedAt }) => ({ service, linkedAt: linkedAt.toISOString() }))
  return { items, nextCursor: null }
}
