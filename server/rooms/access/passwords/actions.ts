import { invalid, notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Fault, Localised, Problem, refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { wrongPassword } from '../contract.ts'
import { blocked, countGuess } from '../guesses/actions.ts'
import { OF_ACCOUNT } from '../guesses/rules.ts'
import { hashPassword, inTurn, verifyPassword } from '../secrets/service.ts'
import { voidChallengesOf } from '../sessions/challenges/storage.ts'
import { endSessionsOf } from '../sessions/storage.ts'
import { getPasswordLength } from '../sign-in-rules/storage.ts'
import { getUserRow, lockUser, storeUser } from '../users/storage.ts'
import { decideWeakness, type Weakness } from './rules.ts'
import { commonPasswords } from './service.ts'

/** A password that somebody is to get: hashed before the transaction begins, for nothing that is held may wait for it. */
export interface NewPassword {
  /** Null when none was given or it is refused. */
  hash: string | null
  faults: readonly Fault[]
}

const WEAK: Record<Exclude<Weakness, 'short'>, Localised> = {
  common: new Localised({
    ru: 'Это один из самых частых паролей, его пробуют первым',
    en: 'This is one of the most common passwords, it is tried first',
  }),
  own: new Localised({
    ru: 'Пароль повторяет почту или название программы',
    en: 'The password repeats the e-mail or the name of the product',
  }),
}

const short = (length: number) =>
  new Localised({ ru: `Нужно не меньше ${length} знаков`, en: `At least ${length} characters are needed` })

/** Hashes a password that a person chose, unless it is too short or would be guessed among the first. */
export async function hashNewPassword(
  db: Queryable,
  password: string | undefined,
  email: string | null,
  path = 'password',
): Promise<NewPassword> {
  if (password === undefined) return { hash: null, faults: [] }
  const length = await getPasswordLength(db)
  const weakness = decideWeakness(password, { common: commonPasswords, email, length })
  if (weakness) {
    const message = weakness === 'short' ? short(length) : WEAK[weakness]
    return { hash: null, faults: [{ path, code: `password.${weakness}`, message }] }
  }
  return { hash: await inTurn(() => hashPassword(password)), faults: [] }
}

/** Hashes the password of the configuration: a weak one is told in the log, for nobody is there to choose another. */
export async function hashConfiguredPassword({ log }: Platform, password: string, email: string): Promise<string> {
  const weakness = decideWeakness(password, { common: commonPasswords, email })
  if (weakness) log.warn({ weakness }, 'the password of the configuration is among the first that are tried: change it')
  return inTurn(() => hashPassword(password))
}

/** What the look at the present and the new password came to. */
export type PasswordChange = { seen: string | null; hash: string } | { refusal: Problem }

/**
 * Looks at the present password and hashes the new one, before the transaction. The present one is asked for unless
 * there is none yet; guesses are counted. A refusal is carried and not thrown: the repeat of a change that was made
 * brings the password of before, and is no guess.
 */
export async function preparePasswordChange(
  platform: Platform,
  userId: string,
  input: { current?: string | undefined; password: string },
): Promise<PasswordChange> {
  const { db } = platform
  const user = (await getUserRow(db, userId)) ?? refuse(notFound)
  const { passwordHash: seen } = user
  if (seen !== null) {
    const present = await checkPresentPassword(platform, userId, input.current ?? '')
    if ('refusal' in present) return present
  }
  const { hash, faults } = await hashNewPassword(db, input.password, user.email)
  return hash === null ? { refusal: new Problem(invalid, { data: { errors: faults } }) } : { seen, hash }
}

/** Looks whether somebody at an open session knows the password; guesses are counted. Nobody knows one that is not set. */
export async function checkPresentPassword(
  { db, now }: Platform,
  userId: string,
  typed: string,
): Promise<{ seen: string | null } | { refusal: Problem }> {
  const count = { key: `password:${userId}`, patience: OF_ACCOUNT, clears: true }
  const guess = await countGuess(db, [count], now())
  if (!guess.allowed) return { refusal: blocked(guess.retryAfter) }
  const seen = (await getUserRow(db, userId))?.passwordHash ?? null
  if (!(await inTurn(() => verifyPassword(seen, typed)))) return { refusal: new Problem(wrongPassword) }
  await guess.right()
  return { seen }
}

/**
 * Changes the caller's own password; the other sessions end.
 * @throws password.wrong, sign_in.blocked
 */
export async function changePassword(work: Work, change: PasswordChange): Promise<void> {
  if ('refusal' in change) throw change.refusal
  const user = (await lockUser(work.tx, work.actor.userId)) ?? refuse(notFound)
  // Somebody was quicker since it was looked at.
  if (user.passwordHash !== change.seen) refuse(wrongPassword)
  await storePassword(work, user.id, change.hash, work.caller.sessionId)
}

/** Sets the password of a person from the command line; the sessions of that person end. */
export async function setPassword(work: Work, id: string, hash: string): Promise<void> {
  if (!(await lockUser(work.tx, id))) refuse(notFound)
  await storePassword(work, id, hash, null)
}

/** Sets a password: sessions of the user end, save the one named. */
export async function storePassword(
  work: Work,
  userId: string,
  hash: string,
  keptSession: string | null,
): Promise<void> {
  await storeUser(work.tx, userId, { password_hash: hash }, work.now)
  await endSessionsOf(work.tx, userId, keptSession, work.now)
  await voidChallengesOf(work.tx, userId)
  await audit(work, { kind: 'password.changed', record: { kind: 'user', id: userId } })
  work.record({ kind: 'user.password_changed', record: { kind: 'user', id: userId }, owners: [userId] })
}
