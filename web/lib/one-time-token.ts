import { useSyncExternalStore } from 'react'

/**
 * The one-time token of an address such as `/sign-in#token=…`. It stands behind the `#`, so that no server and no proxy
 * is told of it, and leaves the address bar before anything is drawn, so that no history and no picture keeps it. That
 * of the set-up page lives on in the memory of the tab until the set-up is done: the page may be loaded again.
 */
const KEPT = 'set-up-token'
let token = isSetUp() ? kept()?.getItem(KEPT) : undefined
const listeners = new Set<() => void>()

function take(): void {
  const found = new URLSearchParams(location.hash.slice(1)).get('token')
  if (!found) return
  token = found
  if (isSetUp()) kept()?.setItem(KEPT, found)
  history.replaceState(history.state, '', location.pathname + location.search)
  for (const tell of listeners) tell()
}

take()
// Another link opened in the same tab loads no new page.
addEventListener('hashchange', take)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useOneTimeToken(): string | undefined {
  return useSyncExternalStore(subscribe, () => token ?? undefined)
}

/** There is nobody to be set up any more. */
export function forgetSetUpToken(): void {
  kept()?.removeItem(KEPT)
}

function isSetUp(): boolean {
  return location.pathname === '/set-up'
}

/** The memory of this tab; a browser may forbid it. */
function kept(): Storage | undefined {
  try {
    return sessionStorage
  } catch {
    return undefined
  }
}
