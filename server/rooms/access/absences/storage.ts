import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { Kind } from '../../../platform/scope.ts'
import { creationOf } from '../../../platform/work.ts'
import type { AbsenceKind } from './contract.ts'
import type { Span } from './rules.ts'
import type { AbsenceRow, Named } from './tables.ts'

export const absenceCreation = creationOf('absence', { owned: false })

const named = (alias: string) => `jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name)`
const columns = `a.id, a.version, a.created_at as "createdAt", a.updated_at as "updatedAt", ${named('u')} as user,
  u.role as "userRole", case when d.id is not null then ${named('d')} end as department, a.kind,
  a.from_day as "fromDay", a.to_day as "toDay", a.starts_at as "startsAt", a.ends_at as "endsAt", a.work, a.rights,
  a.comment, coalesce((select jsonb_agg(jsonb_build_object('user', ${named('p')}, 'kinds', s.kinds) order by s.ord)
     from absence_substitute s join app_user p on p.id = s.user_id where s.absence_id = a.id), '[]') as substitutes,
  case when w.id is not null then ${named('w')} end as author, a.cancelled_at as "cancelledAt",
  a.begun_at as "begunAt", a.ended_at as "endedAt"`
const tables = `absence a join app_user u on u.id = a.user_id left join department d on d.id = u.department_id
  left join app_user w on w.id = a.author_id`

const readOne = statement<AbsenceRow>(`select ${columns} from ${tables} where a.id = $1`)
const holdOne = statement<AbsenceRow>(`select ${columns} from ${tables} where a.id = $1 for update of a`)
const readPage = statement<AbsenceRow & { place: string }>(`
  select ${columns}, a.ends_at::text as place from ${tables}
   where ($1::boolean or a.cancelled_at is null and a.ends_at > $2::timestamptz)
     and ($3::timestamptz is null or a.ends_at > $3) and ($4::timestamptz is null or a.starts_at < $4)
     and ($5::uuid is null or a.user_id = $5) and ($6::uuid[] is null or u.department_id = any($6))
     and ($7::timestamptz is null or (a.ends_at, a.id) > ($7, $8::uuid))
   order by a.ends_at, a.id limit $9`)

export async function findAbsence(db: Queryable, id: string): Promise<AbsenceRow | undefined> {
  return db.first(readOne, [id])
}

export async function holdAbsence(tx: Transaction, id: string): Promise<AbsenceRow | undefined> {
  return tx.first(holdOne, [id])
}

export interface AbsenceFilter {
  now: Date
  past: boolean
  from: Date | null
  /** Without this moment. */
  to: Date | null
  userId: string | null
  departmentIds: readonly string[] | null
}

/** A page of absences, those that end first first, and one row more. */
export async function selectAbsences(
  db: Queryable,
  { now, past, from, to, userId, departmentIds }: AbsenceFilter,
  page: { limit: number; after: readonly string[] | null },
): Promise<(AbsenceRow & { place: string })[]> {
  const [place = null, id = null] = page.after ?? []
  return db.rows(readPage, [past, now, from, to, userId, departmentIds, place, id, page.limit + 1])
}

export interface StoredAbsence extends Span {
  id: string
  userId: string
  kind: AbsenceKind
  fromDay: string | null
  toDay: string | null
  work: boolean
  rights: boolean
  comment: string | null
  authorId: string | null
  begunAt: Date | null
  endedAt: Date | null
  cancelledAt: Date | null
  substitutes: readonly { userId: string; kinds: readonly Kind[] }[]
}

const insertRow = statement<never>(`
  insert into absence (id, user_id, kind, from_day, to_day, starts_at, ends_at, work, rights, comment, author_id, begun_at,
                       ended_at, cancelled_at, created_at, updated_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)`)
const updateRow = statement<never>(`
  update absence set kind = $2, from_day = $3, to_day = $4, starts_at = $5, ends_at = $6, work = $7, rights = $8,
         comment = $9, begun_at = $10, ended_at = $11, cancelled_at = $12, version = version + 1, updated_at = $13
   where id = $1`)
const clearSubstitutes = statement<never>('delete from absence_substitute where absence_id = $1')
const insertSubstitutes = statement<never>(`
  insert into absence_substitute (absence_id, user_id, ord, kinds)
  select $1, (x->>'userId')::uuid, n, array(select jsonb_array_elements_text(x->'kinds'))
    from jsonb_array_elements($2::jsonb) with ordinality as t(x, n)`)

export function insertAbsence(tx: Transaction, absence: StoredAbsence, now: Date, hash: Buffer): void {
  const { id, userId, kind, fromDay, toDay, startsAt, endsAt, work, rights, comment, authorId } = absence
  const { begunAt, endedAt, cancelledAt, substitutes } = absence
  const head = [id, userId, kind, fromDay, toDay, startsAt, endsAt, work, rights, comment, authorId]
  tx.later(insertRow, [...head, begunAt, endedAt, cancelledAt, now, hash])
  if (substitutes.length > 0) tx.later(insertSubstitutes, [id, JSON.stringify(substitutes)])
}

export function storeAbsence(tx: Transaction, absence: Omit<StoredAbsence, 'userId' | 'authorId'>, now: Date): void {
  const { id, kind, fromDay, toDay, startsAt, endsAt, work, rights, comment, substitutes } = absence
  const { begunAt, endedAt, cancelledAt } = absence
  const head = [id, kind, fromDay, toDay, startsAt, endsAt, work, rights, comment]
  tx.later(updateRow, [...head, begunAt, endedAt, cancelledAt, now])
  tx.later(clearSubstitutes, [id])
  if (substitutes.length > 0) tx.later(insertSubstitutes, [id, JSON.stringify(substitutes)])
}

