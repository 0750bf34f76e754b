import type { QueryOf } from '../../platform/contract.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { decodeCursor, page } from '../../platform/http/cursor.ts'
import type { Caller } from '../../platform/scope.ts'
import type { listNotices as listContract, Notice } from './contract.ts'
import { countUnread, type NoticeRow, selectNotices } from './storage.ts'

const LIST = 'notices'

/** Notices to the caller, unread first, then newest first. */
export async function listNotices(db: Queryable, caller: Caller, { limit, cursor }: QueryOf<typeof listContract>) {
  const rows = await selectNotices(db, caller.actor.userId, limit, cursor === undefined ? undefined : placeOf(cursor))
  const { items, nextCursor } = page(LIST, rows, limit, row => [Number(row.unread), row.place, row.id])
  return { items: items.map(toNotice), nextCursor }
}

function placeOf(cursor: string): readonly [boolean, string, string] {
  const [unread, place, id] = decodeCursor(LIST, cursor, 3)
  return [unread === 1, String(place), String(id)]
}

function toNotice({ id, kind, data, createdAt, readAt, outcome }: NoticeRow): Notice {
  return {
    id,
    kind,
    data,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    outcome,
  } as Notice
}

/** How many notices to the caller are unread; stops counting at 100. */
export async function summariseNotices(db: Queryable, caller: Caller): Promise<{ unread: number }> {
  return { unread: await countUnread(db, caller.actor.userId) }
}
