import { type Queryable, statement } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Role } from '../../../platform/scope.ts'

export type Service = 'single_sign_on' | 'ldap'

/** An account elsewhere: who says so, and how that one calls the person for good. */
export interface Account {
  service: Service
  issuer: string
  subject: string
}

const readUser = statement<{ userId: string }>(`
  select user_id as "userId" from outside_account where service = $1 and issuer = $2 and subject = $3`)
const readOfUser = statement<{ subject: string }>(`
  select subject from outside_account where user_id = $1 and service = $2 and issuer = $3`)
const readServices = statement<{ service: Service; issuer: string; linkedAt: Date }>(`
  select service, issuer, linked_at as "linkedAt" from outside_account where user_id = $1 order by linked_at, id`)
const insert = statement<{ id: string }>(`
  insert into outside_account (id, user_id, service, issuer, subject, linked_at, used_at)
  values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing returning id`)
const touch = statement<never>(`
  update outside_account set used_at = $4 where service = $1 and issuer = $2 and subject = $3`)
const remove = statement<{ id: string }>(`
  delete from outside_account where user_id = $1 and service = $2 returning id`)
const readLinked = statement<LinkedUser>(`
  select u.id, u.name, u.role, u.profile_id as "profileId", a.subject
    from outside_account a join app_user u on u.id = a.user_id
   where a.service = $1 and a.issuer = $2 and u.deactivated_at is null
   order by u.name, u.id`)

export interface LinkedUser {
  id: string
  name: string
  role: Role
  profileId: string | null
  subject: string
}

export async function findUserOf(db: Queryable, { service, issuer, subject }: Account): Promise<string | undefined> {
  return (await db.first(readUser, [service, issuer, subject]))?.userId
}

/** How a service calls this user; undefined when no account there is linked. */
export async function findSubjectOf(
  db: Queryable,
  userId: string,
  service: Service,
  issuer: string,
): Promise<string | undefined> {
  return (await db.first(readOfUser, [userId, service, issuer]))?.subject
}

export async function listServicesOf(
  db: Queryable,
  userId: string,
): Promise<{ service: Service; issuer: string; linkedAt: Date }[]> {
  return db.rows(readServices, [userId])
}

/** Everybody who still comes in and has an account at the service. */
export async function listLinkedUsers(db: Queryable, service: Service, issuer: string): Promise<LinkedUser[]> {
  return db.rows(readLinked, [service, issuer])
}

/** False when the account is somebody's already, or the user has another one there. */
export async function insertAccount(db: Queryable, userId: string, account: Account, now: Date): Promise<boolean> {
  const { service, issuer, subject } = account
  return (await db.first(insert, [newId(), userId, service, issuer, subject, now])) !== undefined
}

export async function touchAccount(db: Queryable, { service, issuer, subject }: Account, now: Date): Promise<void> {
  await db.rows(touch, [service, issuer, subject, now])
}

/** False when there was none. */
export async function deleteAccountsOf(db: Queryable, userId: string, service: Service): Promise<boolean> {
  return (await db.rows(remove, [userId, service])).length > 0
}
