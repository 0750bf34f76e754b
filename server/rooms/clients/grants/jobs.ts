import type { JobHandler } from '../../../platform/jobs.ts'
import type { Platform } from '../../../platform/platform.ts'
import { perform } from '../../../platform/work.ts'
import { systemCaller } from '../../access/gates/queries.ts'
import { endClientGrants, tellEndingGrants } from './actions.ts'

/** Every minute: takes away grants whose time is over, and tells of those that end within a day. */
export function endGrantsInTime(platform: Platform): JobHandler {
  return {
    queue: 'clients.end-grants',
    cron: '* * * * *',
    async handle(_, stopping) {
      for (const step of [endClientGrants, tellEndingGrants]) {
        for (let done = 1; done > 0 && !stopping?.aborted; ) {
          const { result } = await perform(platform, systemCaller(), { verb: 'clients.end_grants' }, step)
          done = result
        }
      }
    },
  }
}
