import { createHash } from 'node:crypto'
import type { Language } from '../../../platform/contract.ts'
import { notFound } from '../../../platform/contract.ts'
import type { Platform } from '../../../platform/platform.ts'
import { Problem, refuse, refuseFaults } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { audit, writeAudit } from '../audit/actions.ts'
import { linkSpent, signInBlocked, wrongCredentials } from '../contract.ts'
import { findCallerOfUser, systemCaller } from '../gates/queries.ts'
import { hashNewPassword, storePassword } from '../passwords/actions.ts'
import { inTurn, verifyPassword } from '../secrets/service.ts'
import { returnHit, throttle } from '../throttle/actions.ts'
import { findLogin, getUserRow, storeUser } from '../users/storage.ts'
import { GUESSES, normaliseLogin, type Visitor } from './rules.ts'
import {
  endSessionOfToken,
  endSessionRow,
  findOpenLink,
  insertSession,
  type OpenedSession,
  spendLink,
} from './storage.ts'

export interface SignedIn {
  caller: Caller
  session: OpenedSession
}

/**
 * Lets a person in by e-mail and password. Guesses are counted for the account and for the address before the
 * password is looked at; an unknown e-mail takes as long and is answered as a wrong password.
 * @throws sign_in.refused, sign_in.blocked
 */
export async function signIn(
  platform: Platform,
  input: { email: string; password: string },
  visitor: Visitor,
): Promise<SignedIn> {
  const { db } = platform
  const login = normaliseLogin(input.email)
  const user = await inTurn(async () => {
    const now = platform.now()
    const guess = await countGuess(platform, login, visitor.address, now)
    const found = await findLogin(db, login)
    const fits = await verifyPassword(found?.passwordHash ?? null, input.password)
    if (!fits || !found || found.deactivatedAt) {
      await writeAudit(db, { now, actorId: found?.id ?? null }, refused('sign_in.refused', visitor))
      return refuse(wrongCredentials, { attemptsLeft: guess.left })
    }
    await guess.giveBack()
    return found
  })
  return enter(platform, user.id, visitor, 'password')
}

/** Refuses when too many wrong passwords were tried of late, for this account or from this address. */
async function countGuess(platform: Platform, login: string, address: string, now: Date) {
  const { db } = platform
  // The e-mail is a person's: the table of counts keeps its digest.
  const account = `sign_in:account:${createHash('sha256').update(login).digest('base64url')}`
  const place = `sign_in:address:${address}`
  const byAccount = await throttle(db, account, GUESSES, now)
  const byPlace = await throttle(db, place, GUESSES, now)
  const giveBack = async () => {
    if (byAccount.allowed) await returnHit(db, account, GUESSES, now)
    if (byPlace.allowed) await returnHit(db, place, GUESSES, now)
  }
  if (!byAccount.allowed || !byPlace.allowed) {
    await giveBack()
    await writeAudit(db, { now, actorId: null }, { kind: 'sign_in.blocked', personal: { address } })
    block(Math.max(byAccount.retryAfter, byPlace.retryAfter))
  }
  return { left: Math.min(byAccount.left, byPlace.left), giveBack }
}

function block(seconds: number): never {
  throw new Problem(signInBlocked, { data: { seconds }, retryAfter: seconds })
}

function refused(kind: 'sign_in.refused' | 'sign_in.link_refused', { address, device }: Visitor) {
  return { kind, personal: { address, device } }
}

/**
 * Lets a person in by a one-time link, and sets a password in the same step.
 * @throws link.spent
 */
