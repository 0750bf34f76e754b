import type { FastifyRequest } from 'fastify'
import { type Language, unauthenticated } from '../../../platform/contract.ts'
import { type Queryable, type Statement, statement } from '../../../platform/db/database.ts'
import { refuseCrossSite, sessionCookie } from '../../../platform/http/security.ts'
import type { Gate } from '../../../platform/http/server.ts'
import type { Platform } from '../../../platform/platform.ts'
import { refuse } from '../../../platform/problems.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { type Actor, type Caller, type Kind, makeScope, type ReachParts, type Role } from '../../../platform/scope.ts'
import { decideHandedOver, type HandedOver, uniteReach } from '../absences/policy.ts'
import { decideReach } from '../policy.ts'
import { type Grounds, RIGHTS } from '../profiles/contract.ts'
import { explained } from '../refusals/queries.ts'
import { holds, holdsNamed, SHIPPED } from '../rules.ts'
import { FORCED, HAS_FACTOR } from '../second-factor/storage.ts'
import { hashToken } from '../secrets/service.ts'
import { DEFAULT_TIME_ZONE, IDLE_DAYS } from '../sessions/rules.ts'
import { obstacleOf, obstacles } from './policy.ts'

interface Moments {
  since: string
  until: string
}

interface Identified {
  entryId: string
  seenAt: Date | null
  /** Through whose eyes this session looks, and until when. */
  viewsAs?: string | null
  viewsUntil?: Date | null
  id: string
  name: string
  role: Role
  departmentId: string | null
  language: Language
  timeZone: string
  /** Null: what ships with the role. */
  grounds: Grounds | null
  department: string[] | null
  below: string[] | null
  /** What was opened to this person or its departments, and through which of them. */
  doors: string[]
  grants: string[]
  /** Of these the clients that were opened for change. */
  changeable: string[]
  joined: boolean
  queues: string[]
  factorDue: boolean
  scopes: string[] | null
  /** What those who are absent at this moment hand over to this person; null: nobody does. */
  standsIn: (HandedOver & Moments)[] | null
  /** When the next of those absences begins or ends. */
  edge: Date | null
}

/** Somebody who was identified, and the absent people for whom that person stands in. */
interface Known extends Identified {
  absent: { person: Identified; handedOver: HandedOver & Moments }[]
}

/** What the reach of a person rests on, whoever asks. */
type Circumstance = 'entryId' | 'seenAt' | 'viewsAs' | 'viewsUntil' | 'factorDue' | 'scopes' | 'standsIn' | 'edge'
export type Standing = Omit<Identified, Circumstance>

/** What of a moment and a way in bears on a caller. */
export interface Circumstances {
  absent?: readonly { person: Standing; handedOver: HandedOver & Moments }[]
  edge?: Date | null
  factorDue?: boolean
  scopes?: readonly string[] | null
}

const person = `u.id, u.name, u.role, u.department_id as "departmentId", u.language,
  coalesce(u.time_zone, (select c.time_zone from company c), '${DEFAULT_TIME_ZONE}') as "timeZone",
  p.grounds, p.widest`
const profile = 'join profile p on p.id = u.profile_id or u.profile_id is null and p.name is null and p.role = u.role'

/**
 * Who it is and whose records that person sees, in one go: the first query of every request.
 * @param now the place of the present moment among the values
 */
function identifying(who: string, now: string): string {
  return `
    with recursive me as (${who}),
    above as (
      select me."departmentId" as id from me where me."departmentId" is not null
      union
      select d.parent_id from department d join above on d.id = above.id where d.parent_id is not null
    ),
    below as (
      select me."departmentId" as id from me where me.widest = 'below' and me."departmentId" is not null
      union
      select d.id from department d join below on d.parent_id = below.id
    )
    select me.*, people.department, people.below, array(
             select distinct a.principal_id from record_access a
              where a.reason = 'grant' and a.principal_id = any(people.doors)
                and (a.expires_at is null or a.expires_at > ${now}::timestamptz)
           ) as doors, array(
             select distinct a.record_id from record_access a
              where a.reason = 'grant' and a.principal_id = any(people.doors)
                and (a.expires_at is null or a.expires_at > ${now}::timestamptz)
           ) as grants, array(
             select distinct a.record_id from record_access a
              where a.reason = 'grant' and a.changes and a.principal_id = any(people.doors)
                and (a.expires_at is null or a.expires_at > ${now}::timestamptz)
           ) as changeable, exists (
             select from interest_member j
              where j.user_id = me.id or j.user_id = any(people.department) or j.user_id = any(people.below)
           ) as joined, array(
             select x.state_id from scenario s
               join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version
              where x.queue_role = me.role or x.queue_role = 'salesperson' and me.role = 'head'
           ) as queues, away."standsIn", away.edge
      from me
      cross join lateral (
        select jsonb_agg(jsonb_build_object('userId', a.user_id, 'kinds', s.kinds, 'rights', a.rights, 'work', a.work,
                 'since', a.starts_at, 'until', a.ends_at) order by a.starts_at, a.id)
                 filter (where a.starts_at <= ${now}::timestamptz) as "standsIn",
               min(case when a.starts_at > ${now}::timestamptz then a.starts_at else a.ends_at end) as edge
          from absence_substitute s join absence a on a.id = s.absence_id
         where s.user_id = me.id and a.cancelled_at is null and a.ends_at > ${now}::timestamptz
           and (a.rights or a.work)) away
      cross join lateral (
        select case when me.widest in ('department', 'below') then array(
                 select u.id from app_user u where u.department_id = me."departmentId"
               ) end as department,
               case when me.widest = 'below' then array(
                 select u.id from app_user u where u.department_id in (select id from below)
               ) end as below,
               array(select me.id union select id from above union select id from below) as doors) people`
}

