import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Role } from '../../../platform/scope.ts'
import type { Grounds, Level } from './contract.ts'

export interface ProfileRow {
  id: string
  role: Role
  name: string | null
  grounds: Grounds | null
  users: number
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}

const columns = `p.id, p.role, p.name, p.grounds, p.archived_at as "archivedAt", p.version,
  p.created_at as "createdAt", p.updated_at as "updatedAt",
  (select count(*)::int from app_user u
    where u.deactivated_at is null and (u.profile_id = p.id or u.profile_id is null and p.name is null and u.role = p.role)
  ) as users`

const readAll = statement<ProfileRow>(`
  select ${columns} from profile p where $1::boolean or p.archived_at is null
   order by (p.name is not null), lower(p.name) collate "ru-x-icu", p.id`)
const readOne = statement<ProfileRow>(`select ${columns} from profile p where p.id = $1`)
const lockOne = statement<never>('select from profile where id = $1 for update')
const holdOne = statement<{ id: string; role: Role; shipped: boolean }>(
  'select id, role, name is null as shipped from profile where id = $1 and archived_at is null for share',
)
const insertOne = statement<{ id: string }>(`
  insert into profile (id, role, name, grounds, widest, created_at, updated_at, creation_hash)
  values ($1, $2, $3, $4::jsonb, $5, $6, $6, $7)
  on conflict (lower(name)) where archived_at is null do nothing returning id`)
const nameTaken = statement<{ id: string }>(
  'select id from profile where lower(name) = lower($1) and archived_at is null and id <> $2',
)
const namedInSettings = statement<{ named: boolean }>(`
  select true as named from (select settings from ldap union all select settings from single_sign_on) s
   where position($1::text in s.settings::text) > 0 limit 1`)
const storeOne = statement<never>(`
  update profile set name = $2, grounds = $3::jsonb, widest = $4, archived_at = $5, version = version + 1, updated_at = $6
   where id = $1`)

export async function listProfileRows(db: Queryable, archivedToo: boolean): Promise<ProfileRow[]> {
  return db.rows(readAll, [archivedToo])
}

export async function findProfileRow(db: Queryable, id: string): Promise<ProfileRow | undefined> {
  return db.first(readOne, [id])
}

/** The same, held until the end of the transaction; who gives it to somebody waits. */
export async function findProfileForUpdate(db: Queryable, id: string): Promise<ProfileRow | undefined> {
  await db.rows(lockOne, [id])
  return findProfileRow(db, id)
}

/** Keeps a profile in use from being archived until the end of the transaction; undefined when there is none. */
export async function holdProfile(
  db: Queryable,
  id: string,
): Promise<{ id: string; role: Role; shipped: boolean } | undefined> {
  return db.first(holdOne, [id])
}

type Stored = Pick<ProfileRow, 'id' | 'name' | 'grounds' | 'archivedAt'> & { widest: Level }

/** False when another profile has the name. */
export async function insertProfile(
  db: Queryable,
  { id, role, name, grounds, widest }: Omit<Stored, 'archivedAt'> & { role: Role },
  now: Date,
  creationHash: Buffer,
): Promise<boolean> {
  const values = [id, role, name, grounds && JSON.stringify(grounds), widest, now, creationHash]
  return (await db.first(insertOne, values)) !== undefined
}

export async function isProfileNameTaken(db: Queryable, name: string, exceptId: string): Promise<boolean> {
  return (await db.first(nameTaken, [name, exceptId])) !== undefined
}

/** Do the settings of signing in through other services give this profile to anybody? */
export async function isNamedInSettings(db: Queryable, id: string): Promise<boolean> {
  return (await db.first(namedInSettings, [id])) !== undefined
}

export async function storeProfile(db: Queryable, profile: Stored, now: Date): Promise<void> {
  const { id, name, grounds, widest, archivedAt } = profile
  await db.rows(storeOne, [id, name, grounds && JSON.stringify(grounds), widest, archivedAt, now])
}

/** A person whose profile it is, and whose records that person could see. */
export interface Holder {
  id: string
  name: string
  department: string[]
  below: string[]
}

const holders = statement<Holder>(`
  with recursive person as (
    select u.id, u.name, u.department_id from app_user u join profile p on p.id = $1
     where u.deactivated_at is null and (u.profile_id = p.id or u.profile_id is null and p.name is null and u.role = p.role)
     order by u.name, u.id limit $2),
  tree as (
    select distinct department_id as top, department_id as id from person where department_id is not null
    union
    select t.top, d.id from tree t join department d on d.parent_id = t.id)
  select u.id, u.name, array(select c.id from app_user c where c.department_id = u.department_id) as department,
         array(select c.id from tree t join app_user c on c.department_id = t.id where t.top = u.department_id) as below
    from person u order by u.name, u.id`)

export async function listHolders(db: Queryable, profileId: string, limit: number): Promise<Holder[]> {
  return db.rows(holders, [profileId, limit])
}
