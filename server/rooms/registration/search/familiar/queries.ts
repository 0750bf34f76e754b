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
const recent = `
  select id, row_number() over (order by max(at) desc) as ord from (
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
  group by id order by max(at) desc limit ${MOST_RECENT}`
const recentRecords = statement<{ id: string }>(`select id from (${recent}) r order by ord`)

/** Which records somebody has to do with these days, the latest first. */
export async function listRecent(db: Queryable, { actor }: Caller): Promise<string[]> {
  return (await db.rows(recentRecords, [actor.userId])).map(row => row.id)
}

/**
 * The recent records of $1, and whether they hold all $5 terms $2–$4 (term, kind, pattern) by the whole values of their
 * identifiers; behind them names of that person's own records within $6–$7.
 */
const familiarRecords = statement<Candidate & { is_recent: boolean; holds: boolean }>(`
  with recent as materialized (${recent})
  select owner_id, archived, is_recent, holds from (
    select r.id as owner_id, coalesce(held.archived, false) as archived, true as is_recent,
           coalesce(held.terms = $5, false) as holds, r.ord
    from recent r
    left join lateral (
      select bool_or(i.archived) as archived, count(distinct t.term) as terms
      from identity i
      join unnest($2::int[], $3::text[], $4::text[]) as t(term, kind, pattern) on i.kind = t.kind and i.value like t.pattern
      where i.owner_id = r.id and i.main
    ) held on true
    union all
    select own.owner_id, own.archived, false, true, null
    from unnest($6::text[], $7::text[]) as n(low, high)
    cross join lateral (
      select owner_id, archived from identity i
      where i.kind = 'name' and i.owner_key = $1 and i.value >= n.low and i.value < n.high
      order by i.value limit ${MOST_OWN}
    ) own
  ) known
  order by ord nulls last`)

export interface Familiar {
  /** As `listRecent` tells. */
  recent: string[]
  /** Records that one deals with, or is responsible for, and that hold what was typed. */
  holding: Candidate[]
}

/** Whom one deals with: found even where what was typed is held by thousands. */
export async function findFamiliar(db: Queryable, { actor }: Caller, terms: readonly Term[]): Promise<Familiar> {
  const { patterns } = probeTogether(terms)
  const names = probePhrases([terms])
  const rows = await db.rows(familiarRecords, [
    actor.userId,
    patterns.map(pattern => pattern.term),
    patterns.map(pattern => pattern.kind),
    patterns.map(pattern => pattern.pattern),
    terms.length,
    names.map(name => name.low),
    names.map(name => name.high),
  ])
  return {
    recent: rows.filter(row => row.is_recent).map(row => row.owner_id),
    holding: rows.filter(row => row.holds),
  }
}
