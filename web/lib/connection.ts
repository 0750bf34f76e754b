import { useSyncExternalStore } from 'react'

/** Whether the server answers, as seen by the last calls, not by the network card. */
export type Connection = { online: boolean; lostAt: number | undefined; waiting: number }

let state: Connection = { online: true, lostAt: undefined, waiting: 0 }
const listeners = new Set<() => void>()

function change(next: Partial<Connection>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

export function answered(): void {
  if (!state.online) change({ online: true, lostAt: undefined })
}

export function unanswered(): void {
  if (state.online) change({ online: false, lostAt: Date.now() })
}

/** Counts the writes whose answer is being waited for again. */
export function waiting(by: 1 | -1): void {
  change({ waiting: state.waiting + by })
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}
