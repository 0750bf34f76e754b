import { notFound } from '../../platform/contract.ts'
import type { Platform } from '../../platform/platform.ts'
import { newId } from '../../platform/pure/ids.ts'
import { refuse } from '../../platform/problems.ts'
import type { Work } from '../../platform/work.ts'
import type { NoticeData, NoticeKind, Outcome } from './contract.ts'
import { summariseNotices } from './queries.ts'
import { insertNotices, isNoticeOf, removeRead, setOutcome, setRead } from './storage.ts'

interface NoticeInput<Kind extends NoticeKind> {
  kind: Kind
  /** Who is told; each once. */
  userIds: readonly string[]
  /** What it is about: settling it settles the notice. */
  record: { kind: string; id: string }
  data: NoticeData<Kind>
  /** Said once, ever: a second notice with the same key is left out. */
  key?: string
}

/**
 * Tells people something, in the transaction of its cause; open browsers show it at once.
 * @returns whom it was told: nobody when the key was used before
 */
export async function notify<Kind extends NoticeKind>(work: Work, input: NoticeInput<Kind>): Promise<string[]> {
  const { kind, record, data, key = null } = input
  const rows = [...new Set(input.userIds)].map((userId, at) => ({
    id: newId(),
    userId,
    kind,
    recordKind: record.kind,
    recordId: record.id,
    key: key === null ? null : at === 0 ? key : `${key}:${userId}`,
    data,
  }))
  const made = await insertNotices(work.tx, rows, work.now)
  for (const { id, userId } of made) recordNotice(work, 'notice.created', id, userId)
  return made.map(each => each.userId)
}

/** What notices asked about is decided: everybody who was asked sees how, and nobody is asked any more. */
export async function settleNotices(
  work: Work,
  about: { kind: NoticeKind; recordId: string; key?: string },
  outcome: Outcome,
): Promise<void> {
  const settled = await setOutcome(work.tx, { ...about, key: about.key ?? null }, outcome, work.now)
  for (const { id, userId } of settled) recordNotice(work, 'notice.settled', id, userId)
}

/** Marks one notice to the caller as read. @throws not_found */
export async function readNotice(work: Work, id: string): Promise<{ unread: number }> {
  const { userId } = work.actor
  if (!(await isNoticeOf(work.tx, id, userId))) refuse(notFound)
  return markRead(work, id)
}

/** Marks every notice to the caller as read. */
export async function readAllNotices(work: Work): Promise<{ unread: number }> {
  return markRead(work, null)
}

async function markRead(work: Work, id: string | null): Promise<{ unread: number }> {
  const { userId } = work.actor
  const [last] = await setRead(work.tx, userId, id, work.now)
  // The other tabs and devices of that person count again.
  if (last !== undefined) recordNotice(work, 'notice.read', last, userId)
  return summariseNotices(work.tx, work.caller)
}

function recordNotice(work: Work, kind: string, id: string, userId: string): void {
  work.record({ kind, record: { kind: 'notice', id }, owners: [userId] })
}

/** Forgets notices that were read before this moment; answers how many. */
export async function forgetReadNotices(platform: Platform, before: Date): Promise<number> {
  return removeRead(platform.db, before)
}
