import type { JobHandler } from '../../../platform/jobs.ts'
import type { Platform } from '../../../platform/platform.ts'
import { gatherOldFlow } from './actions.ts'

/** Every night: what writers have spread is gathered, so that the funnel of a year reads less. */
export function gatherFlowNightly(platform: Platform): JobHandler {
  return { queue: 'interests.gather-flow', cron: '47 1 * * *', handle: () => gatherOldFlow(platform) }
}
