import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Reach } from '../../../../platform/scope.ts'
import type { EmailAddress, Phone } from '../../../clients/contract.ts'
import { type LookUp, rowsWithin } from '../candidates/queries.ts'

/** A record that was found, with every text that may have been the reason. */
export interface FoundRecord {
  type: 'client' | 'contractor' | 'contact' | 'prospect'
  id: string
  clientId: string | null
  contactId: string | null
  clientName: string | null
  name: string | null
  /** Public name of a client, full name of a legal entity, position of a contact, company of a prospect. */
  second: string | null
  phones: Phone[] | null
  emails: EmailAddress[] | null
  sites: string[] | null
  addresses: string[] | null
  messengers: string[] | null
  contractors:
    | { name: string; fullName: string | null; inn: string | null; kpp: string | null; ogrn: string | null }[]
    | null
  /** By what the records that were merged into this one are found. */
  merged: { kind: string; field: string; text: string }[] | null
  responsibleId: string | null
  responsibleName: string | null
  openInterests: number
  archived: boolean
}

/** A record as it is read: whose legal entities stand beside it, and which of them was found. */
interface Row extends Omit<FoundRecord, 'type' | 'contractors'> {
  contractorId: string | null
  isProspect: boolean
  contractors: (NonNullable<FoundRecord['contractors']>[number] & { id: string; archived: boolean })[] | null
  total: number
}

/**
 * The records behind `picked` (id, total, and whatever `order` needs), in that order. No table is asked for an id that
 * another one has. `$sight` is null for all: identity follows its record in one transaction, so this only repeats what
 * the index said, and keeps a mistake there from opening a record.
 */
const recordsOf = (picked: string, order: string) => `
  select p.id, coalesce(c.id, s.client_id) as "clientId", coalesce(k.id, s.contact_id) as "contactId", r.id as "contractorId",
         s.id is not null as "isProspect", c.name as "clientName", coalesce(k.full_name, s.full_name, c.name) as name,
         case when k.id is null then coalesce(s.company, c.public_name) else l.position end as second,
         case when k.id is not null then k.phones when s.phone is not null then jsonb_build_array(jsonb_build_object('raw', s.phone)) else c.phones end as phones,
         case when k.id is not null then k.emails when s.email is not null then jsonb_build_array(jsonb_build_object('raw', s.email)) else c.emails end as emails,
         case when k.id is null then c.sites end as sites, case when k.id is null then c.addresses end as addresses,
         case when k.id is null then c.messengers else k.messengers end as messengers,
         case when k.id is null and c.id is not null then (
           select json_agg(json_build_object('id', o.id, 'name', o.name, 'fullName', o.full_name, 'inn', o.inn, 'kpp', o.kpp, 'ogrn', o.ogrn, 'archived', o.archived_at is not null))
           from contractor o where o.client_id = c.id
         ) end as contractors,
         (select json_agg(json_build_object('kind', kind, 'field', field, 'text', text))
          from merged_identity where owner_id = coalesce(k.id, s.id, c.id) and main) as merged,
         coalesce(c.responsible_id, s.responsible_id) as "responsibleId",
         (select name from app_user where id = coalesce(c.responsible_id, s.responsible_id)) as "responsibleName",
         coalesce(c.open_interests, s.open_interests) as "openInterests",
         k.archived_at is not null or s.archived_at is not null or c.archived_at is not null as archived, p.total
  from (${picked}) p
  left join contact k on k.id = p.id
  left join lateral (
    select client_id, position from client_contact
    where contact_id = k.id and to_day is null and ($sight::uuid[] is null or owner_key = any($sight::uuid[]) or client_id = any($sight::uuid[]))
    order by main desc, id limit 1
  ) l on true
  left join prospect s on s.id = case when k.id is null then p.id end
  left join contractor r on r.id = case when k.id is null and s.id is null then p.id end
  left join client c on c.id = coalesce(l.client_id, r.client_id, case when k.id is null and s.id is null then p.id end)
  where coalesce(c.id, s.id) is not null
    and ($sight::uuid[] is null or coalesce(c.owner_key, s.owner_key) = any($sight::uuid[])
      or coalesce(c.id, s.client_id) = any($sight::uuid[])
      or exists (select from record_access v
                  where v.record_id = p.id and v.reason = 'interest' and v.principal_id = any($sight::uuid[])))
  order by ${order}`

