/** From where somebody comes in. */
export interface Visitor {
  address: string
  device: string
  /** Token of the session that this browser had before; it ends when a new one begins. */
  token: string | undefined
  /** Token of the sign-in that waits for a code in this browser. */
  challenge?: string | undefined
}

/** Before a company is set up there is no better guess. */
export const DEFAULT_TIME_ZONE = 'Europe/Moscow'

/** A session that nobody used for this long is over. */
export const IDLE_DAYS = 14
/** However much it is used, a session ends after this. */
const LONGEST_DAYS = 90
const LINK_HOURS = 72

const HOUR_MS = 3_600_000

/** Somebody who was signed in at an address within so many days is no stranger there. */
export const KNOWN_PLACE_DAYS = 30

/** When a session opened now ends at the latest. */
export function endOfSession(now: Date): Date {
  return new Date(now.getTime() + LONGEST_DAYS * 24 * HOUR_MS)
}

/** Until when a one-time link opened now may be used. */
export function endOfLink(now: Date): Date {
  return new Date(now.getTime() + LINK_HOURS * HOUR_MS)
}

/** What a one-time link is for. */
export type LinkMeaning = 'invitation' | 'reset'

/** Whoever has no password yet is invited; everybody else gets another one. */
export function meaningOfLink(user: { passwordHash: string | null }): LinkMeaning {
  return user.passwordHash === null ? 'invitation' : 'reset'
}

/** E-mail addresses differ in letter case for nobody. */
export function normaliseLogin(email: string): string {
  return email.trim().toLowerCase()
}

const BROWSERS: [RegExp, string][] = [
  [/YaBrowser\//, 'Yandex'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

/** A browser in the words by which its owner knows it again: «Firefox, Windows». */
export function describeDevice(userAgent: string | undefined): string {
  const of = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  return [of(BROWSERS), of(SYSTEMS)].filter(Boolean).join(', ')
}
