import type { Language } from '../../../platform/contract.ts'
import { notFound } from '../../../platform/contract.ts'
import type { Platform } from '../../../platform/platform.ts'
import { refuse, refuseFaults } from '../../../platform/problems.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { audit, type AuditEntry, writeAudit } from '../audit/actions.ts'
import { ldapUnreachable, linkSpent, signInBlocked, wrongCredentials } from '../contract.ts'
import { findCallerOfUser, systemCaller } from '../gates/queries.ts'
import { recognise } from '../ldap/actions.ts'
import { isInDirectory } from '../ldap/queries.ts'
import { blocked, countGuess, countsOf } from '../guesses/actions.ts'
import { hashNewPassword, storePassword } from '../passwords/actions.ts'
import { inTurn, verifyPassword } from '../secrets/service.ts'
import { hasFactor, isFactorForced } from '../second-factor/storage.ts'
import { findLogin, getUserRow, storeUser, type UserRow } from '../users/storage.ts'
import { type Challenge, insertChallenge } from './challenges/storage.ts'
import { normaliseLogin, type Visitor } from './rules.ts'
import {
  endSessionOfToken,
  endSessionRow,
  findOpenLink,
  endSessionsOf,
  insertSession,
  isKnownPlace,
  type OpenedSession,
  spendLink,
} from './storage.ts'

export interface SignedIn {
  caller: Caller
  session: OpenedSession
}

/** Password or link were right, and a code is wanted: the browser gets a token that is good for that alone. */
export interface CodeAwaited {
  name: string
  language: Language
  challenge: { token: string; expiresAt: Date }
}

/**
 * Lets a person in by e-mail and password, or on to the second step. Guesses are counted before the password is looked
 * at; an unknown e-mail takes as long and is answered as a wrong password. Whom the staff directory knows is checked
 * there and not here.
 * @throws sign_in.refused, sign_in.blocked, ldap.unreachable
 */
export async function signIn(
  platform: Platform,
  input: { email: string; password: string },
  visitor: Visitor,
): Promise<SignedIn | CodeAwaited> {
  const { db } = platform
  const login = normaliseLogin(input.email)
  const { found, now, guess, isElsewhere, fits } = await inTurn(async () => {
    const now = platform.now()
    const found = await findLogin(db, login)
    // Asked for strangers too, so that the answer takes as long.
    const known = await isKnownPlace(db, found?.id ?? NIL_ID, visitor.address, now)
    const guess = await countGuess(db, countsOf('sign_in', login, visitor.address, known), now)
    if (!guess.allowed) {
      const { address } = visitor
      await writeAudit(db, { now, actorId: null }, { kind: signInBlocked.code, personal: { address } })
      throw blocked(guess.retryAfter)
    }
    const isElsewhere = found !== undefined && (await isInDirectory(db, found.id))
    const own = isElsewhere ? null : (found?.passwordHash ?? null)
    return { found, now, guess, isElsewhere, fits: await verifyPassword(own, input.password) }
  })
  const letIn = async (user: UserRow, by: string) => {
    await guess.right()
    return (await awaitCode(platform, user, { began: by })) ?? enter(platform, user.id, visitor, by)
  }
  if (fits && found && !found.deactivatedAt) return letIn(found, 'password')
  // Out of turn: the directory may take its time, and others must not wait for it.
  const recognised = await recognise(platform, login, input.password)
  if (recognised.kind === 'user') {
    return letIn((await getUserRow(db, recognised.userId)) ?? refuse(wrongCredentials, { attemptsLeft: 0 }), 'ldap')
  }
  const actorId = found?.id ?? null
  if (recognised.kind === 'down') {
    // Somebody must be able to set it right again.
    if (found && isElsewhere && found.role === 'administrator' && !found.deactivatedAt) {
      if (await inTurn(() => verifyPassword(found.passwordHash, input.password))) return letIn(found, 'password')
    }
    await writeAudit(db, { now, actorId }, refused('sign_in.refused', visitor, 'ldap_down'))
    return refuse(ldapUnreachable)
  }
  const reason = recognised.kind === 'refused' ? recognised.reason : undefined
  await writeAudit(db, { now, actorId }, refused('sign_in.refused', visitor, reason))
  return refuse(wrongCredentials, { attemptsLeft: guess.left })
}

