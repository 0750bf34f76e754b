import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { DIGITS, LETTERS, RECOVERY_CODES, RECOVERY_LENGTH } from './rules.ts'

/** As long as the digest of the HMAC, as RFC 4226 advises. */
const KEY_BYTES = 20
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** The key as people type it into an app: RFC 4648 without the signs that fill it up. */
export function keyText(key: Buffer): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of key) {
    held = (held << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += BASE32[(held >>> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text
}

/** The code of a step: RFC 4226 with the step as the counter. */
export function codeOf(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  const number = digest.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** To which of these steps the code belongs; compared with each, in a time that tells nothing. */
export function findStep(key: Buffer, code: string, steps: readonly number[]): number | undefined {
  const typed = Buffer.from(code)
  return steps.filter(step => {
    const expected = Buffer.from(codeOf(key, step))
    return expected.length === typed.length && timingSafeEqual(expected, typed)
  })[0]
}

export function newRecoveryCodes(): string[] {
  // 256 is a multiple of 32: every letter is as likely as the next.
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from(randomBytes(RECOVERY_LENGTH), byte => LETTERS[byte % LETTERS.length]).join(''),
  )
}

export function hashRecoveryCode(userId: string, code: string): Buffer {
  return createHash('sha256').update(`${userId}:${code}`).digest()
}
