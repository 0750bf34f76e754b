import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { ApiScope } from './contract.ts'

export interface ApiKeyRow {
  id: string
  name: string
  hint: string
  userId: string
  userName: string
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
  revokedAt: Date | null
  scopes: ApiScope[] | null
}

const columns = `k.id, k.name, k.hint, k.user_id as "userId", u.name as "userName", k.created_at as "createdAt",
  k.last_used_at as "lastUsedAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.scopes`
const tables = 'api_key k join app_user u on u.id = k.user_id'

const readMany = statement<ApiKeyRow>(`
  select ${columns} from ${tables} where $1::uuid is null or k.user_id = $1
   order by k.revoked_at is not null, k.created_at desc, k.id desc limit 200`)
const readOne = statement<ApiKeyRow>(`select ${columns} from ${tables} where k.id = $1`)
const insertRow = statement<never>(`
  insert into api_key (id, key_hash, hint, name, user_id, created_at, expires_at, creation_hash, scopes)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
const revokeRow = statement<{ id: string }>(`
  update api_key set revoked_at = $2 where id = $1 and revoked_at is null returning id`)
const revokeOfUser = statement<never>(`
  update api_key set revoked_at = $2 where user_id = $1 and revoked_at is null`)

/** @param userId whose keys; null for everybody's */
export async function listKeyRows(db: Queryable, userId: string | null): Promise<ApiKeyRow[]> {
  return db.rows(readMany, [userId])
}

export async function findKeyRow(db: Queryable, id: string): Promise<ApiKeyRow | undefined> {
  return db.first(readOne, [id])
}

export async function insertKey(
  db: Queryable,
  key: Pick<ApiKeyRow, 'id' | 'hint' | 'name' | 'userId' | 'expiresAt' | 'scopes'> & { hash: Buffer },
  now: Date,
  creationHash: Buffer,
): Promise<void> {
  const { id, hash, hint, name, userId, expiresAt, scopes } = key
  await db.rows(insertRow, [id, hash, hint, name, userId, now, expiresAt, creationHash, scopes])
}

/** False when it was revoked before. */
export async function revokeKey(db: Queryable, id: string, now: Date): Promise<boolean> {
  return (await db.first(revokeRow, [id, now])) !== undefined
}

export async function revokeKeysOf(db: Queryable, userId: string, now: Date): Promise<void> {
  await db.rows(revokeOfUser, [userId, now])
}

export interface ExpiringKey {
  id: string
  name: string
  userId: string
  expiresAt: Date
}

const expiring = statement<ExpiringKey>(`
  select k.id, k.name, k.user_id as "userId", k.expires_at as "expiresAt"
    from api_key k join app_user u on u.id = k.user_id and u.deactivated_at is null
   where k.revoked_at is null and k.expires_at > $1 and k.expires_at <= $2 order by k.expires_at, k.id`)

/** Keys that open something now and nothing any more after `until`. */
export async function listExpiringKeys(db: Queryable, now: Date, until: Date): Promise<ExpiringKey[]> {
  return db.rows(expiring, [now, until])
}
