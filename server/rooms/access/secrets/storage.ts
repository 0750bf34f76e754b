import { type Queryable, statement } from '../../../platform/db/database.ts'

const readCheck = statement<{ sealed: Buffer }>('select sealed from vault_check')
const insertCheckRow = statement<never>(`
  insert into vault_check (sealed, made_at) values ($1, $2) on conflict (singleton) do nothing`)
const replaceCheckRow = statement<never>(`
  insert into vault_check (sealed, made_at) values ($1, $2)
  on conflict (singleton) do update set sealed = excluded.sealed, made_at = excluded.made_at`)
const readFactors = statement<{ sealed: Buffer }>('select secret as sealed from second_factor')
const readTexts = statement<{ sealed: string }>(`
  select client_secret as sealed from single_sign_on where client_secret is not null
  union all select bind_password from ldap where bind_password is not null`)

/** The value by which a node finds out whether its key fits. */
export async function findCheck(db: Queryable): Promise<Buffer | undefined> {
  return (await db.first(readCheck))?.sealed
}

/** Keeps the value of whoever is first; of two at once the second waits and keeps nothing. */
export async function insertCheck(db: Queryable, sealed: Buffer, now: Date): Promise<void> {
  await db.rows(insertCheckRow, [sealed, now])
}

export async function replaceCheck(db: Queryable, sealed: Buffer, now: Date): Promise<void> {
  await db.rows(replaceCheckRow, [sealed, now])
}

/** Everything that is sealed in this base. */
export async function listSealed(db: Queryable): Promise<Buffer[]> {
  const factors = await db.rows(readFactors)
  const texts = await db.rows(readTexts)
  return [...factors.map(each => each.sealed), ...texts.map(each => Buffer.from(each.sealed, 'base64url'))]
}
