import { type Queryable, statement } from '../../../platform/db/database.ts'
import { FORCED, HAS_FACTOR } from '../second-factor/storage.ts'

export interface RulesRow {
  passwordLength: number
  secondFactorProfiles: string[]
  version: number
}

const columns = `password_length as "passwordLength", version,
  array(select profile_id from second_factor_profile order by profile_id) as "secondFactorProfiles"`
const readRow = statement<RulesRow>(`select ${columns} from sign_in_rule`)
const lockRow = statement<{ version: number }>(`select version from sign_in_rule for update`)
const storeRow = statement<never>(`update sign_in_rule set password_length = $1, version = version + 1`)
const deleteProfiles = statement<never>(`delete from second_factor_profile where profile_id <> all($1::uuid[])`)
const insertProfiles = statement<never>(`
  insert into second_factor_profile (profile_id) select unnest($1::uuid[]) on conflict (profile_id) do nothing`)
const countProfiles = statement<{ count: number }>(`
  select count(*)::int as count from profile where id = any($1::uuid[])`)
const countWithout = statement<{ count: number }>(`
  select count(*)::int as count from app_user u where u.deactivated_at is null and ${FORCED} and not ${HAS_FACTOR}`)
const readLength = statement<{ length: number }>(`select password_length as length from sign_in_rule`)

/** The rules as they are; held until the end of the transaction first, where they are to be changed. */
export async function readRules(db: Queryable, hold = false): Promise<RulesRow> {
  if (hold) await db.rows(lockRow)
  const row = await db.first(readRow)
  if (!row) throw new Error('no rules of the sign-in')
  return row
}

export async function storeRules(db: Queryable, rules: Omit<RulesRow, 'version'>): Promise<void> {
  await db.rows(storeRow, [rules.passwordLength])
  await db.rows(deleteProfiles, [rules.secondFactorProfiles])
  await db.rows(insertProfiles, [rules.secondFactorProfiles])
}

/** Is each of them a profile, archived or not? */
export async function areProfiles(db: Queryable, ids: readonly string[]): Promise<boolean> {
  return (await db.first(countProfiles, [ids]))?.count === ids.length
}

/** People whose profile demands what they do not have yet. */
export async function countWithoutFactor(db: Queryable): Promise<number> {
  return (await db.first(countWithout))?.count ?? 0
}

/** Signs that a new password has at least. */
export async function getPasswordLength(db: Queryable): Promise<number> {
  return (await db.first(readLength))?.length ?? 8
}