const bySession = statement<Identified>(
  identifying(
    `
    select s.id as "entryId", s.seen_at as "seenAt", s.views_as as "viewsAs", s.views_as_until as "viewsUntil", ${person},
           ${FORCED} and not ${HAS_FACTOR} as "factorDue", null::text[] as scopes
      from session s join app_user u on u.id = s.user_id ${profile}
     where s.token_hash = $1 and s.ended_at is null and u.deactivated_at is null
       and s.expires_at > $2::timestamptz and s.seen_at > $2::timestamptz - interval '${IDLE_DAYS} days'`,
    '$2',
  ),
)
const byKey = statement<Identified>(
  identifying(
    `
    select k.id as "entryId", k.last_used_at as "seenAt", ${person}, false as "factorDue", k.scopes
      from api_key k join app_user u on u.id = k.user_id ${profile}
     where k.key_hash = $1 and k.revoked_at is null and u.deactivated_at is null
       and (k.expires_at is null or k.expires_at > $2::timestamptz)`,
    '$2',
  ),
)
const byUser = statement<Identified>(
  identifying(
    `
    select u.id as "entryId", null::timestamptz as "seenAt", ${person}, false as "factorDue", null::text[] as scopes
      from app_user u ${profile} where u.id = $1 and u.deactivated_at is null`,
    '$2',
  ),
)

/** Written at most once a minute: a write with every request would cost more than the request. */
const SEEN_EVERY_MS = 60_000
const sawSession = statement<never>(`
  update session set seen_at = $2 where id = $1 and seen_at < $2::timestamptz - interval '1 minute'`)
const usedKey = statement<never>(`
  update api_key set last_used_at = $2
   where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`)

/** The two gates: every request passes one of them, and no scope comes from anywhere else. */
export function gateOf(platform: Platform): Gate {
  const recent = new Recent(platform)
  return {
    identify: request => identify(platform, recent, request),
    holds: holdsNamed,
    obstacle: obstacleOf,
    problems: obstacles,
    explain: (problem, caller) => explained(platform.db, caller, platform.now(), problem),
  }
}

async function identify(platform: Platform, recent: Recent, request: FastifyRequest): Promise<Caller | null> {
  const now = platform.now()
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const key = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1] ?? refuse(unauthenticated)
    const found = (await recent.find(byKey, hashToken(key), now)) ?? refuse(unauthenticated)
    note(platform, usedKey, found, now)
    return callerOf(found, 'key', null)
  }
  const token = request.cookies[sessionCookie(request).name]
  if (!token) return null
  const found = await recent.find(bySession, hashToken(token), now)
  if (!found) return null
  refuseCrossSite(request)
  note(platform, sawSession, found, now)
  return throughEyes(platform.db, found, now)
}

/** The caller of a session: its person, or whoever that person looks through the eyes of, while that lasts. */
async function throughEyes(db: Queryable, found: Known, now: Date): Promise<Caller> {
  return lookThrough(db, callerOf(found, 'person', found.entryId), found, now)
}

/** The same for a session that has just begun or ceased to look through the eyes of another. */
export async function findViewing(db: Queryable, own: Caller, now: Date): Promise<Caller> {
  return lookThrough(db, own, (await db.first(viewing, [own.sessionId])) ?? {}, now)
}

async function lookThrough(
  db: Queryable,
  own: Caller,
  { viewsAs, viewsUntil }: Pick<Identified, 'viewsAs' | 'viewsUntil'>,
  now: Date,
): Promise<Caller> {
  if (!viewsAs || !viewsUntil || viewsUntil <= now || !holds(own.actor, 'access.view_as')) return own
  const viewed = await db.first(byUser, [viewsAs, now])
  if (!viewed) return own
  // What is read stays in the language and by the clock of whoever reads it.
  const { language, timeZone } = own.actor
  const seen = callerOf({ ...viewed, language, timeZone }, 'person', own.sessionId)
  return { ...seen, behind: { ...own, until: viewsUntil } }
}

const viewing = statement<{ viewsAs: string | null; viewsUntil: Date | null }>(
  'select views_as as "viewsAs", views_as_until as "viewsUntil" from session where id = $1',
)

/** So long at most another node, or somebody at the database itself, may have taken a right away unnoticed. */
const RECENT_MS = 1_000
const MOST_RECENT = 5_000
/** Records on which the answer "who is it and whose records does that person see" rests. */
const GROUNDS = [
  'sign_in_rules',
  'user',
  'department',
  'profile',
  'api_key',
  'company',
  'grant',
  'member',
  'scenario',
  'absence',
]

