import type { z } from 'zod'
import { notFound } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller, Role } from '../../../platform/scope.ts'
import { linkSpent, type me, type session } from '../contract.ts'
import { rightsOf } from '../rules.ts'
import { FORCED, HAS_FACTOR, hasFactor } from '../second-factor/storage.ts'
import { getPasswordLength } from '../sign-in-rules/storage.ts'
import { getUserRow } from '../users/storage.ts'
import { DEFAULT_TIME_ZONE, IDLE_DAYS, meaningOfLink } from './rules.ts'
import { findOpenLink } from './storage.ts'

export type Me = z.infer<typeof me>

interface MeRow {
  id: string
  name: string
  email: string
  role: Role
  departmentId: string | null
  language: 'ru' | 'en'
  timeZone: string | null
  companyName: string | null
  companyTimeZone: string | null
  currency: string | null
  demo: boolean | null
  factorOn: boolean
  factorForced: boolean
  passwordLength: number
}

const readMeRow = statement<MeRow>(`
  select u.id, u.name, u.email, u.role, u.department_id as "departmentId", u.language, u.time_zone as "timeZone",
         c.name as "companyName", c.time_zone as "companyTimeZone", c.currency, c.demo_at is not null as demo,
         ${HAS_FACTOR} as "factorOn", ${FORCED} as "factorForced",
         (select password_length from sign_in_rule) as "passwordLength"
    from app_user u left join company c on true
   where u.id = $1`)

/** Who the caller is and what that person may do at all. */
export async function getMe(db: Queryable, caller: Caller, insecure: boolean): Promise<Me> {
  const row = await db.first(readMeRow, [caller.actor.userId])
  if (!row) throw new Error('a caller without a user')
  const { companyName, companyTimeZone, currency, demo, factorOn, factorForced, passwordLength, ...user } = row
  return {
    // Whoever looks through the eyes of another reads in the own language.
    user: caller.behind ? { ...user, language: caller.actor.language } : user,
    company: {
      name: companyName ?? '',
      timeZone: companyTimeZone ?? DEFAULT_TIME_ZONE,
      currency: currency ?? 'RUB',
    },
    can: rightsOf(caller.actor),
    fields: { ...caller.actor.fields },
    insecure,
    demo: demo ?? false,
    secondFactor: { on: factorOn, due: factorForced && !factorOn },
    passwordLength,
    viewing: viewingOf(caller),
  }
}

function viewingOf({ behind }: Caller): Me['viewing'] {
  if (!behind) return null
  const { actor, until } = behind
  return { by: { id: actor.userId, name: actor.name }, until: until.toISOString() }
}

type SessionRow = Omit<z.infer<typeof session>, 'createdAt' | 'seenAt'> & { createdAt: Date; seenAt: Date }

const readSessions = statement<SessionRow>(`
  select id, device, address, created_at as "createdAt", seen_at as "seenAt",
         id is not distinct from $2::uuid as current
    from session
   where user_id = $1 and ended_at is null and expires_at > $3::timestamptz
     and seen_at > $3::timestamptz - interval '${IDLE_DAYS} days'
   order by current desc, seen_at desc, id desc
   limit 200`)

/** The caller's own open sessions, this one first. */
export async function listSessions(
  db: Queryable,
  { actor, sessionId }: Caller,
  now: Date,
): Promise<{ items: SessionRow[]; nextCursor: null }> {
  return { items: await db.rows(readSessions, [actor.userId, sessionId, now]), nextCursor: null }
}

/** Open sessions of anybody, for an administrator. @throws not_found */
export async function listUserSessions(
  db: Queryable,
  { sessionId }: Caller,
  userId: string,
  now: Date,
): Promise<{ items: SessionRow[]; nextCursor: null }> {
  if (!(await getUserRow(db, userId))) refuse(notFound)
  return { items: await db.rows(readSessions, [userId, sessionId, now]), nextCursor: null }
}

/** Whose one-time link this is and what it is for, before it is used. @throws link.spent */
export async function getSignInLink(db: Queryable, token: string, now: Date) {
  const link = (await findOpenLink(db, 'sign_in', token, now)) ?? refuse(linkSpent)
  const user = link.userId ? await getUserRow(db, link.userId) : undefined
  if (!user || user.deactivatedAt) return refuse(linkSpent)
  return {
    meaning: meaningOfLink(user),
    user: { name: user.name, email: user.email },
    expiresAt: link.expiresAt,
    secondFactor: await hasFactor(db, user.id),
    passwordLength: await getPasswordLength(db),
  }
}
