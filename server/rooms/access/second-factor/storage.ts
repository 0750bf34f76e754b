import { type Queryable, statement } from '../../../platform/db/database.ts'

export interface FactorRow {
  secret: Buffer
  createdAt: Date
  confirmedAt: Date | null
  lastStep: number
}

/** Somebody's profile demands a second factor. */
export const FORCED = `exists (
  select from second_factor_profile r join profile x on x.id = r.profile_id
   where x.id = u.profile_id or u.profile_id is null and x.name is null and x.role = u.role)`
/** Somebody has one that counts. */
export const HAS_FACTOR = `exists (select from second_factor f where f.user_id = u.id and f.confirmed_at is not null)`

const columns = `secret, created_at as "createdAt", confirmed_at as "confirmedAt", last_step::int as "lastStep"`
const lockRow = statement<FactorRow>(`select ${columns} from second_factor where user_id = $1 for update`)
const readOn = statement<{ on: boolean }>(`select ${HAS_FACTOR} as on from app_user u where u.id = $1`)
const readForced = statement<{ forced: boolean }>(`select ${FORCED} as forced from app_user u where u.id = $1`)
const insertRow = statement<never>(`
  insert into second_factor (user_id, secret, created_at) values ($1, $2, $3)`)
const deleteRow = statement<{ confirmedAt: Date | null }>(`
  delete from second_factor where user_id = $1 returning confirmed_at as "confirmedAt"`)
const confirmRow = statement<never>(`update second_factor set confirmed_at = $2, last_step = $3 where user_id = $1`)
const storeStepRow = statement<never>(`update second_factor set last_step = $2 where user_id = $1`)
const insertCodeRows = statement<never>(`
  insert into recovery_code (user_id, code_hash) select $1, unnest($2::bytea[])`)
const deleteCodeRows = statement<never>(`delete from recovery_code where user_id = $1`)
const takeCodeRow = statement<{ taken: boolean }>(`
  update recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null returning true as taken`)

const companyName = statement<{ name: string }>(`select name from company`)

/** What stands beside the code in the app. */
export async function readCompanyName(db: Queryable): Promise<string> {
  return (await db.first(companyName))?.name ?? ''
}

/** Held until the end of the transaction: of two with the same code the second sees that it was taken. */
export async function lockFactor(db: Queryable, userId: string): Promise<FactorRow | undefined> {
  return db.first(lockRow, [userId])
}

/** Does this person need a code to come in? */
export async function hasFactor(db: Queryable, userId: string): Promise<boolean> {
  return (await db.first(readOn, [userId]))?.on ?? false
}

/** Does the profile of this person demand one? */
export async function isFactorForced(db: Queryable, userId: string): Promise<boolean> {
  return (await db.first(readForced, [userId]))?.forced ?? false
}

/** A second factor that counts for nothing before it is confirmed; one that was begun before goes. */
export async function replaceFactor(
  db: Queryable,
  userId: string,
  made: { secret: Buffer; codes: readonly Buffer[] },
  now: Date,
): Promise<void> {
  await deleteFactor(db, userId)
  await db.rows(insertRow, [userId, made.secret, now])
  await db.rows(insertCodeRows, [userId, made.codes])
}

/** False when there was none that counted. */
export async function deleteFactor(db: Queryable, userId: string): Promise<boolean> {
  return Boolean((await db.first(deleteRow, [userId]))?.confirmedAt)
}

export async function confirmFactor(db: Queryable, userId: string, step: number, now: Date): Promise<void> {
  await db.rows(confirmRow, [userId, now, step])
}

/** Remembers the step whose code was taken; whoever holds the row has decided that it may be. */
export async function storeStep(db: Queryable, userId: string, step: number): Promise<void> {
  await db.rows(storeStepRow, [userId, step])
}

/** Takes a recovery code: false when it was used before or never was. */
export async function takeRecoveryCode(db: Queryable, userId: string, hash: Buffer, now: Date): Promise<boolean> {
  return (await db.first(takeCodeRow, [userId, hash, now])) !== undefined
}

export async function replaceRecoveryCodes(db: Queryable, userId: string, codes: readonly Buffer[]): Promise<void> {
  await db.rows(deleteCodeRows, [userId])
  await db.rows(insertCodeRows, [userId, codes])
}
