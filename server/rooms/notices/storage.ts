import { type Queryable, statement, type Transaction } from '../../platform/db/database.ts'
import type { NoticeKind, Outcome } from './contract.ts'

export interface NoticeRow {
  id: string
  kind: NoticeKind
  data: unknown
  createdAt: Date
  readAt: Date | null
  outcome: Outcome | null
  unread: boolean
  /** Exact to the microsecond. */
  place: string
}

const columns = `id, kind, data, created_at as "createdAt", read_at as "readAt", outcome, read_at is null as unread,
  created_at::text as place`

const page = (after: string) =>
  statement<NoticeRow>(`
  select ${columns} from notice where user_id = $1 ${after}
   order by (read_at is null) desc, created_at desc, id desc limit $2`)
const first = page('')
const next = page('and ((read_at is null), created_at, id) < ($3::boolean, $4::timestamptz, $5::uuid)')

/** One person's notices, unread first, and one row more than asked for. */
export async function selectNotices(
  db: Queryable,
  userId: string,
  limit: number,
  after: readonly [unread: boolean, place: string, id: string] | undefined,
): Promise<NoticeRow[]> {
  return after ? db.rows(next, [userId, limit + 1, ...after]) : db.rows(first, [userId, limit + 1])
}

const unread = statement<{ unread: number }>(`
  select count(*)::int as unread from (select from notice where user_id = $1 and read_at is null limit 100) counted`)

export async function countUnread(db: Queryable, userId: string): Promise<number> {
  return (await db.first(unread, [userId]))?.unread ?? 0
}

const read = statement<{ id: string }>(`
  update notice set read_at = $3
   where user_id = $1 and read_at is null and ($2::uuid is null or id = $2) returning id`)

/** Marks one or all notices of a person as read. */
export async function setRead(tx: Transaction, userId: string, id: string | null, now: Date): Promise<string[]> {
  return (await tx.rows(read, [userId, id, now])).map(row => row.id)
}

const one = statement<{ id: string }>('select id from notice where id = $1 and user_id = $2')

export async function isNoticeOf(db: Queryable, id: string, userId: string): Promise<boolean> {
  return (await db.first(one, [id, userId])) !== undefined
}

export interface NewNotice {
  id: string
  userId: string
  kind: NoticeKind
  recordKind: string
  recordId: string
  key: string | null
  data: unknown
}

const insert = statement<{ id: string; userId: string }>(`
  insert into notice (id, user_id, kind, record_kind, record_id, key, data, created_at)
  select n.id, n."userId", n.kind, n."recordKind", n."recordId", n.key, n.data, $2
    from jsonb_to_recordset($1::jsonb) as n(id uuid, "userId" uuid, kind text, "recordKind" text, "recordId" uuid,
         key text, data jsonb)
  on conflict (key) do nothing
  returning id, user_id as "userId"`)

/** Writes notices; one whose key was used before is left out. */
export async function insertNotices(
  tx: Transaction,
  notices: readonly NewNotice[],
  now: Date,
): Promise<{ id: string; userId: string }[]> {
  return notices.length === 0 ? [] : tx.rows(insert, [JSON.stringify(notices), now])
}

const settle = statement<{ id: string; userId: string }>(`
  update notice set outcome = $3, read_at = coalesce(read_at, $4)
   where record_id = $1 and kind = $2 and outcome is null and ($5::text is null or key = $5)
  returning id, user_id as "userId"`)

/** Says how a thing ended that notices asked about, to all who were asked. */
export async function setOutcome(
  tx: Transaction,
  about: { recordId: string; kind: NoticeKind; key: string | null },
  outcome: Outcome,
  now: Date,
): Promise<{ id: string; userId: string }[]> {
  return tx.rows(settle, [about.recordId, about.kind, outcome, now, about.key])
}

const forget = statement<{ id: string }>('delete from notice where read_at < $1 returning id')

/** Takes out what was read before; answers how many. */
export async function removeRead(db: Queryable, before: Date): Promise<number> {
  return (await db.rows(forget, [before])).length
}
