import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { isOwnFirst } from '../candidates/queries.ts'
import { probePhrases, probeTogether, type Together } from '../candidates/rules.ts'
import type { Term } from '../rules.ts'

/** So many of the last lines of the audit and of the last own Interests tell whom a person deals with. */
const LAST_VIEWS = 60
const LAST_INTERESTS = 20
const MOST_RECENT = 40
const MOST_OWN = 20

/** What a record is known by. */
interface Held {
  id: string
  kind: string
  value: string
}

export interface Recent {
  /** The latest first. */
  ids: readonly string[]
  held: readonly Held[]
}

/** Clients, contacts and prospects whose cards $1 opened last, or whose Interests it has, the latest first. */
const recentRecords = statement<{ id: string; kind: string | null; value: string | null }>(`
  select distinct used.ord, used.id, i.kind, i.value
  from (
    select id, row_number() over (order by max(at) desc) as ord
    from (
      select v.record_id as id, v.at
      from (select kind, record_id, at from audit where actor_id = $1 order by at desc limit ${LAST_VIEWS}) v
      where v.kind in ('client.viewed', 'contact.viewed', 'prospect.viewed')
      union all
      select coalesce(i.client_id, i.prospect_id), i.created_at
      from (
        select client_id, prospect_id, created_at from interest
        where owner_key = $1 order by created_at desc, id desc limit ${LAST_INTERESTS}
      ) i
    ) dealt
    where id is not null
    group by id order by max(at) desc limit ${MOST_RECENT}
  ) used
  left join identity i on i.owner_id = used.id and i.main
  order by used.ord`)

/** So long a person who types goes on with the same: it only ranks. */
const REMEMBERED = 3_000
const remembered = new WeakMap<Platform, Map<string, { at: number; recent: Promise<Recent> }>>()

/** Which records somebody has to do with these days; asked again every few seconds. */
export function recentOf(platform: Platform, db: Queryable, { actor }: Caller): Promise<Recent> {
  const people = remembered.get(platform) ?? new Map<string, { at: number; recent: Promise<Recent> }>()
  remembered.set(platform, people)
  const now = platform.now().getTime()
  const last = people.get(actor.userId)
  if (last !== undefined && now - last.at < REMEMBERED && now >= last.at) return last.recent
  // What stands on cards is kept no longer than it serves.
  for (const [id, { at }] of people) if (now - at >= REMEMBERED || now < at) people.delete(id)
  const recent = listRecent(db, actor.userId)
  people.set(actor.userId, { at: now, recent })
  recent.catch(() => people.delete(actor.userId))
  return recent
}

export async function listRecent(db: Queryable, userId: string): Promise<Recent> {
  const rows = await db.rows(recentRecords, [userId])
  const held = rows.flatMap(({ id, kind, value }) => (kind !== null && value !== null ? [{ id, kind, value }] : []))
  return { ids: [...new Set(rows.map(row => row.id))], held }
}

/** Names of the owner $1 within $2–$3. */
const ownNames = statement<{ id: string }>(`
  select own.id
  from unnest($2::text[], $3::text[]) as n(low, high)
  cross join lateral (
    select owner_id as id from identity i
    where i.kind = 'name' and i.owner_key = $1 and i.value >= n.low and i.value < n.high
    order by i.value limit ${MOST_OWN}
  ) own`)

/** Records that one deals with, or is responsible for: found even where what was typed is held by thousands. */
export async function findFamiliar(
  db: Queryable,
  { actor, scope }: Caller,
  terms: readonly Term[],
  recent: Recent,
): Promise<string[]> {
  const dealtWith = holdersOf(probeTogether(terms), recent)
  const names = isOwnFirst(scope.clients, actor.userId) ? [] : probePhrases([terms])
  if (names.length === 0) return dealtWith
  const own = await db.rows(ownNames, [actor.userId, names.map(name => name.low), names.map(name => name.high)])
  return [...dealtWith, ...own.map(row => row.id)]
}

/** Of the recent records those that hold every term. */
function holdersOf({ terms, marks }: Together, { ids, held }: Recent): string[] {
  const found = new Map<string, Set<number>>()
  for (const { id, kind, value } of held) {
    for (const { term, kind: asked, text, isWhole } of marks) {
      if (kind !== asked || !(isWhole ? value === text : value.includes(text))) continue
      found.set(id, (found.get(id) ?? new Set()).add(term))
    }
  }
  return ids.filter(id => found.get(id)?.size === terms)
}
