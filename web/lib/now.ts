import { useSyncExternalStore } from 'react'

const MINUTE = 60_000
const listeners = new Set<() => void>()
let minute = Math.floor(Date.now() / MINUTE)
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  const now = Math.floor(Date.now() / MINUTE)
  if (now === minute) return
  minute = now
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 5_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The present time, to the minute: what becomes due on an open screen turns by itself. One timer serves all. */
export function useNow(): Date {
  const current = useSyncExternalStore(subscribe, () => {
    if (listeners.size === 0) tick()
    return minute
  })
  return new Date(current * MINUTE)
}
