/** RFC 6238 as every app has it: six digits, thirty seconds, SHA-1. */
export const DIGITS = 6
const STEP_SECONDS = 30
/** Clocks of phones and servers differ: one step to either side is taken. */
const DRIFT = 1

export const RECOVERY_CODES = 10
const GROUP = 4
/** Crockford's letters: none that is taken for another. */
export const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Eighty bits, so that a stolen digest is not guessed. */
export const RECOVERY_LENGTH = 16

/** For how long the browser may think about the code, after password or link were right. */
const CODE_MINUTES = 10

/** The step of thirty seconds to which a moment belongs. */
export function stepOf(now: Date): number {
  return Math.floor(now.getTime() / 1_000 / STEP_SECONDS)
}

/** Steps whose codes may still be typed now, the likeliest first: never one that was taken, nor one before it. */
export function openSteps(now: Date, lastStep: number): number[] {
  const present = stepOf(now)
  const steps = [present]
  for (let drift = 1; drift <= DRIFT; drift++) steps.push(present - drift, present + drift)
  return steps.filter(step => step > lastStep)
}

/** Until when a code is waited for. */
export function endOfChallenge(now: Date): Date {
  return new Date(now.getTime() + CODE_MINUTES * 60_000)
}

/** What somebody typed as a code: of the app, a recovery code, or nothing of the kind. */
export type Typed = { kind: 'app'; code: string } | { kind: 'recovery'; code: string } | null

/** Blanks and hyphens do not count, nor do letters that look alike. */
export function readCode(text: string): Typed {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  if (new RegExp(`^\\d{${DIGITS}}$`).test(plain)) return { kind: 'app', code: plain }
  const alike = plain.replaceAll('O', '0').replace(/[IL]/g, '1')
  const isRecovery = alike.length === RECOVERY_LENGTH && [...alike].every(letter => LETTERS.includes(letter))
  return isRecovery ? { kind: 'recovery', code: alike } : null
}

/** A recovery code as it is shown and written down: in groups of four. */
export function showRecoveryCode(code: string): string {
  return (code.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-')
}

/** What the picture holds that an app reads: whose code it is, and the key. */
export function uriOf(account: { company: string; email: string; key: string }): string {
  const issuer = account.company ? `Interes ${account.company}` : 'Interes'
  // A colon separates the two in the address.
  const label = [issuer.replaceAll(':', ' '), account.email].map(encodeURIComponent).join(':')
  // SHA-1, six digits and thirty seconds are what every app takes for granted: a shorter text is a coarser picture.
  const query = new URLSearchParams({ secret: account.key, issuer })
  // Apps read %20 and take a plus for what it is.
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`
}
