import type { Platform } from '../../../../platform/platform.ts'
import { refuse } from '../../../../platform/problems.ts'
import { perform } from '../../../../platform/work.ts'
import { writeAudit } from '../../audit/actions.ts'
import { linkSpent, signInBlocked } from '../../contract.ts'
import { findCallerOfUser } from '../../gates/queries.ts'
import { blocked, countGuess, countsOf } from '../../guesses/actions.ts'
import { storePassword } from '../../passwords/actions.ts'
import { takeCode } from '../../second-factor/actions.ts'
import { codeRefused, codeTooLate } from '../../second-factor/contract.ts'
import { openSession, refused, type SignedIn } from '../actions.ts'
import type { Visitor } from '../rules.ts'
import { isKnownPlace, spendLinkOfId } from '../storage.ts'
import { findChallenge, takeChallenge } from './storage.ts'

/**
 * The second step of a sign-in: opens a session once the code is right. Guesses are counted like those of passwords; a
 * wrong one may be corrected as long as the challenge is open. What the first step brought along, a link and a new
 * password, takes effect only now: a link alone passes nobody by the second factor.
 * @throws sign_in.code_refused, sign_in.code_too_late, sign_in.blocked, link.spent
 */
export async function finishSignIn(platform: Platform, input: { code: string }, visitor: Visitor): Promise<SignedIn> {
  const { db } = platform
  const now = platform.now()
  const token = visitor.challenge ?? refuse(codeTooLate)
  const { userId } = (await findChallenge(db, token, now)) ?? refuse(codeTooLate)
  const known = await isKnownPlace(db, userId, visitor.address, now)
  const guess = await countGuess(db, countsOf('second_factor', userId, visitor.address, known), now)
  if (!guess.allowed) {
    await writeAudit(db, { now, actorId: userId }, { kind: signInBlocked.code, detail: { address: visitor.address } })
    throw blocked(guess.retryAfter)
  }
  const caller = (await findCallerOfUser(db, userId, now)) ?? refuse(codeTooLate)
  const { result: session } = await perform(platform, caller, { verb: 'session.open' }, async work => {
    const by = await takeCode(work, userId, input.code)
    if (!by) return null
    const challenge = (await takeChallenge(work.tx, token, work.now)) ?? refuse(codeTooLate)
    const { linkId, passwordHash, began } = challenge
    if (linkId && !(await spendLinkOfId(work.tx, linkId, work.now))) refuse(linkSpent)
    if (passwordHash) await storePassword(work, userId, passwordHash, null)
    return openSession(work, userId, visitor, `${began ?? (linkId ? 'link' : 'password')}+${by}`)
  })
  if (!session) {
    await writeAudit(db, { now, actorId: userId }, refused('sign_in.code_refused', visitor))
    return refuse(codeRefused, { attemptsLeft: guess.left })
  }
  await guess.right()
  return { caller: { ...caller, sessionId: session.id }, session }
}
