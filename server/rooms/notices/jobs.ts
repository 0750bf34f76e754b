import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetReadNotices } from './actions.ts'

const KEPT_DAYS = 90

/** Every night: forgets notices that were read three months ago. */
export function forgetOldNotices(platform: Platform): JobHandler {
  return {
    queue: 'notices.forget-old',
    cron: '47 1 * * *',
    async handle() {
      const before = new Date(platform.now().getTime() - KEPT_DAYS * 86_400_000)
      const forgotten = await forgetReadNotices(platform, before)
      platform.log.info({ forgotten }, 'old notices forgotten')
    },
  }
}
