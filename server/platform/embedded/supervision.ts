import { setTimeout as sleep } from 'node:timers/promises'
import { type Postmaster, stopPostmaster } from './postmaster.ts'

const LOOK_EVERY = 200
const LONGEST_PAUSE = 10_000
/** A server that lived this long earns a quick restart again. */
const HEALTHY_AFTER = 60_000

/** Starts the server again, with growing pauses, whenever it dies while the app lives. */
export function keepAlive(
  first: Postmaster,
  launch: () => Promise<Postmaster>,
  log: (message: string) => void,
): { stop(): Promise<void> } {
  let current = first
  const stopping = new AbortController()
  const { signal } = stopping
  const pauseFor = (time: number) => sleep(time, undefined, { ref: false, signal }).catch(() => {})

  const watch = async () => {
    let pause = LOOK_EVERY
    let startedAt = Date.now()
    while (!signal.aborted) {
      await pauseFor(LOOK_EVERY)
      if (signal.aborted || current.isAlive()) continue
      if (Date.now() - startedAt > HEALTHY_AFTER) pause = LOOK_EVERY
      log('PostgreSQL has stopped unexpectedly; starting it again')
      await pauseFor(pause)
      if (signal.aborted) return
      pause = Math.min(pause * 2, LONGEST_PAUSE)
      try {
        current = await launch()
        startedAt = Date.now()
        log('PostgreSQL runs again')
      } catch (error) {
        log(error instanceof Error ? error.message : String(error))
      }
    }
  }
  const watching = watch()

  return {
    async stop() {
      stopping.abort()
      // A restart under way is waited for: it would otherwise leave a server behind.
      await watching
      await stopPostmaster(current)
    },
  }
}
