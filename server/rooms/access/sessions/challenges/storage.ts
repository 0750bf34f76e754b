import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { endOfChallenge } from '../../second-factor/rules.ts'
import { hashToken, newToken } from '../../secrets/service.ts'

/** A sign-in whose password or link was right and whose code is still wanted. */
export interface Challenge {
  userId: string
  /** The link that is used up with the right code. */
  linkId: string | null
  /** The password that is set with the right code. */
  passwordHash: string | null
  /** By what the first step was: password, link, staff directory or provider. */
  began: string | null
}

const insertRow = statement<never>(`
  insert into sign_in_challenge (id, token_hash, user_id, link_id, password_hash, began, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`)
const columns = `user_id as "userId", link_id as "linkId", password_hash as "passwordHash", began`
const seeRow = statement<Challenge>(`
  select ${columns} from sign_in_challenge where token_hash = $1 and expires_at > $2`)
const takeRow = statement<Challenge>(`
  delete from sign_in_challenge where token_hash = $1 and expires_at > $2 returning ${columns}`)
const voidRows = statement<never>(`delete from sign_in_challenge where user_id = $1`)

export async function insertChallenge(
  db: Queryable,
  { userId, linkId, passwordHash, began }: Challenge,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const made = { token: newToken(), expiresAt: endOfChallenge(now) }
  await db.rows(insertRow, [newId(), hashToken(made.token), userId, linkId, passwordHash, began, now, made.expiresAt])
  return made
}

/** Looks without using it up: a wrong code may be corrected. */
export async function findChallenge(db: Queryable, token: string, now: Date): Promise<Challenge | undefined> {
  return db.first(seeRow, [hashToken(token), now])
}

/** Uses it up. */
export async function takeChallenge(db: Queryable, token: string, now: Date): Promise<Challenge | undefined> {
  return db.first(takeRow, [hashToken(token), now])
}

/** What was begun with a password or a second factor that goes ends with it. */
export async function voidChallengesOf(db: Queryable, userId: string): Promise<void> {
  await db.rows(voidRows, [userId])
}
