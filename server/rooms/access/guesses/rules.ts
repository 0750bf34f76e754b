/** How long wrong guesses are put up with, and how long one then waits. */
export interface Patience {
  /** So many may be wrong one after another; the last of them already begins a wait. */
  free: number
  /** Minutes of waiting after that one and after each further one; the last goes for all that follow. */
  waits: readonly number[]
  /** Without a guess for so many minutes the count begins anew, as long as nobody had to wait. */
  rest: number
}

/** After a wait the count is kept for a day, so that whoever goes on guessing goes on waiting. */
const KEPT_MINUTES = 24 * 60
/** It grows and then stays: a stranger can slow somebody down and lock nobody out for good. */
const WAITS = [15, 30, 60] as const

/** Guesses at one account: never more than ten in a quarter of an hour, and less each time. */
export const OF_ACCOUNT: Patience = { free: 10, waits: WAITS, rest: KEPT_MINUTES }
/** Guesses from one address, behind which a whole office may sit: whoever pauses begins anew. */
export const OF_ADDRESS: Patience = { free: 10, waits: WAITS, rest: 15 }

export interface Counted {
  wrong: number
  lastAt: Date
  blockedUntil: Date | null
}

export type Guess =
  | { allowed: true; next: Counted; left: number }
  | { allowed: false /** Seconds until the next guess. */; retryAfter: number }

const MINUTE_MS = 60_000

/**
 * May one more guess be looked at? It is counted as wrong before anybody knows, and given back when it was right: so
 * none of many at the same moment passes beside the count.
 */
export function decideGuess(patience: Patience, counted: Counted | null, now: Date): Guess {
  const known = counted && !isForgotten(patience, counted, now) ? counted : null
  if (known?.blockedUntil && known.blockedUntil > now) {
    return { allowed: false, retryAfter: Math.ceil((known.blockedUntil.getTime() - now.getTime()) / 1_000) }
  }
  const wrong = (known?.wrong ?? 0) + 1
  const minutes = waitAfter(patience, wrong)
  const blockedUntil = minutes === 0 ? null : new Date(now.getTime() + minutes * MINUTE_MS)
  return { allowed: true, next: { wrong, lastAt: now, blockedUntil }, left: Math.max(0, patience.free - wrong) }
}

/** Minutes of waiting after so many wrong guesses. */
export function waitAfter({ free, waits }: Patience, wrong: number): number {
  return wrong < free ? 0 : (waits[Math.min(wrong - free, waits.length - 1)] ?? 0)
}

function isForgotten({ free, rest }: Patience, { wrong, lastAt }: Counted, now: Date): boolean {
  const minutes = wrong < free ? rest : KEPT_MINUTES
  return now.getTime() - lastAt.getTime() >= minutes * MINUTE_MS
}
