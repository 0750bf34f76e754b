import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { Candidate } from '../candidates/queries.ts'
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

/** Which records somebody has to do with these days, the latest first. */
export async function listRecent(db: Queryable, { actor }: Caller): Promise<string[]> {
  return (await db.rows(recentRecords, [actor.userId])).map(row => row.id)
}

/** Those of the records $1 that hold all $5 terms $2–$4 (term, kind, pattern); names of the owner $6 within $7–$8. */
const familiarRecords = statement<Candidate>(`
  (select r.id as owner_id, bool_or(i.archived) as archived
   from unnest($1::uuid[]) with ordinality r(id, ord)
   join identity i on i.owner_id = r.id
   join unnest($2::int[], $3::text[], $4::text[]) as t(term, kind, pattern) on i.kind = t.kind and i.value like t.pattern
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
  { actor }: Caller,
  terms: readonly Term[],
  recent: readonly string[],
): Promise<Candidate[]> {
  const { patterns } = probeTogether(terms)
  const names = probePhrases([terms])
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
