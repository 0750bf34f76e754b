import type { JobHandler } from '../../../platform/jobs.ts'
import type { Platform } from '../../../platform/platform.ts'
import { CHECK_QUEUE, runCheck } from './checks/actions.ts'
import { sealLog } from './sealing/actions.ts'

/** A job ends after this time and goes on with the next minute. */
const LONGEST_MS = 50_000

/** Every minute: what was written since is sealed, and the anchor kept outside of the database. */
export function sealAudit(platform: Platform): JobHandler {
  return {
    queue: 'access.seal-audit',
    cron: '* * * * *',
    handle: (_, stopping) => sealLog(platform, { until: Date.now() + LONGEST_MS, ...(stopping ? { stopping } : {}) }),
  }
}

/** The check of the whole chain that somebody asked for. */
export function checkAudit(platform: Platform): JobHandler<{ checkId: string }> {
  return { queue: CHECK_QUEUE, handle: ({ checkId }, stopping) => runCheck(platform, checkId, stopping) }
}
