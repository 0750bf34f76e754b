import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { forgetImports, IMPORT_QUEUE } from './import/actions.ts'
import { proceed } from './import/proceeding/actions.ts'

const KEPT_DAYS = 30

/** What an import does in the background: reads, checks, writes, takes back. */
export function proceedWithImports(platform: Platform): JobHandler<{ importId: string; pass: number }> {
  return {
    queue: IMPORT_QUEUE,
    handle: (job, stopping) => proceed(platform, job, stopping ?? new AbortController().signal),
  }
}

/** Every night: destroys files that nobody looked at for a month, with everything that was kept for an undo. */
export function forgetOldImports(platform: Platform): JobHandler {
  return {
    queue: 'exchange.forget-old-imports',
    cron: '47 1 * * *',
    async handle() {
      const before = new Date(platform.now().getTime() - KEPT_DAYS * 86_400_000)
      const forgotten = await forgetImports(platform.db, before)
      platform.log.info({ forgotten }, 'old imports forgotten')
    },
  }
}
