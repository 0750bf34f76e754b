const DAY_MS = 86_400_000

/** The earlier of the two ends that may be given; null where it never ends. */
export function decideEnd(instant: Date | null, afterDay: Date | null): Date | null {
  if (instant === null || afterDay === null) return instant ?? afterDay
  return instant < afterDay ? instant : afterDay
}

/** `2026-12-31` → `2027-01-01`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

/** Is it over so soon that nobody has to be told of it a day before? */
export function isNear(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() - now.getTime() <= DAY_MS
}
