import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Scope } from '../../../../platform/scope.ts'
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

/**
 * The records behind `picked` (id, ord, total), in that order. A legal entity that is its client's only one is shown as
 * the client. `$sight` is null for all: identity follows its record in one transaction, so this only repeats what the
 * index said, and keeps a mistake there from opening a record.
 */
const recordsOf = (picked: string) => `
  with picked as materialized (${picked}),
  asked as materialized (
    select case when r.client_id is not null and not exists (
             select from contractor o where o.client_id = r.client_id and o.id <> r.id
           ) then r.client_id else p.id end as id,
           min(p.ord) as ord
    from picked p
    left join contractor r on r.id = p.id
    group by 1
  ),
  record as materialized (
    select a.ord, 'client' as type, c.id, c.id as "clientId", null::uuid as "contactId", c.name as "clientName",
           c.name, c.public_name as second, c.phones, c.emails, c.sites, c.addresses, c.messengers,
           (select jsonb_agg(jsonb_build_object('name', r.name, 'fullName', r.full_name, 'inn', r.inn, 'kpp', r.kpp, 'ogrn', r.ogrn))
            from contractor r where r.client_id = c.id) as contractors,
           c.responsible_id as "responsibleId", c.owner_key, c.open_interests as "openInterests", c.archived_at is not null as archived
    from asked a join client c on c.id = a.id
    union all
    select a.ord, 'contractor', r.id, r.client_id, null, c.name, r.name, r.full_name, null, null, null, null, null,
           jsonb_build_array(jsonb_build_object('name', r.name, 'fullName', r.full_name, 'inn', r.inn, 'kpp', r.kpp, 'ogrn', r.ogrn)),
           c.responsible_id, c.owner_key, c.open_interests, r.archived_at is not null or c.archived_at is not null
    from asked a join contractor r on r.id = a.id join client c on c.id = r.client_id
    union all
    select a.ord, 'contact', k.id, c.id, k.id, c.name, k.full_name, l.position, k.phones, k.emails, null, null, k.messengers, null,
           c.responsible_id, c.owner_key, c.open_interests, k.archived_at is not null or c.archived_at is not null
    from asked a
    join contact k on k.id = a.id
    join lateral (
      select client_id, position from client_contact
      where contact_id = k.id and to_day is null and ($sight::uuid[] is null or owner_key = any($sight::uuid[]) or client_id = any($sight::uuid[]))
      order by main desc, id limit 1
    ) l on true
    join client c on c.id = l.client_id
    union all
    select a.ord, 'prospect', p.id, p.client_id, p.contact_id, null, p.full_name, p.company,
           case when p.phone is null then null else jsonb_build_array(jsonb_build_object('raw', p.phone)) end,
           case when p.email is null then null else jsonb_build_array(jsonb_build_object('raw', p.email)) end,
           null, null, null, null, p.responsible_id, p.owner_key, p.open_interests, p.archived_at is not null
    from asked a join prospect p on p.id = a.id
  )
  select type, record.id, "clientId", "contactId", "clientName", record.name, second, phones, emails, sites, addresses, messengers,
         contractors, m.merged, "responsibleId", u.name as "responsibleName", "openInterests", archived, (select max(total) from picked) as total
  from record
  left join app_user u on u.id = record."responsibleId"
  left join lateral (
    select jsonb_agg(distinct jsonb_build_object('kind', kind, 'field', field, 'text', text)) as merged
    from merged_identity where owner_id = record.id and main and record.type <> 'contractor'
  ) m on true
  where $sight::uuid[] is null or record.owner_key = any($sight::uuid[]) or record."clientId" = any($sight::uuid[])
     or exists (select from record_access v where v.record_id = record.id and v.principal_id = any($sight::uuid[]))
  order by ord`

/** Of what a look-up finds the first `$most`, archived ones last. */
const recordsOfHits = (hits: string) =>
  recordsOf(`
    select owner_id as id, row_number() over (order by bool_or(archived), min(ord)) as ord, (count(*) over ())::int as total
    from (select owner_id, archived, row_number() over () as ord from (${hits}) hit) numbered
    group by owner_id order by bool_or(archived), min(ord) limit $most`)

/** Records, and how many there were to choose from as far as was looked. */
export interface Found {
  records: FoundRecord[]
  total: number
}
export const nobody: Found = { records: [], total: 0 }

/** The first `most` records that a look-up finds. */
export async function findRecords(db: Queryable, scope: Scope, lookUp: LookUp, most: number): Promise<Found> {
  const asked = { ...lookUp, values: { ...lookUp.values, most, sight: scope.sight } }
  const records = await rowsWithin<FoundRecord & { total: number }>(db, scope, asked, recordsOfHits)
  return { records, total: records[0]?.total ?? 0 }
}

const byId = recordsOf(
  'select id, ord, cardinality($ids::uuid[]) as total from unnest($ids::uuid[]) with ordinality a(id, ord)',
)

/** Records by their ids, in that order. */
export async function listFound(db: Queryable, scope: Scope, ids: readonly string[]): Promise<FoundRecord[]> {
  return ids.length === 0
    ? []
    : rowsWithin(db, scope, { texts: { few: byId, many: byId, all: byId }, values: { ids, sight: scope.sight } })
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
    and ($3::uuid[] is null or i.owner_key = any($3::uuid[]) or i.client_id = any($3::uuid[]))`)

export async function listInterestsByNumber(
  db: Queryable,
  scope: Scope,
  number: { typed: string; digits: string },
): Promise<FoundInterest[]> {
  return db.rows(interestsByNumber, [number.typed, number.digits, scope.sight])
}

/** Subjects are a few words that thousands of Interests share: only the latest are looked through. */
const LATEST = 1_000

/** All of the words $1 in the subject of one of the latest Interests, those of the principals $2 or all; limit $3. */
const bySubject = (latest: string) =>
  statement<FoundInterest>(`
  select ${interestColumns}
  from (
    select l.* from (${latest}) l where l.search_key like all($1::text[])
    order by l.created_at desc, l.id desc limit $3
  ) i ${interestParty}
  where $2::uuid[] is null or i.owner_key = any($2::uuid[])
  order by i.created_at desc, i.id desc`)
const latestOfAll = `select * from interest order by created_at desc, id desc limit ${LATEST}`
const latestOfSome = `
  select x.* from unnest($2::uuid[]) p(id) cross join lateral (
    select * from interest where owner_key = p.id
    order by created_at desc, id desc limit greatest(100, ${LATEST} / cardinality($2::uuid[]))
  ) x`
const interestsBySubject = { all: bySubject(latestOfAll), some: bySubject(latestOfSome) }

export async function listInterestsBySubject(
  db: Queryable,
  { principals }: Scope,
  words: readonly string[],
  limit: number,
): Promise<FoundInterest[]> {
  if (words.length === 0) return []
  const patterns = words.map(word => `%${word}%`)
  return db.rows(principals === null ? interestsBySubject.all : interestsBySubject.some, [patterns, principals, limit])
}
