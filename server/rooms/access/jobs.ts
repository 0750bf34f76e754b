import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetOldAccess } from './actions.ts'

export function accessJobs(platform: Platform): JobHandler[] {
  return [{ queue: 'access.forget', cron: '17 2 * * *', handle: () => forgetOldAccess(platform) }]
}
