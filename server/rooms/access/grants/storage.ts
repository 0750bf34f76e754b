import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

/** To whom something is opened: one person, or everybody of a department and below it. */
export interface Principal {
  kind: 'user' | 'department'
  id: string
}

const hold = statement<{ expiresAt: Date | null; changes: boolean }>(`
  select expires_at as "expiresAt", coalesce(changes, false) as changes from record_access
   where principal_id = $1 and record_id = $2 and reason = 'grant' for update`)
const put = statement<never>(`
  insert into record_access (principal_id, record_id, record_kind, reason, created_at, granted_by, expires_at, ending_told_at, changes)
  values ($1, $2, $3, 'grant', $4, $5, $6, $7, $8)
  on conflict (principal_id, record_id, reason) do update
     set expires_at = excluded.expires_at, ending_told_at = excluded.ending_told_at, granted_by = excluded.granted_by,
         changes = excluded.changes,
         created_at = case when record_access.expires_at <= $4 then excluded.created_at else record_access.created_at end`)

/** Until when a grant holds and how far it goes, held until the end of the transaction; undefined where there is none. */
export async function holdGrant(
  tx: Transaction,
  principalId: string,
  recordId: string,
): Promise<{ expiresAt: Date | null; changes: boolean } | undefined> {
  return tx.first(hold, [principalId, recordId])
}

/** Writes a grant, or another end or reach of a known one. */
export async function putGrant(
  tx: Transaction,
  grant: {
    principalId: string
    recordId: string
    recordKind: string
    by: string | null
    at: Date
    expiresAt: Date | null
    /** Set where nobody has to be told that it ends. */
    toldAt: Date | null
    /** For change, not only to look. */
    changes: boolean
  },
): Promise<void> {
  const { principalId, recordId, recordKind, by, at, expiresAt, toldAt, changes } = grant
  await tx.rows(put, [principalId, recordId, recordKind, at, by, expiresAt, toldAt, changes])
}

const remove = statement<{ id: string }>(`
  delete from record_access where principal_id = $1 and record_id = $2 and reason = 'grant' returning principal_id as id`)

/** @returns whether there was one */
export async function deleteGrant(tx: Transaction, principalId: string, recordId: string): Promise<boolean> {
  return (await tx.rows(remove, [principalId, recordId])).length > 0
}

const removeAll = statement<{ id: string }>(`
  delete from record_access where principal_id = $1 and reason = 'grant' returning record_id as id`)

/** @returns what was open to this person */
export async function deleteGrantsOf(tx: Transaction, userId: string): Promise<{ id: string }[]> {
  return tx.rows(removeAll, [userId])
}

const count = statement<{ count: number }>(`
  select count(*)::int as count from record_access where principal_id = $1 and reason = 'grant'`)

export async function countGrantsOf(db: Queryable, principalId: string): Promise<number> {
  return (await db.first(count, [principalId]))?.count ?? 0
}

/** A grant whose time is over, or nearly so. */
export interface Ending {
  recordId: string
  principalId: string
  expiresAt: Date
  /** Is it a department? */
  shared: boolean
  /** Who works there, or the one person. */
  people: string[]
}

const endingColumns = `
  a.record_id as "recordId", a.principal_id as "principalId", a.expires_at as "expiresAt",
  exists (select from department d where d.id = a.principal_id) as shared,
  array(with recursive below as (
          select d.id from department d where d.id = a.principal_id
          union
          select d.id from department d join below on d.parent_id = below.id)
        select u.id from app_user u
         where u.deactivated_at is null and (u.id = a.principal_id or u.department_id in (select id from below))) as people`

/** Two nodes that do this at once take different ones. */
const takeEnded = statement<Ending>(`
  with ended as (
    select principal_id, record_id, reason from record_access
     where reason = 'grant' and expires_at <= $1 order by expires_at limit $2 for update skip locked),
  gone as (
    delete from record_access a using ended e
     where a.principal_id = e.principal_id and a.record_id = e.record_id and a.reason = e.reason returning a.*)
  select ${endingColumns} from gone a`)
const takeEnding = statement<Ending>(`
  with near as (
    select principal_id, record_id, reason from record_access
     where reason = 'grant' and ending_told_at is null and expires_at > $1 and expires_at <= $1::timestamptz + interval '1 day'
     order by expires_at limit $2 for update skip locked),
  told as (
    update record_access a set ending_told_at = $1 from near n
     where a.principal_id = n.principal_id and a.record_id = n.record_id and a.reason = n.reason returning a.*)
  select ${endingColumns} from told a`)

/** Grants whose time is over, taken away. */
export async function takeEndedGrants(tx: Transaction, now: Date, limit: number): Promise<Ending[]> {
  return tx.rows(takeEnded, [now, limit])
}

/** Grants that end within a day, marked as told. */
export async function takeEndingGrants(tx: Transaction, now: Date, limit: number): Promise<Ending[]> {
  return tx.rows(takeEnding, [now, limit])
}

const zone = statement<{ zone: string }>('select time_zone as zone from company')

/** The zone in which the days of the company are counted; undefined before it is set up. */
export async function findCompanyZone(db: Queryable): Promise<string | undefined> {
  return (await db.first(zone))?.zone
}

const departments = statement<{ id: string; name: string }>(
  'select id, name from department where id = any($1::uuid[])',
)

/** Which of these ids are departments, and what they are called. */
export async function selectDepartmentNames(
  db: Queryable,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return ids.length === 0 ? [] : db.rows(departments, [ids])
}

const ofRole = statement<{ id: string }>(`
  select id from app_user where role = $1 and deactivated_at is null order by created_at, id limit $2`)

export async function selectRole(db: Queryable, role: string, limit: number): Promise<string[]> {
  return (await db.rows(ofRole, [role, limit])).map(row => row.id)
}

/** How far the administrators are from everybody. */
const FURTHEST = 1_000

/** Heads of the departments above a person, the person itself left out, and the administrators behind them. */
const deciders = statement<{ id: string; depth: number }>(`
  with recursive above as (
    select department_id as id, 0 as depth from app_user where id = $1 and department_id is not null
    union
    select d.parent_id, above.depth + 1 from above join department d on d.id = above.id where d.parent_id is not null
  ),
  heads as (
    select u.id, above.depth from above join app_user u on u.department_id = above.id
     where u.role = 'head' and u.deactivated_at is null and u.id <> $1
  )
  select id, min(depth)::int as depth from heads group by id
  union all
  select id, ${FURTHEST} from app_user where role = 'administrator' and deactivated_at is null`)

/** The heads above somebody, the nearest first, then the administrators; those of one place together. */
export async function selectDeciders(db: Queryable, responsibleId: string | null): Promise<string[][]> {
  const rows = (await db.rows(deciders, [responsibleId])).toSorted((a, b) => a.depth - b.depth)
  return [...Map.groupBy(rows, row => row.depth).values()].map(group => group.map(row => row.id))
}

const active = statement<{ id: string; name: string }>(
  'select id, name from app_user where id = $1 and deactivated_at is null',
)

export async function findActiveUser(
  db: Queryable,
  id: string | null,
): Promise<{ id: string; name: string } | undefined> {
  return id === null ? undefined : db.first(active, [id])
}

const names = statement<{ id: string; name: string }>(`
  select u.id, u.name from unnest($1::uuid[]) with ordinality as wanted(id, n) join app_user u on u.id = wanted.id
   order by wanted.n`)

export async function selectNames(db: Queryable, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return ids.length === 0 ? [] : db.rows(names, [[...new Set(ids)]])
}