export async function signInByLink(
  platform: Platform,
  input: { token: string; password?: string | undefined },
  visitor: Visitor,
): Promise<SignedIn> {
  // Looked at first: guessed links must not keep those waiting who really sign in.
  const open = await findOpenLink(platform.db, 'sign_in', input.token, platform.now())
  const password = open && (await hashNewPassword(input.password, open.email))
  refuseFaults(password?.faults ?? [])
  const { result: userId } = await perform(platform, systemCaller(), { verb: 'session.link' }, async work => {
    const link = await spendLink(work.tx, 'sign_in', input.token, work.now)
    const user = link?.userId ? await getUserRow(work.tx, link.userId) : undefined
    if (!user || user.deactivatedAt) return null
    if (password?.hash) await storePassword(work, user.id, password.hash, null)
    return user.id
  })
  if (userId === null) {
    await writeAudit(platform.db, { now: platform.now(), actorId: null }, refused('sign_in.link_refused', visitor))
    return refuse(linkSpent)
  }
  return enter(platform, userId, visitor, 'link')
}

async function enter(platform: Platform, userId: string, visitor: Visitor, by: string): Promise<SignedIn> {
  const caller =
    (await findCallerOfUser(platform.db, userId, platform.now())) ?? refuse(wrongCredentials, { attemptsLeft: 0 })
  const { result: session } = await perform(platform, caller, { verb: 'session.open' }, work =>
    openSession(work, userId, visitor, by),
  )
  return { caller: { ...caller, sessionId: session.id }, session }
}

/** Opens a session with a new token; the one that the browser had before ends. */
export async function openSession(work: Work, userId: string, visitor: Visitor, by: string): Promise<OpenedSession> {
  const before = visitor.token && (await endSessionOfToken(work.tx, visitor.token, work.now))
  if (before) recordSessionEnd(work, before)
  const session = await insertSession(work.tx, userId, visitor, work.now)
  const { address, device } = visitor
  await audit(work, {
    kind: 'sign_in.accepted',
    record: { kind: 'session', id: session.id },
    detail: { by },
    personal: { address, device },
  })
  return session
}

/** Ends the session that the caller came with. */
export async function signOut(work: Work): Promise<void> {
  const { sessionId, actor } = work.caller
  if (!sessionId || !(await endSessionRow(work.tx, sessionId, actor.userId, work.now))) return
  await audit(work, { kind: 'sign_out', record: { kind: 'session', id: sessionId } })
  recordSessionEnd(work, actor.userId)
}

/** Ends one of the caller's own sessions, such as one on a lost phone. */
export async function endSession(work: Work, id: string): Promise<void> {
  const { userId } = work.actor
  if (!(await endSessionRow(work.tx, id, userId, work.now))) refuse(notFound)
  await audit(work, { kind: 'session.ended', record: { kind: 'session', id } })
  recordSessionEnd(work, userId)
}

/** Open streams ask again who they are when they see an event of a user. */
function recordSessionEnd(work: Work, userId: string): void {
  work.record({ kind: 'user.session_ended', record: { kind: 'user', id: userId }, owners: [userId] })
}

/** Changes the caller's own name, language or time zone. */
export async function changeMe(
  work: Work,
  input: { name?: string | undefined; language?: Language | undefined; timeZone?: string | null | undefined },
): Promise<void> {
  const user = await getUserRow(work.tx, work.actor.userId)
  if (!user) refuse(notFound)
  const changes = {
    ...(input.name !== undefined && input.name !== user.name ? { name: input.name } : {}),
    ...(input.language !== undefined && input.language !== user.language ? { language: input.language } : {}),
    ...(input.timeZone !== undefined && input.timeZone !== user.timeZone ? { time_zone: input.timeZone } : {}),
  }
  if (Object.keys(changes).length === 0) return
  const version = await storeUser(work.tx, user.id, changes, work.now, { raiseVersion: true })
  work.record({
    kind: 'user.changed',
    record: { kind: 'user', id: user.id },
    version,
    changes: {
      ...(changes.language ? { language: { from: user.language, to: changes.language } } : {}),
      ...('time_zone' in changes ? { timeZone: { from: user.timeZone, to: changes.time_zone } } : {}),
    },
    personal: changes.name ? { name: { from: user.name, to: changes.name } } : {},
    owners: null,
  })
}
