import type { JobHandler } from '../../../platform/jobs.ts'
import type { Platform } from '../../../platform/platform.ts'
import { compareNightly } from './comparing/actions.ts'

/** Every night: who is gone from the staff directory loses the way in. */
export function compareLdap(platform: Platform): JobHandler {
  return { queue: 'access.ldap', cron: '41 1 * * *', handle: () => compareNightly(platform) }
}
