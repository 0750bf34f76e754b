import { type Queryable, statement } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { hashToken, newToken } from '../secrets/service.ts'
import { endOfLink, endOfSession, KNOWN_PLACE_DAYS, type Visitor } from './rules.ts'

export interface OpenedSession {
  id: string
  token: string
  expiresAt: Date
}

const insertRow = statement<never>(`
  insert into session (id, token_hash, user_id, created_at, seen_at, expires_at, device, address)
  values ($1, $2, $3, $4, $4, $5, $6, $7)`)
const endByToken = statement<{ userId: string }>(`
  update session set ended_at = $2 where token_hash = $1 and ended_at is null returning user_id as "userId"`)
const endById = statement<{ id: string }>(`
  update session set ended_at = $3 where id = $1 and user_id = $2 and ended_at is null returning id`)
const endOfUser = statement<{ id: string }>(`
  update session set ended_at = $3
   where user_id = $1 and ended_at is null and id is distinct from $2::uuid returning id`)

export async function insertSession(
  db: Queryable,
  userId: string,
  visitor: Visitor,
  now: Date,
): Promise<OpenedSession> {
  const session = { id: newId(), token: newToken(), expiresAt: endOfSession(now) }
  await db.rows(insertRow, [
    session.id,
    hashToken(session.token),
    userId,
    now,
    session.expiresAt,
    visitor.device,
    visitor.address,
  ])
  return session
}

/** Ends the session of a token; answers whose it was. */
export async function endSessionOfToken(db: Queryable, token: string, now: Date): Promise<string | undefined> {
  return (await db.first(endByToken, [hashToken(token), now]))?.userId
}

/** Ends one open session of a user; false when there is none. */
export async function endSessionRow(db: Queryable, id: string, userId: string, now: Date): Promise<boolean> {
  return (await db.first(endById, [id, userId, now])) !== undefined
}

/** Ends the open sessions of a user, save the one named; answers how many. */
export async function endSessionsOf(db: Queryable, userId: string, except: string | null, now: Date): Promise<number> {
  return (await db.rows(endOfUser, [userId, except, now])).length
}

const seenThere = statement<{ id: string }>(`
  select id from session
   where user_id = $1 and address = $2 and seen_at > $3::timestamptz - interval '${KNOWN_PLACE_DAYS} days' limit 1`)

/** Was this person signed in at this address of late? */
export async function isKnownPlace(db: Queryable, userId: string, address: string, now: Date): Promise<boolean> {
  return (await db.first(seenThere, [userId, address, now])) !== undefined
}

// ---- one-time links ----

const insertLink = statement<never>(`
  insert into sign_in_link (id, token_hash, kind, user_id, created_by, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7)`)
const voidLinks = statement<never>(`
  update sign_in_link set used_at = $3
   where kind = $1 and user_id is not distinct from $2::uuid and used_at is null`)
const useLink = statement<{ userId: string | null }>(`
  update sign_in_link set used_at = $3
   where token_hash = $1 and kind = $2 and used_at is null and expires_at > $3
  returning user_id as "userId"`)
const useLinkOfId = statement<{ id: string }>(`
  update sign_in_link set used_at = $2 where id = $1 and used_at is null and expires_at > $2 returning id`)
const seeLink = statement<OpenLink>(`
  select l.id, l.user_id as "userId", l.expires_at as "expiresAt", u.email
    from sign_in_link l left join app_user u on u.id = l.user_id
   where l.token_hash = $1 and l.kind = $2 and l.used_at is null and l.expires_at > $3`)

export interface OpenLink {
  id: string
  userId: string | null
  expiresAt: Date
  email: string | null
}

export type LinkKind = 'set_up' | 'sign_in'

/** A new link; earlier ones of the same kind for the same user open nothing any more. */
export async function replaceLink(
  db: Queryable,
  link: { kind: LinkKind; userId: string | null; createdBy: string | null },
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const made = { token: newToken(), expiresAt: endOfLink(now) }
  await voidLinksOf(db, link.kind, link.userId, now)
  await db.rows(insertLink, [
    newId(),
    hashToken(made.token),
    link.kind,
    link.userId,
    link.createdBy,
    now,
    made.expiresAt,
  ])
  return made
}

export async function voidLinksOf(db: Queryable, kind: LinkKind, userId: string | null, now: Date): Promise<void> {
  await db.rows(voidLinks, [kind, userId, now])
}

/** Uses a link up; undefined when it was used, is too old or never was. */
export async function spendLink(
  db: Queryable,
  kind: LinkKind,
  token: string,
  now: Date,
): Promise<{ userId: string | null } | undefined> {
  return db.first(useLink, [hashToken(token), kind, now])
}

/** Looks without using it up: whose it is, undefined when it opens nothing. */
export async function findOpenLink(
  db: Queryable,
  kind: LinkKind,
  token: string,
  now: Date,
): Promise<OpenLink | undefined> {
  return db.first(seeLink, [hashToken(token), kind, now])
}

/** Uses up a link that was looked at before; false when it opens nothing any more. */
export async function spendLinkOfId(db: Queryable, id: string, now: Date): Promise<boolean> {
  return (await db.first(useLinkOfId, [id, now])) !== undefined
}
