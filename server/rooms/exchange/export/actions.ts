import { tooMany } from '../../../platform/contract.ts'
import type { Platform } from '../../../platform/platform.ts'
import { Problem } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { writeAudit } from '../../access/audit/actions.ts'
import { throttle } from '../../access/throttle/actions.ts'

/** Files with personal data that one person may take in this time. */
const LIMIT = { limit: 20, seconds: 3_600 }

/** Writes down who takes which list away, before the first row leaves; beyond the limit nothing leaves. */
export async function noteExport(
  platform: Platform,
  caller: Caller,
  what: 'clients' | 'interests',
  filter: Record<string, unknown>,
): Promise<void> {
  const { db } = platform
  const { userId } = caller.actor
  const now = platform.now()
  const { allowed, retryAfter } = await throttle(db, `export:${userId}`, LIMIT, now)
  if (!allowed) throw new Problem(tooMany, { retryAfter })
  // What was typed into the search may be a name; that it was narrowed is enough.
  const { q, ...rest } = filter
  const detail = { ...rest, ...(q === undefined ? {} : { narrowed: true }) }
  await writeAudit(db, { now, actorId: userId }, { kind: `${what}.exported`, detail })
}

/** Writes down who takes the rows of an import that were refused, before the first one leaves. */
export async function noteErrors(platform: Platform, caller: Caller, importId: string): Promise<void> {
  const record = { kind: 'import', id: importId }
  const at = { now: platform.now(), actorId: caller.actor.userId }
  await writeAudit(platform.db, at, { kind: 'import.errors_downloaded', record })
}
