import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { AuditKind } from '../kinds/contract.ts'

export interface ListedRow {
  id: string
  at: Date
  /** The same to the microsecond, for the place in the list. */
  place: string
  actorId: string | null
  actorName: string | null
  kind: AuditKind
  recordKind: string | null
  recordId: string | null
  detail: Record<string, unknown>
  personal: Record<string, unknown> | null
  seq: string | null
  blanked: boolean
}

export interface RowFilter {
  /** Of these kinds only; where somebody's rows are asked for, all of them are named. */
  kinds: readonly AuditKind[]
  isNarrowed: boolean
  actorId?: string | undefined
  recordId?: string | undefined
  address?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** Whom a text may mean, and which records. */
  named?: { actorIds: readonly string[]; recordIds: readonly string[] } | undefined
}

const ORDER = 'order by a.at desc, a.id desc limit'

/**
 * Rows that the filter lets through, newest first. Each way to them reads an index in the order of the list, and ends where
 * the page does: of somebody, or of rare kinds, kind by kind, because one index in time would look at everything between.
 */
export async function listRows(
  db: Queryable,
  filter: RowFilter,
  { limit, after }: { limit: number; after: readonly [string, string] | null },
): Promise<ListedRow[]> {
  const values: unknown[] = []
  const value = (one: unknown, type: string) => `$${values.push(one)}::${type}`
  const { kinds, isNarrowed, actorId, recordId, address, from, to, named } = filter
  const upTo = value(limit, 'int')
  let given: string | undefined
  // Asked for only where it is used: a value that nothing uses has no type.
  const kindList = () => (given ??= value(kinds, 'text[]'))
  const inTime = [
    ...(from ? [`a.at >= ${value(from, 'timestamptz')}`] : []),
    ...(to ? [`a.at < ${value(to, 'timestamptz')}`] : []),
    ...(after ? [`(a.at, a.id) < (${value(after[0], 'timestamptz')}, ${value(after[1], 'uuid')})`] : []),
  ]
  const ofActor = actorId ? [`a.actor_id = ${value(actorId, 'uuid')}`] : []
  const ofRecord = recordId ? [`a.record_id = ${value(recordId, 'uuid')}`] : []
  const ofAddress = address ? [`a.personal ? 'address'`, `a.personal->>'address' = ${value(address, 'text')}`] : []
  const ofKinds = isNarrowed ? [`a.kind = any(${kindList()})`] : []
  const rest = [...inTime, ...ofActor, ...ofRecord, ...ofAddress]
  const where = (...parts: string[]) => (parts.length > 0 ? `where ${parts.join(' and ')}` : '')

  const byActor = (ids: string) => `
    select x.id, x.at from unnest(${ids}) w(id) cross join unnest(${kindList()}) k(kind) cross join lateral (
      select a.id, a.at from audit a ${where('a.actor_id = w.id', 'a.kind = k.kind', ...rest)} ${ORDER} ${upTo}) x`
  const byRecord = (ids: string) => `
    select x.id, x.at from unnest(${ids}) w(id) cross join lateral (
      select a.id, a.at from audit a ${where('a.record_id = w.id', ...ofKinds, ...rest)} ${ORDER} ${upTo}) x`
  const byKind = () => `
    select x.id, x.at from unnest(${kindList()}) k(kind) cross join lateral (
      select a.id, a.at from audit a ${where('a.kind = k.kind', ...rest)} ${ORDER} ${upTo}) x`
  const inOrder = () => `(select a.id, a.at from audit a ${where(...ofKinds, ...rest)} ${ORDER} ${upTo})`

  const ways = named
    ? [byActor(value(named.actorIds, 'uuid[]')), byRecord(value(named.recordIds, 'uuid[]'))]
    : recordId
      ? [byRecord(value([recordId], 'uuid[]'))]
      : actorId
        ? [byActor(value([actorId], 'uuid[]'))]
        : [address || !isNarrowed ? inOrder() : byKind()]
  const text = `
    select a.id, a.at, a.at::text as place, a.actor_id as "actorId", u.name as "actorName", a.kind,
           a.record_kind as "recordKind", a.record_id as "recordId", a.detail, a.personal, s.seq,
           s.personal_digest is not null and s.salt is null as blanked
      from (select a.id, a.at from (${ways.join(' union ')}) a ${ORDER} ${upTo}) p
      join audit a on a.id = p.id
      left join audit_seal s on s.audit_id = a.id
      left join app_user u on u.id = a.actor_id
     order by p.at desc, p.id desc`
  return db.rows(statement<ListedRow>(text), values)
}

const usersNamed = statement<{ id: string }>(`
  select id from app_user where strpos(lower(name), $1) > 0 or strpos(lower(email), $1) > 0 order by name, id limit $2`)

/** People whose name or e-mail holds what was typed. */
export async function findUsersNamed(db: Queryable, q: string, limit: number): Promise<string[]> {
  return (await db.rows(usersNamed, [q.toLowerCase(), limit])).map(row => row.id)
}

const names = statement<{ id: string; name: string }>(`
  select id, name from app_user where id = any($1::uuid[])
  union all select id, name from profile where id = any($1::uuid[]) and name is not null
  union all select id, name from department where id = any($1::uuid[])
  union all select id, name from api_key where id = any($1::uuid[])`)

/** What the records of this room are called. */
export async function listAccessNames(db: Queryable, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db.rows(names, [ids])
}
