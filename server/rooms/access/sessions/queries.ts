import type { z } from 'zod'
import type { Queryable } from '../../../platform/db/database.ts'
import { statement } from '../../../platform/db/database.ts'
import type { Caller, Role } from '../../../platform/scope.ts'
import type { me, session } from '../contract.ts'
import { rightsOf } from '../rules.ts'
import { DEFAULT_TIME_ZONE, IDLE_DAYS } from './rules.ts'

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
}

const readMeRow = statement<MeRow>(`
  select u.id, u.name, u.email, u.role, u.department_id as "departmentId", u.language, u.time_zone as "timeZone",
         c.name as "companyName", c.time_zone as "companyTimeZone", c.currency, c.demo_at is not null as demo
    from app_user u left join company c on true
   where u.id = $1`)

/** Who the caller is and what that person may do at all. */
export async function getMe(db: Queryable, caller: Caller, insecure: boolean): Promise<Me> {
  const row = await db.first(readMeRow, [caller.actor.userId])
  if (!row) throw new Error('a caller without a user')
  const { companyName, companyTimeZone, currency, demo, ...user } = row
  return {
    user,
    company: {
      name: companyName ?? '',
      timeZone: companyTimeZone ?? DEFAULT_TIME_ZONE,
      currency: currency ?? 'RUB',
    },
    can: rightsOf(caller.actor),
    fields: { ...caller.actor.fields },
    insecure,
    demo: demo ?? false,
  }
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