const readOverlap = statement<{ id: string } & Span>(`
  select id, starts_at as "startsAt", ends_at as "endsAt" from absence
   where user_id = $1 and id <> $2 and cancelled_at is null and starts_at < $4 and ends_at > $3
   order by starts_at limit 1`)

/** Another absence of the same person that touches this span; the person is held. */
export async function findOverlap(
  db: Queryable,
  { id, userId, startsAt, endsAt }: { id: string; userId: string } & Span,
): Promise<({ id: string } & Span) | undefined> {
  return db.first(readOverlap, [userId, id, startsAt, endsAt])
}

export type OtherAbsence = Span & { user: Named; substitutes: Named[] }
const other = (where: string) =>
  statement<OtherAbsence>(`
  select ${named('u')} as user, a.starts_at as "startsAt", a.ends_at as "endsAt",
         coalesce((select jsonb_agg(${named('p')} order by s.ord) from absence_substitute s join app_user p on p.id = s.user_id
                    where s.absence_id = a.id), '[]') as substitutes
    from absence a join app_user u on u.id = a.user_id
   where ${where} and a.id <> $2 and a.cancelled_at is null and a.starts_at < $4 and a.ends_at > $3
   order by a.starts_at, a.id`)
const awayThen = other('a.user_id = any($1::uuid[])')
const owedThen = other(`a.id in (select absence_id from absence_substitute where user_id = any($1::uuid[]))`)

/** Absences of these people that overlap. */
export async function listAway(db: Queryable, ids: readonly string[], id: string, span: Span): Promise<OtherAbsence[]> {
  return ids.length === 0 ? [] : db.rows(awayThen, [ids, id, span.startsAt, span.endsAt])
}

/** Absences in which this person stands in, that overlap. */
export async function listOwed(db: Queryable, userId: string, id: string, span: Span): Promise<OtherAbsence[]> {
  return db.rows(owedThen, [[userId], id, span.startsAt, span.endsAt])
}

const ofCompany = statement<{ timeZone: string }>('select time_zone as "timeZone" from company')

export async function findCompanyZone(db: Queryable): Promise<string | undefined> {
  return (await db.first(ofCompany))?.timeZone
}

const readPeople = statement<Named & { role: string }>(`
  select id, name, role from app_user
   where deactivated_at is null and ($1::uuid[] is null or id = any($1)) order by lower(name) collate "ru-x-icu", id`)

/** Those of these people who work here; all of them where nobody is named. */
export async function listWorking(db: Queryable, ids: readonly string[] | null): Promise<(Named & { role: string })[]> {
  return db.rows(readPeople, [ids])
}

const holdPersons = statement<Named & { role: string; works: boolean }>(`
  select id, name, role, deactivated_at is null as works from app_user where id = any($1::uuid[])
   order by id for no key update`)

/**
 * Keeps these people as they are until the end: nobody of them leaves meanwhile, and nobody else enters an absence for
 * one of them. Always in the same order, so that two who stand in for each other do not wait for each other.
 */
export async function holdPeople(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, Named & { role: string; works: boolean }>> {
  return new Map((await tx.rows(holdPersons, [[...new Set(ids)]])).map(row => [row.id, row]))
}

// ---- moments ----

const readByDays = statement<{ id: string; fromDay: string; toDay: string }>(`
  select id, from_day as "fromDay", to_day as "toDay" from absence
   where from_day is not null and cancelled_at is null and ended_at is null order by id for no key update`)
const placeRows = statement<never>(`
  update absence a set starts_at = x."startsAt", ends_at = x."endsAt"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "startsAt" timestamptz, "endsAt" timestamptz) where a.id = x.id`)

export async function holdByDays(tx: Transaction): Promise<{ id: string; fromDay: string; toDay: string }[]> {
  return tx.rows(readByDays)
}

export function placeAbsences(tx: Transaction, rows: readonly ({ id: string } & Span)[]): void {
  if (rows.length > 0) tx.later(placeRows, [JSON.stringify(rows)])
}

const due = (column: 'begun_at' | 'ended_at', at: 'starts_at' | 'ends_at') =>
  statement<{ id: string }>(`
  update absence set ${column} = $1 where id in (
    select id from absence where ${at} <= $1 and ${column} is null and cancelled_at is null
     order by ${at} limit 1 for no key update skip locked)
  returning id`)
const begin = due('begun_at', 'starts_at')
const end = due('ended_at', 'ends_at')

/** The next absence that has begun and of which nobody was told; two nodes take different ones. */
export async function takeBegun(tx: Transaction, now: Date): Promise<string | undefined> {
  return (await tx.first(begin, [now]))?.id
}

/** The next absence that is over and of which nobody was told. */
export async function takeEnded(tx: Transaction, now: Date): Promise<string | undefined> {
  return (await tx.first(end, [now]))?.id
}

const ofPerson = statement<{ id: string }>(`
  select a.id from absence a
   where a.cancelled_at is null and a.ends_at > $2
     and (a.user_id = $1 or exists (select from absence_substitute s where s.absence_id = a.id and s.user_id = $1))
   order by a.id`)

/** Absences that are not over in which this person is absent or stands in. */
export async function listUnfinishedOf(db: Queryable, userId: string, now: Date): Promise<string[]> {
  return (await db.rows(ofPerson, [userId, now])).map(row => row.id)
}
