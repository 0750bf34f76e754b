import { perform } from '../../platform/work.ts'
import { systemCaller } from './gates/queries.ts'
import { noteEndedViewings } from './viewing/actions.ts'
import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetOld } from './actions.ts'

/** Every night. */
export function forgetOldAccess(platform: Platform): JobHandler {
  return { queue: 'access.forget', cron: '17 2 * * *', handle: () => forgetOld(platform) }
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
