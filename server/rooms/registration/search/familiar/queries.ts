import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { type Candidate, isOwnFirst } from '../candidates/queries.ts'
import { probePhrases, probeTogether } from '../candidates/rules.ts'
import type { Term } from '../rules.ts'

/** So many of the last lines of the audit and of the last own Interests tell whom a person deals with. */
const LAST_VIEWS = 60
const LAST_INTERESTS = 20
const MOST_RECENT = 40
const MOST_OWN = 20

/** Clients, contacts and prospects whose cards $1 opened last, or whose Interests it has, the latest first. */
const recentRecords = statement<{ id: string }>(`
  select id from (
    select v.record_id as id, v.at
    from (select kind, record_id, at from audit where actor_id = $1 order by at desc limit ${LAST_VIEWS}) v
    where v.kind in ('client.viewed', 'contact.viewed', 'prospect.viewed')
    union all
    select coalesce(i.client_id, i.prospect_id), i.created_at
    from (
      select client_id, prospect_id, created_at from interest
      where owner_key = $1 order by created_at desc, id desc limit ${LAST_INTERESTS}
    ) i
  ) used
  where id is not null
  group by id order by max(at) desc limit ${MOST_RECENT}`)

/** So long a person who types goes on with the same: it only ranks. */
const REMEMBERED = 3_000
const MOST_REMEMBERED = 10_000
const remembered = new WeakMap<Platform, Map<string, { at: number; ids: Promise<readonly string[]> }>>()

/** Which records somebody has to do with these days, the latest first; asked again every few seconds. */
export function recentOf(platform: Platform, db: Queryable, { actor }: Caller): Promise<readonly string[]> {
  const people = remembered.get(platform) ?? new Map<string, { at: number; ids: Promise<readonly string[]> }>()
  remembered.set(platform, people)
  const now = platform.now().getTime()
  const last = people.get(actor.userId)
  if (last !== undefined && now - last.at < REMEMBERED && now >= last.at) return last.ids
  if (people.size >= MOST_REMEMBERED) people.clear()
  const ids = listRecent(db, actor.userId)
  people.set(actor.userId, { at: now, ids })
  ids.catch(() => people.delete(actor.userId))
  return ids
}

export async function listRecent(db: Queryable, userId: string): Promise<readonly string[]> {
  return (await db.rows(recentRecords, [userId])).map(row => row.id)
}

/** Those of the records $1 that hold all $5 terms $2–$4 (term, kind, pattern); names of the owner $6 within $7–$8. */
const familiarRecords = statement<Candidate>(`
  (select r.id as owner_id, bool_or(i.archived) as archived
   from unnest($1::uuid[]) with ordinality r(id, ord)
   join identity i on i.owner_id = r.id
   join unnest($2::int[], $3::text[], $4::text[]) as t(term, kind, pattern) on i.kind = t.kind and i.value like t.pattern
   where i.main
   group by r.id, r.ord having count(distinct t.term) = $5
   order by r.ord)
  union all
  (select own.owner_id, own.archived
   from unnest($7::text[], $8::text[]) as n(low, high)
   cross join lateral (
     select owner_id, archived from identity i
     where i.kind = 'name' and i.owner_key = $6 and i.value >= n.low and i.value < n.high
     order by i.value limit ${MOST_OWN}
   ) own)`)

/** Records that one deals with, or is responsible for: found even where what was typed is held by thousands. */
export async function findFamiliar(
  db: Queryable,
  { actor, scope }: Caller,
  terms: readonly Term[],
  recent: readonly string[],
): Promise<Candidate[]> {
  const { patterns } = probeTogether(terms)
  const names = isOwnFirst(scope, actor.userId) ? [] : probePhrases([terms])
  return db.rows(familiarRecords, [
    recent,
    patterns.map(pattern => pattern.term),
    patterns.map(pattern => pattern.kind),
    patterns.map(pattern => pattern.pattern),
    terms.length,
    actor.userId,
    names.map(name => name.low),
    names.map(name => name.high),
  ])
}
