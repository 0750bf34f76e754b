import { type Queryable, statement } from '../../../platform/db/database.ts'

export interface DepartmentRow {
  id: string
  name: string
  parentId: string | null
  order: number
  users: number
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

const columns = `d.id, d.name, d.parent_id as "parentId", d.ord as "order", d.archived_at as "archivedAt", d.version,
  d.created_at as "createdAt", d.updated_at as "updatedAt",
  (select count(*)::int from app_user u where u.department_id = d.id and u.deactivated_at is null) as users`

const readAll = statement<DepartmentRow>(`
  select ${columns} from department d where $1::boolean or d.archived_at is null order by d.ord, d.name, d.id`)
const readOne = statement<DepartmentRow>(`select ${columns} from department d where d.id = $1`)
const readPeopleBelow = statement<{ id: string }>(`
  with recursive below as (
    select id from department where id = $1
    union
    select d.id from department d join below on d.parent_id = below.id)
  select u.id from app_user u where u.department_id in (select id from below)`)
const takeTurn = statement<never>(`select pg_advisory_xact_lock(hashtext('interes.departments'))`)
const holdRow = statement<{ id: string }>('select id from department where id = $1 and archived_at is null for share')
const claimRow = statement<{ id: string }>('select id from department where id = $1 for update')
const insertRow = statement<never>(`
  insert into department (id, name, parent_id, ord, created_at, updated_at, creation_hash)
  values ($1, $2, $3, $4, $5, $5, $6)`)
const storeRow = statement<never>(`
  update department set name = $2, parent_id = $3, archived_at = $4, version = version + 1, updated_at = $5
   where id = $1`)
const storeOrderRows = statement<never>(`
  update department d set ord = o.place - 1
    from unnest($1::uuid[]) with ordinality as o(id, place)
   where d.id = o.id and d.ord <> o.place - 1`)

export async function listDepartmentRows(db: Queryable, archivedToo: boolean): Promise<DepartmentRow[]> {
  return db.rows(readAll, [archivedToo])
}

export async function findDepartmentRow(db: Queryable, id: string): Promise<DepartmentRow | undefined> {
  return db.first(readOne, [id])
}

/** Everybody of a department and of those below it, also who has left. */
export async function listPeopleBelow(db: Queryable, id: string): Promise<string[]> {
  return (await db.rows(readPeopleBelow, [id])).map(row => row.id)
}

/** One change of the tree at a time: two moves at once could make a loop that neither of them sees. */
export async function lockTree(db: Queryable): Promise<void> {
  await db.rows(takeTurn)
}

/** Keeps a department in use from being archived until the end of the transaction; false when there is none. */
export async function holdDepartment(db: Queryable, id: string): Promise<boolean> {
  return (await db.first(holdRow, [id])) !== undefined
}

/** Waits for those who are putting people into the department. */
export async function claimDepartment(db: Queryable, id: string): Promise<void> {
  await db.rows(claimRow, [id])
}

export async function insertDepartment(
  db: Queryable,
  row: { id: string; name: string; parentId: string | null; order: number },
  now: Date,
  creationHash: Buffer,
): Promise<void> {
  await db.rows(insertRow, [row.id, row.name, row.parentId, row.order, now, creationHash])
}

export async function storeDepartment(
  db: Queryable,
  row: Pick<DepartmentRow, 'id' | 'name' | 'parentId' | 'archivedAt'>,
  now: Date,
): Promise<void> {
  await db.rows(storeRow, [row.id, row.name, row.parentId, row.archivedAt, now])
}

export async function storeDepartmentOrder(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.rows(storeOrderRows, [ids])
}
