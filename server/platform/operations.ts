import { statement } from './db/database.ts'
import type { JobHandler } from './jobs.ts'
import type { Platform } from './platform.ts'

/** How long a repeat of the same `Idempotency-Key` is recognised. */
const KEPT_DAYS = 7

const removeOld = statement<{ count: string }>(`
  with gone as (delete from operation where created_at < $1 returning 1) select count(*) from gone`)

/** Every night: forgets the keys of requests that nobody repeats any more. */
export function forgetOldOperations(platform: Platform): JobHandler {
  return {
    queue: 'platform.forget-old-operations',
    cron: '7 1 * * *',
    async handle() {
      const before = new Date(platform.now().getTime() - KEPT_DAYS * 86_400_000)
      const forgotten = await platform.db.first(removeOld, [before])
      platform.log.info({ forgotten: Number(forgotten?.count ?? 0) }, 'old request keys forgotten')
    },
  }
}
