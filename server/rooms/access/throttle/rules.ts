/** At most `limit` hits in any stretch of `seconds`. */
export interface Limit {
  limit: number
  seconds: number
}

export interface Bucket {
  start: Date
  hits: number
}

export interface Allowance {
  allowed: boolean
  /** How many more hits are free now. */
  left: number
  /** Seconds until one is free again; 0 when allowed. */
  retryAfter: number
}

/** A stretch is counted in this many parts, so that the limit holds over their borders too. */
const PARTS = 15

/** Length of one counted part, in milliseconds. */
export function partOf({ seconds }: Limit): number {
  return Math.max(1_000, Math.round((seconds * 1_000) / PARTS))
}

/** When the part began to which this moment belongs. */
export function startOfPart(limit: Limit, now: Date): Date {
  const part = partOf(limit)
  return new Date(Math.floor(now.getTime() / part) * part)
}

/** Parts that may hold a hit younger than the whole stretch begin after this. */
export function horizonOf(limit: Limit, now: Date): Date {
  return new Date(startOfPart(limit, now).getTime() - limit.seconds * 1_000 - 1)
}

/**
 * May one more pass? `buckets` are the counted parts, the asking hit included.
 * A part counts until its last moment is older than the stretch, so the limit is never exceeded.
 */
export function decideAllowance(limit: Limit, now: Date, buckets: readonly Bucket[]): Allowance {
  const sum = buckets.reduce((all, bucket) => all + bucket.hits, 0)
  if (sum <= limit.limit) return { allowed: true, left: limit.limit - sum, retryAfter: 0 }
  let excess = sum - limit.limit
  const oldestFirst = [...buckets].sort((a, b) => a.start.getTime() - b.start.getTime())
  for (const { start, hits } of oldestFirst) {
    excess -= hits
    if (excess > 0) continue
    const free = start.getTime() + limit.seconds * 1_000 + partOf(limit)
    return { allowed: false, left: 0, retryAfter: Math.max(1, Math.ceil((free - now.getTime()) / 1_000)) }
  }
  return { allowed: false, left: 0, retryAfter: limit.seconds }
}
