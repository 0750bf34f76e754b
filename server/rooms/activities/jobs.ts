import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { perform } from '../../platform/work.ts'
import { systemCaller } from '../access/gates/queries.ts'
import { tellBegun, tellReturned } from './absences/actions.ts'
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

/** Every minute: tells of absences that began or ended, each edge once. What people see goes by the clock, not by this. */
export function tellAbsences(platform: Platform): JobHandler {
  return {
    queue: 'activities.absences',
    cron: '* * * * *',
    async handle(_, stopping) {
      for (const edge of [tellBegun, tellReturned]) {
        for (let more = true; more && !stopping?.aborted; ) {
          more = (await perform(platform, systemCaller(), { verb: 'activities.absences' }, edge)).result
        }
      }
    },
  }
}