/**
 * Who called a moment ago: a screen asks several things at once. Forgotten at once when this node changes a user, a
 * department or a key, and as soon as it hears that another did (docs/decisions/013).
 */
class Recent {
  readonly #platform: Platform
  readonly #known = new Map<string, { found: Known; at: number }>()
  /** Counts the changes, so that what was read before one is not kept after it. */
  #changes = 0

  constructor(platform: Platform) {
    this.#platform = platform
    platform.relay.watch(kinds => {
      if (!GROUNDS.some(kind => kinds.has(kind))) return
      this.#changes++
      this.#known.clear()
    })
  }

  async find(by: Statement<Identified>, hash: Buffer, now: Date): Promise<Known | undefined> {
    // A session is no key, and a key no session.
    const key = by.name + hash.toString('latin1')
    const known = this.#known.get(key)
    const age = known ? now.getTime() - known.at : RECENT_MS
    // An absence that begins or ends does so at its moment, and makes no event then.
    const isPast = known?.found.edge != null && now >= known.found.edge
    if (known && age >= 0 && age < RECENT_MS && !isPast) return known.found
    const before = this.#changes
    const { db } = this.#platform
    const found = await withAbsent(db, await db.first(by, [hash, now]), now)
    if (this.#known.size >= MOST_RECENT) this.#known.clear()
    if (found && before === this.#changes) this.#known.set(key, { found, at: now.getTime() })
    else this.#known.delete(key)
    return found
  }
}

/** Not awaited: whether the moment is written does not concern the answer. */
function note(platform: Platform, saw: typeof sawSession, found: Known, now: Date): void {
  const { entryId, seenAt } = found
  if (seenAt && now.getTime() - seenAt.getTime() < SEEN_EVERY_MS) return
  found.seenAt = now
  platform.db.rows(saw, [entryId, now]).catch((error: unknown) => {
    platform.log.warn({ err: error }, 'time of last use was not written')
  })
}

/** For whom somebody stands in, one step far: what an absent person got of somebody else stays with that person. */
async function withAbsent(db: Queryable, found: Identified | undefined, now: Date): Promise<Known | undefined> {
  if (!found) return undefined
  const absent: Known['absent'] = []
  for (const handedOver of found.standsIn ?? []) {
    const person = await db.first(byUser, [handedOver.userId, now])
    if (person) absent.push({ person, handedOver })
  }
  return { ...found, absent }
}

function reachOf(found: Standing): Record<Kind, ReachParts> {
  return decideReach(found, found.grounds ?? SHIPPED[found.role], found)
}

/** Who calls, from what was read about that person; the same for whoever might call. */
export function callerOf(found: Standing & Circumstances, kind: Actor['kind'], sessionId: string | null): Caller {
  const { id, name, role, departmentId, language, timeZone, absent = [], edge = null } = found
  const { factorDue = false, scopes = null } = found
  const limits = { factorDue, scopes }
  const grounds = found.grounds ?? SHIPPED[role]
  const rights: ReadonlySet<string> = new Set(grounds.rights)
  const actor: Actor = {
    kind,
    userId: id,
    name,
    role,
    departmentId,
    language,
    timeZone,
    rights,
    fields: grounds.fields,
  }
  const own = reachOf(found)
  if (absent.length === 0) return { actor, scope: makeScope(own), sessionId, limits, until: edge }
  const parts = absent.map(each => decideHandedOver(reachOf(each.person), each.handedOver))
  return {
    actor,
    scope: makeScope(parts.reduce(uniteReach, own)),
    sessionId,
    limits,
    own: makeScope(own),
    behalf: absent.map(({ person: { id, name }, handedOver: { since, until, work, kinds } }, at) => ({
      id,
      name,
      scope: makeScope(parts[at] ?? own),
      since: new Date(since),
      until: new Date(until),
      work: work && kinds.includes('activities'),
    })),
    until: edge,
  }
}

/** A person as caller without a request: at sign-in, and for work that runs on behalf of somebody. */
export async function findCallerOfUser(
  db: Queryable,
  userId: string,
  now: Date,
  sessionId: string | null = null,
): Promise<Caller | null> {
  const found = await withAbsent(db, await db.first(byUser, [userId, now]), now)
  return found ? callerOf(found, 'person', sessionId) : null
}

/** What a person sees and changes by the own profile; null where nobody of that id works here. */
export async function findReachOfUser(
  db: Queryable,
  userId: string,
  now: Date,
): Promise<Record<Kind, ReachParts> | null> {
  const found = await db.first(byUser, [userId, now])
  return found ? reachOf(found) : null
}

/** The product itself: set-up, command line, jobs. Sees everything; events carry no actor. */
export function systemCaller(): Caller {
  return {
    actor: {
      kind: 'system',
      userId: NIL_ID,
      name: '',
      role: 'administrator',
      departmentId: null,
      language: 'ru',
      timeZone: DEFAULT_TIME_ZONE,
      rights: new Set(RIGHTS),
      fields: {},
    },
    scope: makeScope({ principals: null }),
    sessionId: null,
  }
}
