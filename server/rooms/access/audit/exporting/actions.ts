import { tooMany } from '../../../../platform/contract.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { Problem } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { throttle } from '../../throttle/actions.ts'
import { writeAudit } from '../actions.ts'
import { sealLog } from '../sealing/actions.ts'

/** Files with personal data that one person may take in this time, whatever they hold. */
const LIMIT = { limit: 20, seconds: 3_600 }
/** Nobody waits longer for the numbers of the newest rows. */
const SEAL_MS = 5_000

/** Writes down who takes the log away, before the first row leaves, and seals what leaves; beyond the limit nothing leaves. */
export async function noteExport(platform: Platform, caller: Caller, filter: Record<string, unknown>): Promise<void> {
  const { db } = platform
  const { userId } = caller.actor
  const now = platform.now()
  const { allowed, retryAfter } = await throttle(db, `export:${userId}`, LIMIT, now)
  if (!allowed) throw new Problem(tooMany, { retryAfter })
  const { q, address, ...detail } = filter
  // What was typed may be a name: it lies with what may be blanked.
  const typed = { ...(q === undefined ? {} : { q }), ...(address === undefined ? {} : { address }) }
  const personal = Object.keys(typed).length > 0 ? typed : undefined
  await writeAudit(db, { now, actorId: userId }, { kind: 'audit.exported', detail, personal })
  await sealLog(platform, { until: Date.now() + SEAL_MS })
}
