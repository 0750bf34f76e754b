import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import type { Criterion, PartyType } from '../../contract.ts'
import { CRITERIA } from '../scoring/rules.ts'

export interface FoundPair {
  kind: PartyType
  one: string
  other: string
  score: number
  evidence: readonly Criterion[]
}

const store = statement<{ id: string; left: string; right: string }>(`
  insert into duplicate_pair as p (id, kind, left_id, right_id, score, evidence, status, run_id, found_at)
  select f.id, f.kind, f.left_id, f.right_id, f.score, string_to_array(f.evidence, ','), 'open', $7::uuid, $8
    from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::int[], $6::text[])
         as f(id, kind, left_id, right_id, score, evidence)
   where not exists (select from not_duplicate n where n.left_id = f.left_id and n.right_id = f.right_id)
   order by f.left_id, f.right_id
  on conflict (left_id, right_id) do update
     set score = excluded.score, evidence = excluded.evidence, run_id = coalesce(excluded.run_id, p.run_id)
   where p.status = 'open'
  returning p.id, p.left_id as left, p.right_id as right`)

/**
 * Notes pairs for the work list; one that is there gets its new score, one that was decided stays decided.
 * @returns ids of open pairs by «one other» and «other one»
 */
export async function storePairs(
  db: Queryable,
  pairs: readonly FoundPair[],
  runId: string | null,
  at: Date,
): Promise<Map<string, string>> {
  const sorted = new Map(
    pairs.map(pair => {
      const [left, right] = pair.one < pair.other ? [pair.one, pair.other] : [pair.other, pair.one]
      return [`${left} ${right}`, { ...pair, left, right }] as const
    }),
  )
  if (sorted.size === 0) return new Map()
  const list = [...sorted.values()].filter(({ left, right }) => left !== right)
  const rows = await db.rows(store, [
    list.map(() => newId()),
    list.map(pair => pair.kind),
    list.map(pair => pair.left),
    list.map(pair => pair.right),
    list.map(pair => pair.score),
    list.map(pair => CRITERIA.filter(each => pair.evidence.includes(each)).join(',')),
    runId,
    at,
  ])
  return new Map(
    rows.flatMap(({ id, left, right }) => [
      [`${left} ${right}`, id],
      [`${right} ${left}`, id],
    ]),
  )
}

export interface PairSide {
  id: string
  title: string
  phones: string[]
  emails: string[]
  inns: string[]
  company: string | null
  responsible: { id: string; name: string } | null
  openInterests: number
  archived: boolean
  createdAt: string
}

export interface PairRow {
  id: string
  kind: PartyType
  leftId: string
  rightId: string
  score: number
  evidence: Criterion[]
  status: 'open' | 'dismissed' | 'merged'
  foundAt: Date
  decidedAt: Date | null
  decidedById: string | null
  decidedByName: string | null
  mergeId: string | null
  left: PairSide
  right: PairSide
}

