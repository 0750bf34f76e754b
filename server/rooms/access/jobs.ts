import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { perform } from '../../platform/work.ts'
import { forgetOld } from './actions.ts'
import { warnOfExpiringKeys } from './api-keys/actions.ts'
import { systemCaller } from './gates/queries.ts'
import { noteEndedViewings } from './viewing/actions.ts'

/** Every night. */
export function forgetOldAccess(platform: Platform): JobHandler {
  return { queue: 'access.forget', cron: '17 2 * * *', handle: () => forgetOld(platform) }
}

/** Every hour: tells owners of keys that end within a week. */
export function warnOfKeys(platform: Platform): JobHandler {
  return {
    queue: 'access.warn-of-keys',
    cron: '23 * * * *',
    async handle() {
      await perform(platform, systemCaller(), { verb: 'api_key.warn' }, warnOfExpiringKeys)
    },
  }
}

/** Every minute: writes down whose look through the eyes of another ended by the clock. */
export function endViewingInTime(platform: Platform): JobHandler {
  return {
    queue: 'access.end-viewing',
    cron: '* * * * *',
    async handle(_, stopping) {
      for (let ended = 1; ended > 0 && !stopping?.aborted; ) {
        const { result } = await perform(platform, systemCaller(), { verb: 'access.end_viewing' }, noteEndedViewings)
        ended = result
      }
    },
  }
}
