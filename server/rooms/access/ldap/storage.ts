import { type Queryable, statement } from '../../../platform/db/database.ts'
import { type LastRun, type LdapSettings, ldapSettings } from './contract.ts'

export interface StoredSettings {
  settings: LdapSettings
  /** Sealed. */
  bindPassword: string | null
  version: number
  /** Since when what comparing does is known to somebody; null: not with these settings. */
  trustedAt: Date | null
  lastRun: LastRun | null
}

const read = statement<StoredSettings>(`
  select settings, bind_password as "bindPassword", version, trusted_at as "trustedAt", last_run as "lastRun" from ldap`)
const insert = statement<{ version: number }>(`
  insert into ldap (settings, bind_password, version, trusted_at, changed_at)
  select $1::jsonb, $2, 1, $4::timestamptz, $5 where $3::int = 0
  on conflict (singleton) do nothing returning version`)
const update = statement<{ version: number }>(`
  update ldap set settings = $1::jsonb, bind_password = $2, version = version + 1, trusted_at = $4, changed_at = $5
   where version = $3::int returning version`)
const storeRun = statement<never>(`
  update ldap set last_run = $1::jsonb, trusted_at = coalesce(trusted_at, $2::timestamptz) where version = $3::int`)

export async function findSettings(db: Queryable): Promise<StoredSettings | undefined> {
  const row = await db.first(read)
  // What was kept before a setting was there has it as it is left out.
  return row && { ...row, settings: ldapSettings.parse(row.settings) }
}

/** @returns the new version; nothing when somebody else has changed them since */
export async function storeSettings(
  db: Queryable,
  { settings, bindPassword, version, trustedAt }: StoredSettings,
  now: Date,
): Promise<number | undefined> {
  const values = [JSON.stringify(settings), bindPassword, version, trustedAt, now]
  return (await db.first(version === 0 ? insert : update, values))?.version
}

/** Keeps how a comparison ended; by hand it also says that what it does is known. Other settings know nothing of it. */
export async function storeLastRun(
  db: Queryable,
  { run, trustedAt, version }: { run: LastRun; trustedAt: Date | null; version: number },
): Promise<void> {
  await db.rows(storeRun, [JSON.stringify(run), trustedAt, version])
}
