import type { JobHandler } from '../../../platform/jobs.ts'
import type { Platform } from '../../../platform/platform.ts'
import { countTerms } from './actions.ts'

/** Every minute: nearly always one look that finds nothing to count. */
export function countTermsAnew(platform: Platform): JobHandler {
  return {
    queue: 'interests.count-terms',
    cron: '* * * * *',
    handle: (_, stopping) => countTerms(platform, stopping),
  }
}
