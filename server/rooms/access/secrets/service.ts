import type { Vault } from '../../../platform/vault.ts'
import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { unavailable } from '../../../platform/contract.ts'
import { Problem } from '../../../platform/problems.ts'

/** Argon2id at OWASP's first choice: 19 MiB, two passes, one lane; some 20 ms on an ordinary core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const SALT_BYTES = 16

/** The hash works in the threads that files and name look-ups share, so guessing must not take them all. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1))
const LONGEST_LINE = 200

const derive = promisify(argon2)

let running = 0
const line: (() => void)[] = []

/**
 * Runs work that hashes a password in its turn: a few at once, the rest in line, the too many refused.
 * @throws unavailable when the line is too long
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (line.length >= LONGEST_LINE) throw new Problem(unavailable, { retryAfter: 5 })
    await new Promise<void>(go => line.push(go))
  } else running++
  try {
    return await work()
  } finally {
    // The place is handed over, not given back, so that a newcomer cannot slip in between.
    const next = line.shift()
    if (next) next()
    else running--
  }
}

/** PHC string, so that the cost can be raised later and old hashes still be read. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES)
  const hash = await derive('argon2id', { message: normalised(password), nonce, ...COST })
  const cost = `m=${COST.memory},t=${COST.passes},p=${COST.parallelism}`
  return `$argon2id$v=19$${cost}$${plain(nonce)}$${plain(hash)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** Compared when there is no such person, so that the answer takes as long as for one who exists. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Does the password fit? Takes the same time when there is nothing to compare with. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(stored ?? NOBODY) ?? PHC.exec(NOBODY) ?? []
  const expected = Buffer.from(hash ?? '', 'base64')
  const found = await derive('argon2id', {
    message: normalised(password),
    nonce: Buffer.from(salt ?? '', 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  })
  return timingSafeEqual(found, expected) && stored !== null
}

/** One character may be typed as several code points; systems differ in which they send. */
function normalised(password: string): string {
  return password.normalize('NFKC')
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}

/** 256 bits that nobody guesses; only their digest is stored, so a copy of the database opens no door. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The text again; null when it does not open: another installation sealed it, or it was changed since. */
export function openText(vault: Vault, purpose: string, sealed: string): string | null {
  try {
    return vault.open(purpose, Buffer.from(sealed, 'base64url')).toString()
  } catch {
    return null
  }
}
