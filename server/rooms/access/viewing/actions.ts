import { forbidden } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { audit, writeAudit } from '../audit/actions.ts'
import { findActiveUser } from '../grants/storage.ts'
import { cannotView } from './contract.ts'
import { beginViewing, endViewing, takeEndedViewings } from './storage.ts'

const MINUTES = 30

/**
 * From the next request on this session reads as that person would, and writes nothing; for half an hour, until it is
 * stopped, the session ends or the right is taken away. @throws forbidden (an API key), view_as.nobody
 */
export async function viewAs(work: Work, userId: string): Promise<void> {
  const { sessionId, actor } = work.caller
  if (sessionId === null) return refuse(forbidden, { reason: 'access.view_as' })
  if (userId === actor.userId || !(await findActiveUser(work.tx, userId))) refuse(cannotView)
  await stop(work, sessionId)
  const until = new Date(work.now.getTime() + MINUTES * 60_000)
  await beginViewing(work.tx, sessionId, userId, until)
  await note(work, sessionId, { phase: 'began', as: userId, until: until.toISOString() })
  recordViewing(work)
}

/** Through one's own eyes again; does nothing where that is so already. */
export async function stopViewing(work: Work): Promise<void> {
  const { sessionId } = work.caller
  if (sessionId !== null && (await stop(work, sessionId))) recordViewing(work)
}

async function stop(work: Work, sessionId: string): Promise<boolean> {
  const userId = await endViewing(work.tx, sessionId)
  if (userId === undefined) return false
  await note(work, sessionId, { phase: 'ended', as: userId })
  return true
}

/** Every node and every open stream of this person asks anew who it is. */
function recordViewing(work: Work): void {
  const { userId } = work.actor
  work.record({ kind: 'user.viewing_changed', record: { kind: 'user', id: userId }, owners: [userId] })
}

async function note(work: Work, sessionId: string, detail: Record<string, unknown>): Promise<void> {
  await audit(work, { kind: 'access.viewed_as', record: { kind: 'session', id: sessionId }, detail })
}

/** Writes down the end of what ended by the clock or with its session. @returns how many */
export async function noteEndedViewings(work: Work): Promise<number> {
  const ended = await takeEndedViewings(work.tx, work.now)
  for (const { sessionId, actorId, userId } of ended) {
    const record = { kind: 'session', id: sessionId }
    const detail = { phase: 'ended', as: userId }
    await writeAudit(work.tx, { now: work.now, actorId }, { kind: 'access.viewed_as', record, detail })
  }
  return ended.length
}
