import type { z } from 'zod'
import { notFound } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller, Role } from '../../../platform/scope.ts'
import type { user } from '../contract.ts'
import { decideUserCan } from '../policy.ts'
import { holds } from '../rules.ts'

type WithDates = 'createdAt' | 'updatedAt' | 'deactivatedAt' | 'lastSeenAt'
export type User = Omit<z.infer<typeof user>, WithDates> & {
  createdAt: Date
  updatedAt: Date
  deactivatedAt: Date | null
  lastSeenAt: Date | null
}

interface Row extends Omit<User, 'can' | 'department' | 'role' | 'profile'> {
  role: Role
  profileId: string
  profileName: string | null
  departmentName: string | null
  place: string
}

/** By the alphabet of people, not of bytes: «Ёлкина» stands before «Жукова». */
const place = `lower(u.name) collate "ru-x-icu"`

const columns = `u.id, u.name, u.email, u.role, u.department_id as "departmentId", d.name as "departmentName",
  u.language, p.id as "profileId", p.name as "profileName", u.deactivated_at as "deactivatedAt", u.version, u.created_at as "createdAt", u.updated_at as "updatedAt",
  (select max(s.seen_at) from session s where s.user_id = u.id) as "lastSeenAt", lower(u.name) as place`
const tables = `app_user u left join department d on d.id = u.department_id
  join profile p on p.id = u.profile_id or u.profile_id is null and p.name is null and p.role = u.role`

const readOne = statement<Row>(`select ${columns} from ${tables} where u.id = $1`)
const readPage = statement<Row>(`
  select ${columns} from ${tables}
   where ($1::text is null
          or position($1 in translate(lower(case when $2 then u.name || ' ' || u.email else u.name end), 'ё', 'е')) > 0)
     and ($3::boolean is null or (u.deactivated_at is null) = $3)
     and ($4::uuid is null or u.department_id = $4)
     and ($5::text is null or (${place}, u.id) > ($5::text collate "ru-x-icu", $6::uuid))
   order by ${place}, u.id
   limit $7`)

/**
 * Everybody's colleagues by name, for the choice of a responsible. E-mails and times of last use are for
 * administrators; everybody sees their own.
 */
export async function listUsers(
  db: Queryable,
  caller: Caller,
  filter: {
    limit: number
    cursor?: string | undefined
    q?: string | undefined
    active?: boolean | undefined
    departmentId?: string | undefined
  },
): Promise<{ items: User[]; nextCursor: string | null }> {
  const [name, id] = filter.cursor ? decodeCursor('users', filter.cursor, 2) : [null, null]
  const rows = await db.rows(readPage, [
    filter.q?.trim().toLowerCase().replaceAll('ё', 'е') || null,
    holds(caller.actor, 'users.administer'),
    filter.active ?? null,
    filter.departmentId ?? null,
    name,
    id,
    filter.limit + 1,
  ])
  const cut = page('users', rows, filter.limit, row => [row.place, row.id])
  return { ...cut, items: cut.items.map(row => userOf(caller, row)) }
}

/** @throws not_found */
export async function getUser(db: Queryable, caller: Caller, id: string): Promise<User> {
  return userOf(caller, (await db.first(readOne, [id])) ?? refuse(notFound))
}

function userOf({ actor }: Caller, { departmentName, profileId, profileName, place: _, ...row }: Row): User {
  const mayKnow = holds(actor, 'users.administer') || row.id === actor.userId
  return {
    ...row,
    profile: { id: profileId, name: profileName },
    department: row.departmentId ? { id: row.departmentId, name: departmentName ?? '' } : null,
    email: mayKnow ? row.email : '',
    lastSeenAt: mayKnow ? row.lastSeenAt : null,
    can: decideUserCan(actor, row),
  }
}
