import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetSpentDrafts } from './drafts/actions.ts'

const KEPT_DAYS = 60

/** Every night: forgets drafts that nobody touched for two months. */
export function forgetOldDrafts(platform: Platform): JobHandler {
  return {
    queue: 'registration.forget-old-drafts',
    cron: '17 1 * * *',
    async handle() {
      const before = new Date(platform.now().getTime() - KEPT_DAYS * 86_400_000)
      const forgotten = await forgetSpentDrafts(platform, before)
      platform.log.info({ forgotten }, 'old drafts forgotten')
    },
  }
}
