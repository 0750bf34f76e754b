import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDataDir } from '../platform/embedded/data-dir.ts'
import { findHolder, type Lock, tryLock } from '../platform/process-lock.mjs'

export interface Claim {
  /** Tells a second start where the product runs. */
  announce(url: string): void
  /** Takes the address back: a start that comes while this process still stops waits for its end. */
  leave(): void
  release(): void
}

/** How long a second start waits for the first one to say its address. */
const PATIENCE = 60_000

/**
 * Makes this process the only one that works on the data directory. Otherwise says where the other one runs; its
 * address is null while it is still starting.
 */
export async function claimDataDir(dataDir: string): Promise<{ claim: Claim } | { runningAt: string | null }> {
  const file = join(openDataDir(dataDir), 'running.json')
  for (const until = Date.now() + PATIENCE; ; await sleep(200)) {
    const taken = tryLock(file)
    if (taken) return { claim: claimOf(taken) }
    const holder = findHolder(file)
    if (typeof holder?.url === 'string') return { runningAt: holder.url }
    if (Date.now() > until) return { runningAt: null }
  }
}

const claimOf = (taken: Lock): Claim => ({
  announce: url => taken.tell({ url }),
  leave: () => taken.tell({}),
  release: () => taken.release(),
})
