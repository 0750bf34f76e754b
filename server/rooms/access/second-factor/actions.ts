import { forbidden, notFound } from '../../../platform/contract.ts'
import type { Platform } from '../../../platform/platform.ts'
import { Problem, refuse } from '../../../platform/problems.ts'
import { ForeignKey } from '../../../platform/vault.ts'
import type { Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { wrongPassword } from '../contract.ts'
import { SECOND_FACTOR_RESET, type SecondFactorReset } from '../events.ts'
import { blocked, countGuess } from '../guesses/actions.ts'
import { OF_ACCOUNT } from '../guesses/rules.ts'
import { checkPresentPassword } from '../passwords/actions.ts'
import { seal } from '../secrets/actions.ts'
import { voidChallengesOf } from '../sessions/challenges/storage.ts'
import { endSessionsOf } from '../sessions/storage.ts'
import { lockUser } from '../users/storage.ts'
import { factorForced, factorOff, factorOn, factorUnreadable, wrongCode } from './contract.ts'
import { getSecondFactor, type SecondFactor } from './queries.ts'
import { openSteps, readCode, showRecoveryCode, uriOf } from './rules.ts'
import { findStep, hashRecoveryCode, keyText, newKey, newRecoveryCodes } from './service.ts'
import {
  confirmFactor,
  deleteFactor,
  type FactorRow,
  lockFactor,
  readCompanyName,
  replaceFactor,
  replaceRecoveryCodes,
  storeStep,
  takeRecoveryCode,
} from './storage.ts'

const purposeOf = (userId: string) => `second_factor:${userId}`

/** What an app and a person are to keep; told in this answer and nowhere else. */
export interface Begun {
  key: string
  uri: string
  recoveryCodes: string[]
}

/**
 * Makes a key and recovery codes, which count for nothing before a code confirms them. Done again it makes new ones.
 * @throws second_factor.on, secret_key.another
 */
export async function beginSecondFactor(work: Work): Promise<Begun> {
  const userId = requirePerson(work)
  const user = (await lockUser(work.tx, userId)) ?? refuse(notFound)
  if ((await lockFactor(work.tx, userId))?.confirmedAt) refuse(factorOn)
  const key = newKey()
  const codes = newRecoveryCodes()
  const secret = await seal(work, purposeOf(userId), key)
  await replaceFactor(work.tx, userId, { secret, codes: hashes(userId, codes) }, work.now)
  const account = { company: await readCompanyName(work.tx), email: user.email, key: keyText(key) }
  return { key: account.key, uri: uriOf(account), recoveryCodes: codes.map(showRecoveryCode) }
}

const hashes = (userId: string, codes: readonly string[]) => codes.map(code => hashRecoveryCode(userId, code))

/** Who comes with a key is a program: it has no phone, and must not lock its owner out. */
function requirePerson(work: Work): string {
  if (!work.caller.sessionId) refuse(forbidden, { reason: 'session' })
  return work.actor.userId
}

/**
 * Turns the second factor on, once a code shows that the app holds the key. Sessions that were opened without it end,
 * save this one.
 * @throws second_factor.wrong_code, second_factor.on, second_factor.off
 */
export async function confirmSecondFactor(work: Work, text: string): Promise<SecondFactor> {
  const userId = requirePerson(work)
  const factor = (await lockFactor(work.tx, userId)) ?? refuse(factorOff)
  if (factor.confirmedAt) refuse(factorOn)
  const step = stepOfCode(work, userId, factor, text) ?? refuse(wrongCode)
  await confirmFactor(work.tx, userId, step, work.now)
  await endSessionsOf(work.tx, userId, work.caller.sessionId, work.now)
  await note(work, userId, 'second_factor_on')
  return getSecondFactor(work.tx, userId)
}

type Noted = 'second_factor_on' | 'second_factor_off' | 'second_factor_reset' | 'recovery_codes_renewed'

async function note(work: Work, userId: string, verb: Noted): Promise<void> {
  const record = { kind: 'user', id: userId }
  await audit(work, { kind: `user.${verb}`, record })
  work.record({ kind: `user.${verb}`, record, owners: [userId] })
}

function stepOfCode({ platform, now }: Work, userId: string, factor: FactorRow, text: string): number | undefined {
  const typed = readCode(text)
  if (typed?.kind !== 'app') return undefined
  return findStep(keyOf(platform, userId, factor), typed.code, openSteps(now, factor.lastStep))
}

function keyOf({ vault, log }: Platform, userId: string, { secret }: FactorRow): Buffer {
  try {
    return vault.open(purposeOf(userId), secret)
  } catch (error) {
    if (!(error instanceof ForeignKey)) throw error
    log.error({ userId }, 'a second factor was sealed with another key than that of this installation')
    throw new Problem(factorUnreadable)
  }
}

/** By what somebody showed to be the one. */
export type Shown = 'app' | 'recovery'

/**
 * Takes a code of the app or a recovery code, each of them once; null when it does not fit. The caller counts guesses
 * before, outside of the transaction.
 */
export async function takeCode(work: Work, userId: string, text: string): Promise<Shown | null> {
  const typed = readCode(text)
  if (!typed) return null
  const factor = await lockFactor(work.tx, userId)
  if (!factor?.confirmedAt) return null
  if (typed.kind === 'app') {
    const step = stepOfCode(work, userId, factor, text)
    if (step === undefined) return null
    await storeStep(work.tx, userId, step)
    return 'app'
  }
  if (!(await takeRecoveryCode(work.tx, userId, hashRecoveryCode(userId, typed.code), work.now))) return null
  await audit(work, { kind: 'user.recovery_code_used', record: { kind: 'user', id: userId } })
  return 'recovery'
}

/** Shows inside the transaction that whoever acts is the owner of the session; a refusal is thrown there. */
export interface Proof {
  prove(work: Work): Promise<void>
  /** It went through: the guess was none. */
  right(): Promise<void>
}

/**
 * Prepares the proof of password or code before the transaction: guesses are counted, the password is looked at. As
 * with a change of the password, a repeat of what was done is no guess.
 */
export async function prepareProof(
  platform: Platform,
  userId: string,
  input: { password?: string | undefined; code?: string | undefined },
): Promise<Proof> {
  const { password, code = '' } = input
  if (password !== undefined) {
    const present = await checkPresentPassword(platform, userId, password)
    return {
      async prove(work) {
        if ('refusal' in present) throw present.refusal
        const user = await lockUser(work.tx, userId)
        if (!user || user.passwordHash === null || user.passwordHash !== present.seen) refuse(wrongPassword)
      },
      right: async () => undefined,
    }
  }
  const count = { key: `second_factor:proof:${userId}`, patience: OF_ACCOUNT, clears: true }
  const guess = await countGuess(platform.db, [count], platform.now())
  return {
    async prove(work) {
      if (!guess.allowed) throw blocked(guess.retryAfter)
      if (!(await takeCode(work, userId, code))) refuse(wrongCode)
    },
    right: async () => (guess.allowed ? guess.right() : undefined),
  }
}

/**
 * Makes the recovery codes anew; the earlier ones open nothing any more. Without a proof only for the repeat of a
 * request that gave one: its answer was lost, and so were the codes.
 * @throws second_factor.off, second_factor.wrong_code, password.wrong
 */
export async function renewRecoveryCodes(work: Work, proof?: Proof): Promise<{ recoveryCodes: string[] }> {
  const userId = requirePerson(work)
  if (!(await lockFactor(work.tx, userId))?.confirmedAt) refuse(factorOff)
  await proof?.prove(work)
  const codes = newRecoveryCodes()
  await replaceRecoveryCodes(work.tx, userId, hashes(userId, codes))
  await note(work, userId, 'recovery_codes_renewed')
  return { recoveryCodes: codes.map(showRecoveryCode) }
}

/**
 * Turns the caller's own second factor off, unless the profile demands it.
 * @throws second_factor.off, second_factor.forced, second_factor.wrong_code, password.wrong
 */
export async function turnOffSecondFactor(work: Work, proof: Proof): Promise<SecondFactor> {
  const userId = requirePerson(work)
  const { on, forced } = await getSecondFactor(work.tx, userId)
  if (!on) refuse(factorOff)
  if (forced) refuse(factorForced)
  await proof.prove(work)
  await deleteFactor(work.tx, userId)
  await note(work, userId, 'second_factor_off')
  return getSecondFactor(work.tx, userId)
}

/**
 * Takes the second factor of another person away, who has lost phone and codes. Their sessions end, they are told, and
 * where the profile demands one they set up a new one before anything else.
 * @throws second_factor.off
 */
export async function resetSecondFactor(work: Work, id: string): Promise<SecondFactor> {
  const { actor } = work
  // One's own is turned off by password or code, which an open session alone does not show.
  if (id === actor.userId) refuse(forbidden, { reason: 'own' })
  if (!(await lockUser(work.tx, id))) refuse(notFound)
  if (!(await deleteFactor(work.tx, id))) refuse(factorOff)
  await voidChallengesOf(work.tx, id)
  await endSessionsOf(work.tx, id, null, work.now)
  await note(work, id, 'second_factor_reset')
  const by = actor.kind === 'system' ? null : { id: actor.userId, name: actor.name }
  await work.announce<SecondFactorReset>({ kind: SECOND_FACTOR_RESET, payload: { userId: id, by } })
  return getSecondFactor(work.tx, id)
}
