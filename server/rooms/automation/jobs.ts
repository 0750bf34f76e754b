import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { perform } from '../../platform/work.ts'
import { systemCaller } from '../access/gates/queries.ts'
import { adoptStanding } from './adopting/actions.ts'
import { fire, noteFailure } from './actions.ts'
import { findDue } from './queries.ts'
import type { DueRun } from './tables.ts'

/** So many are looked up at once. */
const AT_ONCE = 100

/**
 * Every minute, and at once after a write that set something off: does what triggers are to do, each run in a transaction
 * of its own, so that one that fails stops no other.
 */
export function runTriggers(platform: Platform): JobHandler {
  return {
    queue: 'automation.run',
    cron: '* * * * *',
    async handle(_, stopping) {
      // What waits again after an attempt is due later: nothing is looked at twice.
      for (let due = await findDue(platform.db, platform.now(), AT_ONCE); due.length > 0; ) {
        for (const run of due) {
          if (stopping?.aborted) return
          await runOne(platform, run)
        }
        due = await findDue(platform.db, platform.now(), AT_ONCE)
      }
    },
  }
}

async function runOne(platform: Platform, run: DueRun): Promise<void> {
  const through = { kind: 'trigger', id: run.triggerId }
  const chain = [...run.chain, run.triggerId]
  try {
    await perform(platform, systemCaller(), { verb: 'trigger.run', through, chain }, work => fire(work, run))
  } catch (error) {
    await perform(platform, systemCaller(), { verb: 'trigger.failed', through }, work => noteFailure(work, run, error))
    platform.log.warn({ err: error, run: run.id, trigger: run.triggerId }, 'a trigger failed')
  }
}

/** After a publication: what waits for a time is let wait for the Interests that stand in its state already. */
export function adoptTriggers(platform: Platform): JobHandler<{ scenarioId: string }> {
  return {
    queue: 'automation.adopt',
    async handle({ scenarioId }) {
      await perform(platform, systemCaller(), { verb: 'trigger.adopt' }, work => adoptStanding(work, scenarioId))
    },
  }
}
