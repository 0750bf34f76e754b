import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetOld } from './actions.ts'

/** Every night. */
export function forgetOldAccess(platform: Platform): JobHandler {
  return { queue: 'access.forget', cron: '17 2 * * *', handle: () => forgetOld(platform) }
}