/** A side within these principals ($1); no row when it may not be seen, so that its pair is left out. */
const side = (column: string) => `
  join lateral (
    select jsonb_build_object('id', c.id, 'title', c.name,
             'phones', (select coalesce(jsonb_agg(e->>'raw'), '[]') from jsonb_array_elements(c.phones) e),
             'emails', (select coalesce(jsonb_agg(e->>'raw'), '[]') from jsonb_array_elements(c.emails) e),
             'inns', (select coalesce(jsonb_agg(distinct k.inn) filter (where k.inn is not null), '[]')
                        from contractor k where k.client_id = c.id),
             'company', null, 'responsible', case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end,
             'openInterests', c.open_interests, 'archived', c.archived_at is not null, 'createdAt', c.created_at) as data,
           c.responsible_id
      from client c left join app_user u on u.id = c.responsible_id
     where p.kind = 'client' and c.id = p.${column} and ($1::uuid[] is null or c.owner_key = any($1))
    union all
    select jsonb_build_object('id', k.id, 'title', k.full_name,
             'phones', (select coalesce(jsonb_agg(e->>'raw'), '[]') from jsonb_array_elements(k.phones) e),
             'emails', (select coalesce(jsonb_agg(e->>'raw'), '[]') from jsonb_array_elements(k.emails) e),
             'inns', '[]'::jsonb, 'company', l.name,
             'responsible', case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end,
             'openInterests', 0, 'archived', k.archived_at is not null, 'createdAt', k.created_at),
           l.responsible_id
      from contact k
      join lateral (
        select c.name, c.responsible_id from client_contact l join client c on c.id = l.client_id
         where l.contact_id = k.id and l.to_day is null and ($1::uuid[] is null or l.owner_key = any($1))
         order by l.main desc, l.id limit 1) l on true
      left join app_user u on u.id = l.responsible_id
     where p.kind = 'contact' and k.id = p.${column}
    union all
    select jsonb_build_object('id', s.id, 'title', coalesce(s.full_name, s.company, s.email, s.phone),
             'phones', case when s.phone is null then '[]'::jsonb else jsonb_build_array(s.phone) end, 'emails', case when s.email is null then '[]'::jsonb else jsonb_build_array(s.email) end,
             'inns', '[]'::jsonb, 'company', s.company,
             'responsible', case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end,
             'openInterests', s.open_interests, 'archived', s.archived_at is not null, 'createdAt', s.created_at),
           s.responsible_id
      from prospect s left join app_user u on u.id = s.responsible_id
     where p.kind = 'prospect' and s.id = p.${column}
       and ($1::uuid[] is null or s.owner_key = any($1) or exists (
         select from record_access a where a.record_id = s.id and a.principal_id = any($1)))
  ) ${column === 'left_id' ? 'l' : 'r'} on true`

const pairs = `
  select p.id, p.kind, p.left_id as "leftId", p.right_id as "rightId", p.score, p.evidence, p.status,
         p.found_at as "foundAt", p.decided_at as "decidedAt", d.id as "decidedById", d.name as "decidedByName",
         case when p.status = 'merged' then (
           select m.id from merge m
            where m.loser_id in (p.left_id, p.right_id) and m.winner_id in (p.left_id, p.right_id)
              and m.undone_at is null and m.detail is not null limit 1) end as "mergeId",
         l.data as left, r.data as right
    from duplicate_pair p
    ${side('left_id')}
    ${side('right_id')}
    left join app_user d on d.id = p.decided_by`

const page = statement<PairRow>(`
  ${pairs}
   where p.status = $2 and p.score >= $3::int and ($4::text is null or p.kind = $4)
     and ($5::uuid is null or l.responsible_id = $5 or r.responsible_id = $5)
     and ($6::int is null or (p.score, p.id) < ($6::int, $7::uuid))
   order by p.score desc, p.id desc limit $8`)
const one = statement<PairRow>(`${pairs} where p.id = $2`)
const locked = statement<{ id: string }>('select id from duplicate_pair where id = $1 for no key update')

export interface PairsRequest {
  principals: readonly string[] | null
  status: PairRow['status']
  minScore: number
  kind: PartyType | undefined
  responsibleId: string | undefined
  after: { score: number; id: string } | null
  limit: number
}

/** Pairs of which both sides may be seen, most alike first. */
export async function listPairRows(db: Queryable, request: PairsRequest): Promise<PairRow[]> {
  const { principals, status, minScore, kind, responsibleId, after, limit } = request
  return db.rows(page, [
    principals,
    status,
    minScore,
    kind ?? null,
    responsibleId ?? null,
    after?.score ?? null,
    after?.id ?? null,
    limit,
  ])
}

/** One pair of which both sides may be seen. */
export async function findPair(
  db: Queryable,
  id: string,
  principals: readonly string[] | null,
): Promise<PairRow | undefined> {
  return db.first(one, [principals, id])
}

/** The same, held until the end of the transaction. */
export async function findPairForUpdate(
  db: Queryable,
  id: string,
  principals: readonly string[] | null,
): Promise<PairRow | undefined> {
  return (await db.first(locked, [id])) && findPair(db, id, principals)
}

const setStatus = statement<never>(`
  update duplicate_pair set status = $2, decided_at = $3, decided_by = $4 where id = $1`)

/** A decision about a pair, or none any more. */
export async function setPairStatus(
  db: Queryable,
  id: string,
  status: PairRow['status'],
  by: { userId: string; at: Date } | null,
): Promise<void> {
  await db.rows(setStatus, [id, status, by?.at ?? null, by?.userId ?? null])
}
