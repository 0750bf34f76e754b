import { type BodyOf, tooMany } from '../../../../platform/contract.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { Problem } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { throttle } from '../../throttle/actions.ts'
import { writeAudit } from '../actions.ts'
import type { notePrint as printContract } from '../contract.ts'

/** A browser tells of a print; more than this is a program that fills the log. */
const LIMIT = { limit: 120, seconds: 3_600 }

/** Writes down that somebody prints a card or another page. */
export async function notePrint(
  platform: Platform,
  caller: Caller,
  printed: BodyOf<typeof printContract>,
): Promise<void> {
  const { db } = platform
  const { userId } = caller.actor
  const now = platform.now()
  const { allowed, retryAfter } = await throttle(db, `print:${userId}`, LIMIT, now)
  if (!allowed) throw new Problem(tooMany, { retryAfter })
  const at = { now, actorId: userId }
  if (printed.what === 'list') {
    const { page, narrowed } = printed
    await writeAudit(db, at, { kind: 'list.printed', detail: { page, narrowed } })
    return
  }
  const { what, id } = printed
  await writeAudit(db, at, { kind: `${what}.printed`, record: { kind: what, id } })
}
