import { type Queryable, statement } from '../../../platform/db/database.ts'
import { hashToken } from '../secrets/service.ts'
import { type SingleSignOnSettings, singleSignOnSettings } from './contract.ts'
import { ATTEMPT_MINUTES } from './rules.ts'

export interface StoredSettings {
  settings: SingleSignOnSettings
  /** Sealed. */
  clientSecret: string | null
  version: number
}

const columns = 'settings, client_secret as "clientSecret", version'
const read = statement<StoredSettings>(`select ${columns} from single_sign_on`)
const insert = statement<{ version: number }>(`
  insert into single_sign_on (settings, client_secret, version, changed_at)
  select $1::jsonb, $2, 1, $4 where $3::int = 0
  on conflict (singleton) do nothing returning version`)
const update = statement<{ version: number }>(`
  update single_sign_on set settings = $1::jsonb, client_secret = $2, version = version + 1, changed_at = $4
   where version = $3::int returning version`)

export async function findSettings(db: Queryable): Promise<StoredSettings | undefined> {
  const row = await db.first(read)
  // What was kept before a setting was there has it as it is left out.
  return row && { ...row, settings: singleSignOnSettings.parse(row.settings) }
}

/** @returns the new version; nothing when somebody else has changed them since */
export async function storeSettings(
  db: Queryable,
  { settings, clientSecret, version }: StoredSettings,
  now: Date,
): Promise<number | undefined> {
  const values = [JSON.stringify(settings), clientSecret, version, now]
  return (await db.first(version === 0 ? insert : update, values))?.version
}

export interface Attempt {
  redirectUri: string
  returnTo: string
  /** Whose account is to be linked; null when somebody comes in. */
  userId: string | null
}

const insertRow = statement<never>(`
  insert into single_sign_on_attempt (token_hash, redirect_uri, return_to, user_id, created_at, expires_at)
  values ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz + interval '${ATTEMPT_MINUTES} minutes')`)
const takeRow = statement<Attempt>(`
  delete from single_sign_on_attempt where token_hash = $1 and expires_at > $2
  returning redirect_uri as "redirectUri", return_to as "returnTo", user_id as "userId"`)

export async function insertAttempt(db: Queryable, token: string, attempt: Attempt, now: Date): Promise<void> {
  await db.rows(insertRow, [hashToken(token), attempt.redirectUri, attempt.returnTo, attempt.userId, now])
}

/** Uses an attempt up; undefined when it was used, is too old or never was. */
export async function takeAttempt(db: Queryable, token: string, now: Date): Promise<Attempt | undefined> {
  return db.first(takeRow, [hashToken(token), now])
}
