import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetSilent } from './presence/actions.ts'

/** Every hour: forgets cards that were left open by browsers of which nothing is heard any more. */
export function forgetOldPresence(platform: Platform): JobHandler {
  return {
    queue: 'interests.forget-presence',
    cron: '11 * * * *',
    async handle() {
      await forgetSilent(platform, new Date(platform.now().getTime() - 3_600_000))
    },
  }
}
