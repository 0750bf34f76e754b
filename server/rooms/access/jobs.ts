import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { perform } from '../../platform/work.ts'
import { forgetOld } from './actions.ts'
import { warnOfExpiringKeys } from './api-keys/actions.ts'
import { systemCaller } from './gates/queries.ts'

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
