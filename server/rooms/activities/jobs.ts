import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { perform } from '../../platform/work.ts'
import { systemCaller } from '../access/gates/queries.ts'
import { remindOfActivities } from './reminders/actions.ts'

/** Every minute: reminds of what is near. */
export function remind(platform: Platform): JobHandler {
  return {
    queue: 'activities.remind',
    cron: '* * * * *',
    async handle(_, stopping) {
      for (let told = 1; told > 0 && !stopping?.aborted; ) {
        const { result } = await perform(platform, systemCaller(), { verb: 'activities.remind' }, remindOfActivities)
        told = result
      }
    },
  }
}