/** The audit row of a way in that stayed closed. */
export function refused(
  kind: 'sign_in.refused' | 'sign_in.link_refused' | 'sign_in.code_refused',
  { address, device }: Visitor,
  reason?: string,
): AuditEntry {
  return { kind, detail: reason ? { reason } : {}, personal: { address, device } }
}

/** Nobody with a second factor comes in without a code; what the first step brought along waits for it. */
async function awaitCode(
  { db, now }: Platform,
  user: UserRow,
  first: Pick<Challenge, 'began'> & Partial<Challenge>,
): Promise<CodeAwaited | null> {
  if (!(await hasFactor(db, user.id))) return null
  const challenge = await insertChallenge(db, { linkId: null, passwordHash: null, ...first, userId: user.id }, now())
  return { name: user.name, language: user.language, challenge }
}

/**
 * Lets a person in by a one-time link, or on to the second step, and sets a password in the same step.
 * @throws link.spent
 */
export async function signInByLink(
  platform: Platform,
  input: { token: string; password?: string | undefined },
  visitor: Visitor,
): Promise<SignedIn | CodeAwaited> {
  const { db } = platform
  // Looked at first: guessed links must not keep those waiting who really sign in.
  const open = await findOpenLink(db, 'sign_in', input.token, platform.now())
  const password = open && (await hashNewPassword(db, input.password, open.email))
  refuseFaults(password?.faults ?? [])
  const person = open?.userId ? await getUserRow(db, open.userId) : undefined
  if (open && person && !person.deactivatedAt) {
    const awaited = await awaitCode(platform, person, {
      began: 'link',
      linkId: open.id,
      passwordHash: password?.hash ?? null,
    })
    if (awaited) return awaited
  }
  const { result: userId } = await perform(platform, systemCaller(), { verb: 'session.link' }, async work => {
    const link = await spendLink(work.tx, 'sign_in', input.token, work.now)
    const user = link?.userId ? await getUserRow(work.tx, link.userId) : undefined
    if (!user || user.deactivatedAt) return null
    // Turned on since it was looked at: the link waits for the code like any other.
    if (await hasFactor(work.tx, user.id)) refuse(linkSpent)
    if (password?.hash) await storePassword(work, user.id, password.hash, null)
    return user.id
  })
  if (userId === null) {
    await writeAudit(db, { now: platform.now(), actorId: null }, refused('sign_in.link_refused', visitor))
    return refuse(linkSpent)
  }
  return enter(platform, userId, visitor, 'link')
}

/**
 * Lets in whom a provider has recognised. The product's own second factor is asked for where `secondFactor` wants it, and
 * of whoever has a profile that demands one: that one is never left to others.
 */
export async function enterFromProvider(
  platform: Platform,
  userId: string,
  visitor: Visitor,
  { secondFactor }: { secondFactor: boolean },
): Promise<SignedIn | CodeAwaited> {
  const { db } = platform
  const by = 'single_sign_on'
  const user = secondFactor || (await isFactorForced(db, userId)) ? await getUserRow(db, userId) : undefined
  return (user && (await awaitCode(platform, user, { began: by }))) ?? enter(platform, userId, visitor, by)
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

/** Ends all sessions of the caller save this one. */
export async function endOtherSessions(work: Work): Promise<void> {
  const { userId } = work.actor
  await endAll(work, userId, work.caller.sessionId)
}

/** Ends one session of anybody, for an administrator. */
export async function endSessionOfUser(work: Work, userId: string, id: string): Promise<void> {
  if (!(await endSessionRow(work.tx, id, userId, work.now))) refuse(notFound)
  await audit(work, { kind: 'session.ended', record: { kind: 'session', id }, detail: { userId } })
  recordSessionEnd(work, userId)
}

/** Ends all sessions of a person, for an administrator; of oneself all but this one. */
export async function endSessionsOfUser(work: Work, userId: string): Promise<void> {
  if (!(await getUserRow(work.tx, userId))) refuse(notFound)
  await endAll(work, userId, userId === work.actor.userId ? work.caller.sessionId : null)
}

async function endAll(work: Work, userId: string, except: string | null): Promise<void> {
  const ended = await endSessionsOf(work.tx, userId, except, work.now)
  if (ended === 0) return
  await audit(work, { kind: 'session.all_ended', record: { kind: 'user', id: userId }, detail: { ended } })
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