/** A legal entity that is its client's only one is shown as the client, and a client once. */
function toRecords(rows: readonly Row[]): FoundRecord[] {
  const records = new Map<string, FoundRecord>()
  for (const row of rows) {
    const record = toRecord(row)
    if (!records.has(record.id)) records.set(record.id, record)
  }
  return [...records.values()]
}

function toRecord({ contractorId, isProspect, contractors, total: _, ...row }: Row): FoundRecord {
  if (isProspect) return { ...row, type: 'prospect', contractors: null }
  if (row.contactId !== null) return { ...row, type: 'contact', contractors: null }
  const own = contractors?.find(each => each.id === contractorId)
  if (own === undefined || contractors?.length === 1)
    return { ...row, id: row.clientId ?? row.id, type: 'client', contractors }
  const { name, fullName, archived } = own
  const bare = { phones: null, emails: null, sites: null, addresses: null, messengers: null, merged: null }
  return {
    ...row,
    ...bare,
    type: 'contractor',
    name,
    second: fullName,
    contractors: [own],
    archived: row.archived || archived,
  }
}

/** Of what a look-up finds the first `$most`, archived ones last. */
const recordsOfHits = (hits: string) =>
  recordsOf(
    `
    select owner_id as id, bool_or(archived) as archived, min(ord) as ord, (count(*) over ())::int as total
    from (select owner_id, archived, row_number() over () as ord from (${hits}) hit) numbered
    group by owner_id order by bool_or(archived), min(ord) limit $most`,
    'p.archived, p.ord',
  )

/** Records, and how many there were to choose from as far as was looked. */
export interface Found {
  records: FoundRecord[]
  total: number
}
export const nobody: Found = { records: [], total: 0 }

/** The first `most` records that a look-up finds. */
export async function findRecords(db: Queryable, scope: Reach, lookUp: LookUp, most: number): Promise<Found> {
  const asked = { ...lookUp, values: { ...lookUp.values, most, sight: scope.sight } }
  const rows = await rowsWithin<Row>(db, scope, asked, recordsOfHits)
  return { records: toRecords(rows), total: rows[0]?.total ?? 0 }
}

const byId = recordsOf(
  'select id, ord, cardinality($ids::uuid[]) as total from unnest($ids::uuid[]) with ordinality a(id, ord)',
  'p.ord',
)

/** Records by their ids, in that order. */
export async function listFound(db: Queryable, scope: Reach, ids: readonly string[]): Promise<FoundRecord[]> {
  if (ids.length === 0) return []
  const asked = { texts: { few: byId, many: byId, all: byId }, values: { ids, sight: scope.sight } }
  return toRecords(await rowsWithin<Row>(db, scope, asked))
}

export interface FoundInterest {
  id: string
  number: string
  subject: string | null
  content: string | null
  clientId: string | null
  contactId: string | null
  partyName: string | null
  responsibleId: string | null
  responsibleName: string | null
  open: boolean
  archived: boolean
}

const interestColumns = `
  i.id, i.number, i.subject, i.content, i.client_id as "clientId", i.contact_id as "contactId",
  coalesce(c.name, p.full_name, p.company, p.phone, p.email) as "partyName",
  i.responsible_id as "responsibleId", u.name as "responsibleName", i.open, i.archived_at is not null as archived`
const interestParty = `
  left join client c on c.id = i.client_id
  left join prospect p on p.id = i.prospect_id
  left join app_user u on u.id = i.responsible_id`

/** By the number as typed $1, or by its digits $2 behind the company's prefix; $3 the sight or null. */
const interestsByNumber = statement<FoundInterest>(`
  select ${interestColumns}
  from interest i ${interestParty}
  where i.number = any(array[$1::text, (select number_prefix from company limit 1) || '-' || lpad($2::text, greatest(6, length($2::text)), '0')])
    and ($3::uuid[] is null or i.owner_key = any($3::uuid[]) or i.client_id = any($3::uuid[])
         or i.member_ids && $3::uuid[] or i.state_id = any($3::uuid[]))`)

export async function listInterestsByNumber(
  db: Queryable,
  scope: Reach,
  number: { typed: string; digits: string },
): Promise<FoundInterest[]> {
  return db.rows(interestsByNumber, [number.typed, number.digits, scope.sight])
}

