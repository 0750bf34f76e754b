import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Role } from '../../../platform/scope.ts'
import type { Grounds, Kind, Level } from '../profiles/contract.ts'
import type { GrantFacts } from './rules.ts'

export interface PersonRow {
  id: string
  name: string
  role: Role
  departmentId: string | null
  language: 'ru' | 'en'
  /** Null: what ships with the role. */
  grounds: Grounds | null
  widest: Level
}

const people = statement<PersonRow>(`
  select u.id, u.name, u.role, u.department_id as "departmentId", u.language, p.grounds, p.widest
    from app_user u
    join profile p on p.id = u.profile_id or u.profile_id is null and p.name is null and p.role = u.role
   where u.deactivated_at is null order by lower(u.name) collate "ru-x-icu", u.id`)
const owners = statement<{ id: string; name: string; departmentId: string | null }>(
  'select id, name, department_id as "departmentId" from app_user where id = any($1::uuid[])',
)
const departments = statement<{ id: string; name: string; parentId: string | null }>(
  'select id, name, parent_id as "parentId" from department',
)
const grants = statement<GrantFacts>(`
  select a.record_id as "recordId", a.principal_id as "principalId", a.created_at as "grantedAt",
         case when b.id is not null then jsonb_build_object('id', b.id, 'name', b.name) end as "grantedBy",
         coalesce(a.changes, false) as changes, a.expires_at as "expiresAt"
    from record_access a left join app_user b on b.id = a.granted_by
   where a.record_id = any($1::uuid[]) and a.reason = 'grant' and (a.expires_at is null or a.expires_at > $2)
   order by a.created_at, a.principal_id`)
const queues = statement<{ stateId: string; role: Role }>(`
  select x.state_id as "stateId", x.queue_role as role
    from scenario s join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version
   where x.state_id = any($1::uuid[]) and x.queue_role is not null`)

export interface StandInRow {
  /** Who is absent. */
  userId: string
  /** Who stands in. */
  substituteId: string
  kinds: Kind[]
  rights: boolean
  work: boolean
  since: string
  until: string
}

const standIns = statement<StandInRow>(`
  select a.user_id as "userId", s.user_id as "substituteId", s.kinds, a.rights, a.work,
         to_json(a.starts_at)#>>'{}' as since, to_json(a.ends_at)#>>'{}' as until
    from absence_substitute s join absence a on a.id = s.absence_id
   where a.cancelled_at is null and a.starts_at <= $1 and a.ends_at > $1 and (a.rights or a.work)`)

/** Who stands in for whom at this moment. */
export async function selectStandIns(db: Queryable, now: Date): Promise<StandInRow[]> {
  return db.rows(standIns, [now])
}

/** Everybody who may sign in, with the profile. */
export async function selectPeople(db: Queryable): Promise<PersonRow[]> {
  return db.rows(people)
}

/** These people and where they work, also who has left. */
export async function selectOwners(db: Queryable, ids: readonly string[]) {
  return ids.length === 0 ? [] : db.rows(owners, [ids])
}

/** The whole tree. */
export async function selectDepartments(db: Queryable) {
  return db.rows(departments)
}

/** To whom these records are open now. */
export async function selectGrants(db: Queryable, recordIds: readonly string[], now: Date): Promise<GrantFacts[]> {
  return recordIds.length === 0 ? [] : db.rows(grants, [recordIds, now])
}

/** The roles to which these states are addressed. */
export async function selectQueues(db: Queryable, stateIds: readonly string[]) {
  return stateIds.length === 0 ? [] : db.rows(queues, [stateIds])
}
