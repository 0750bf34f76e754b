import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Role } from '../../../platform/scope.ts'

export interface UserRow {
  id: string
  email: string
  name: string
  role: Role
  /** Null: the shipped one of the role. */
  profileId: string | null
  departmentId: string | null
  passwordHash: string | null
  language: 'ru' | 'en'
  timeZone: string | null
  deactivatedAt: Date | null
  version: number
}

const columns = `id, email, name, role, profile_id as "profileId", department_id as "departmentId", password_hash as "passwordHash", language,
  time_zone as "timeZone", deactivated_at as "deactivatedAt", version`

const readUser = statement<UserRow>(`select ${columns} from app_user where id = $1`)
const lockUserRow = statement<UserRow>(`select ${columns} from app_user where id = $1 for update`)
const readLogin = statement<UserRow>(`select ${columns} from app_user where lower(email) = $1`)
const insertRow = statement<{ id: string }>(`
  insert into app_user (id, email, name, role, profile_id, department_id, password_hash, language, created_at, updated_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
  on conflict (lower(email)) do nothing returning id`)
const otherWithEmail = statement<{ id: string }>('select id from app_user where lower(email) = lower($1) and id <> $2')
const activeAdministrators = statement<{ id: string }>(`
  select id from app_user where role = 'administrator' and deactivated_at is null order by id for update`)
const anyAdministrator = statement<{ id: string }>(`select id from app_user where role = 'administrator' limit 1`)

export async function getUserRow(db: Queryable, id: string): Promise<UserRow | undefined> {
  return db.first(readUser, [id])
}

export async function lockUser(db: Queryable, id: string): Promise<UserRow | undefined> {
  return db.first(lockUserRow, [id])
}

/** @param login already in lower case */
export async function findLogin(db: Queryable, login: string): Promise<UserRow | undefined> {
  return db.first(readLogin, [login])
}

export type NewUser = Omit<UserRow, 'timeZone' | 'deactivatedAt' | 'version'>

/** False when somebody has the e-mail already. */
export async function insertUser(db: Queryable, user: NewUser, now: Date, creationHash: Buffer): Promise<boolean> {
  const { id, email, name, role, profileId, departmentId, passwordHash, language } = user
  const inserted = await db.first(insertRow, [
    id,
    email,
    name,
    role,
    profileId,
    departmentId,
    passwordHash,
    language,
    now,
    creationHash,
  ])
  return inserted !== undefined
}

export interface UserChanges {
  email?: string
  name?: string
  role?: Role
  profile_id?: string | null
  department_id?: string | null
  password_hash?: string
  language?: 'ru' | 'en'
  time_zone?: string | null
  deactivated_at?: Date | null
}

/** @returns the version afterwards; a password or a sign-in is no change that others could collide with */
export async function storeUser(
  db: Queryable,
  id: string,
  changes: UserChanges,
  now: Date,
  { raiseVersion = false } = {},
): Promise<number> {
  const { version } = await db.q
    .updateTable('app_user')
    .set(changes)
    .set(eb => ({ updated_at: now, version: eb('version', '+', raiseVersion ? 1 : 0) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return version
}

export async function isEmailTaken(db: Queryable, email: string, exceptId: string): Promise<boolean> {
  return (await db.first(otherWithEmail, [email, exceptId])) !== undefined
}

/** Active administrators, locked until the end of the transaction: two of them cannot take each other's role away. */
export async function lockAdministrators(db: Queryable): Promise<string[]> {
  return (await db.rows(activeAdministrators)).map(row => row.id)
}

export async function hasAdministrator(db: Queryable): Promise<boolean> {
  return (await db.first(anyAdministrator)) !== undefined
}