/** Subjects are a few words that thousands of Interests share: the latest are looked through, and of rare words all. */
const LATEST = 1_000
const MOST_RARE = 2_000
const SHORTEST_RARE = 3

/**
 * All of the words $1 in the subject of one of the latest Interests, those of the principals $2 or all; where there are
 * fewer than $3, Interests with words that begin so ($4), as far as the words are rare.
 */
const bySubject = (latest: string, also = '') =>
  statement<FoundInterest>(`
  with late as materialized (
    select l.* from (${latest}) l where l.search_key like all($1::text[])
    order by l.created_at desc, l.id desc limit $3
  ),
  rare as (
    select r.* from (
      select * from interest
      where to_tsvector('simple', substr(search_key, length(number) + 2)) @@ $4::tsquery and (select count(*) from late) < $3::int
      limit ${MOST_RARE}
    ) r
    where r.search_key like all($1::text[]) and r.id not in (select id from late)
      and ($2::uuid[] is null or r.owner_key = any($2::uuid[]) or r.member_ids && $2::uuid[]${also.replaceAll('x.', 'r.')})
    order by r.created_at desc, r.id desc limit $3
  )
  select ${interestColumns}
  from (select * from late union all select * from rare) i ${interestParty}
  where $2::uuid[] is null or i.owner_key = any($2::uuid[]) or i.member_ids && $2::uuid[]${also.replaceAll('x.', 'i.')}
  order by i.created_at desc, i.id desc limit $3`)
const latestOfAll = `select * from interest order by created_at desc, id desc limit ${LATEST}`
const latestOfSome = `
  select x.* from unnest($2::uuid[]) p(id) cross join lateral (
    select * from interest where owner_key = p.id
    order by created_at desc, id desc limit greatest(100, ${LATEST} / greatest(1, cardinality($2::uuid[])))
  ) x`
const latestOfJoined = `${latestOfSome}
  union all (
    select j.* from (select distinct interest_id from interest_member where user_id = any($2::uuid[])) m
    cross join lateral (select * from interest where id = m.interest_id and owner_key <> all($2::uuid[]) limit 1) j
    order by j.created_at desc, j.id desc limit ${LATEST}
  )`
/** With what stands in the states $5, which are addressed to a role of the principals. */
const latestOfQueued = `${latestOfJoined}
  union all (
    select x.* from unnest($5::uuid[]) q(id) cross join lateral (
      select * from interest where state_id = q.id and open and owner_key <> all($2::uuid[]) and not member_ids && $2::uuid[]
      order by created_at desc, id desc limit ${LATEST}
    ) x order by x.created_at desc, x.id desc limit ${LATEST}
  )`
/** With those of clients that were opened one by one, $6. */
const latestOfOpened = `${latestOfQueued}
  union all (
    select o.* from interest o
     where o.client_id = any($6::uuid[]) and o.owner_key <> all($2::uuid[]) and not o.member_ids && $2::uuid[]
       and o.state_id <> all($5::uuid[])
     order by o.created_at desc, o.id desc limit ${LATEST}
  )`
const interestsBySubject = {
  all: bySubject(latestOfAll),
  some: bySubject(latestOfSome),
  joined: bySubject(latestOfJoined),
  queued: bySubject(latestOfQueued, ' or x.state_id = any($5::uuid[])'),
  opened: bySubject(latestOfOpened, ' or x.state_id = any($5::uuid[]) or x.client_id = any($6::uuid[])'),
}

export async function listInterestsBySubject(
  db: Queryable,
  { principals, joined, queues, grants }: Reach,
  words: readonly string[],
  limit: number,
): Promise<FoundInterest[]> {
  if (words.length === 0) return []
  const patterns = words.map(word => `%${word}%`)
  // A shorter word begins so many others that the index would collect half of the table.
  const telling = words.map(word => word.replace(/['\\]/g, '')).filter(word => word.length >= SHORTEST_RARE)
  const beginnings = telling.length === 0 ? null : telling.map(word => `'${word}':*`).join(' & ')
  const values = [patterns, principals, limit, beginnings]
  if (grants.length > 0) return db.rows(interestsBySubject.opened, [...values, queues, grants])
  if (queues.length > 0) return db.rows(interestsBySubject.queued, [...values, queues])
  return db.rows(interestsBySubject[principals === null ? 'all' : joined ? 'joined' : 'some'], values)
}
