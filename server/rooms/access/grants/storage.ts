import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

const insert = statement<{ id: string }>(`
  insert into record_access (principal_id, record_id, record_kind, reason, created_at, granted_by)
  values ($1, $2, $3, 'grant', $4, $5) on conflict do nothing returning principal_id as id`)

/** @returns whether it is new */
export async function insertGrant(
  tx: Transaction,
  grant: { userId: string; recordId: string; recordKind: string; by: string | null; at: Date },
): Promise<boolean> {
  const { userId, recordId, recordKind, by, at } = grant
  return (await tx.rows(insert, [userId, recordId, recordKind, at, by])).length > 0
}

const remove = statement<{ id: string }>(`
  delete from record_access where principal_id = $1 and record_id = $2 and reason = 'grant' returning principal_id as id`)

/** @returns whether there was one */
export async function deleteGrant(tx: Transaction, userId: string, recordId: string): Promise<boolean> {
  return (await tx.rows(remove, [userId, recordId])).length > 0
}

const removeAll = statement<{ id: string }>(`
  delete from record_access where principal_id = $1 and reason = 'grant' returning record_id as id`)

/** @returns what was open to this person */
export async function deleteGrantsOf(tx: Transaction, userId: string): Promise<{ id: string }[]> {
  return tx.rows(removeAll, [userId])
}

const count = statement<{ count: number }>(`
  select count(*)::int as count from record_access where principal_id = $1 and reason = 'grant'`)

export async function countGrantsOf(db: Queryable, userId: string): Promise<number> {
  return (await db.first(count, [userId]))?.count ?? 0
}

/** Somebody who sees a record, and why. */
export interface Viewer {
  reason: 'responsible' | 'grant' | 'head' | 'administrator'
  userId: string
  userName: string
  grantedAt: Date | null
  grantedById: string | null
  grantedByName: string | null
}

/**
 * The responsible, those whom it was opened to, the heads above either of them, and the administrators; each once, by
 * the nearest reason.
 */
const viewers = statement<Viewer>(`
  with recursive own as (
    select $2::uuid as id, 'responsible' as reason, 1 as ord, null::timestamptz as at, null::uuid as by
     where $2::uuid is not null
    union all
    select principal_id, 'grant', 2, created_at, granted_by from record_access where record_id = $1 and reason = 'grant'
  ),
  above as (
    select u.department_id as id from own join app_user u on u.id = own.id where u.department_id is not null
    union
    select d.parent_id from above join department d on d.id = above.id where d.parent_id is not null
  ),
  everybody as (
    select id, reason, ord, at, by from own
    union all
    select u.id, 'head', 3, null, null from app_user u where u.role = 'head' and u.department_id in (select id from above)
    union all
    select u.id, 'administrator', 4, null, null from app_user u where u.role = 'administrator'
  )
  select v.reason, u.id as "userId", u.name as "userName", v.at as "grantedAt", b.id as "grantedById",
         b.name as "grantedByName"
    from (select distinct on (id) * from everybody order by id, ord) v
    join app_user u on u.id = v.id
    left join app_user b on b.id = v.by
   where u.deactivated_at is null or v.ord <= 2
   order by v.ord, v.at, u.name, u.id`)

export async function selectViewers(db: Queryable, recordId: string, responsibleId: string | null): Promise<Viewer[]> {
  return db.rows(viewers, [recordId, responsibleId])
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
