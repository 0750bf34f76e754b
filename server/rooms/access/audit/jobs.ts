import { setTimeout as sleep } from 'node:timers/promises'
import type { JobHandler } from '../../../platform/jobs.ts'
import type { Platform } from '../../../platform/platform.ts'
import { CHECK_QUEUE, runCheck } from './checks/actions.ts'
import { sealLog } from './sealing/actions.ts'

/** What is younger than this may not be sealed yet. */
const EVERY_MS = 3_000
/** One round ends after this time and goes on with the next: anchors are kept while a long history is being sealed. */
const LONGEST_MS = 10_000
/** A node that stops seals what it still can in this time. */
const LAST_MS = 2_000

export interface Sealing {
  stop(): Promise<void>
}

/** Every few seconds, on every node: what was written since is sealed, and the anchor kept outside of the database. */
export function startSealing(platform: Platform): Sealing {
  const stopping = new AbortController()
  const seal = (longest: number, signal?: AbortSignal) =>
    sealLog(platform, { until: Date.now() + longest, ...(signal ? { stopping: signal } : {}) }).catch(
      (error: unknown) => platform.log.warn({ err: error }, 'the log could not be sealed'),
    )
  const rounds = (async () => {
    while (!stopping.signal.aborted) {
      await seal(LONGEST_MS, stopping.signal)
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await rounds
      await seal(LAST_MS)
    },
  }
}

/** The check of the whole chain that somebody asked for. */
export function checkAudit(platform: Platform): JobHandler<{ checkId: string }> {
  return { queue: CHECK_QUEUE, handle: ({ checkId }, stopping) => runCheck(platform, checkId, stopping) }
}
