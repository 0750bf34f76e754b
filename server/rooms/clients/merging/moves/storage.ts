import { statement, type Transaction } from '../../../../platform/db/database.ts'
import type { LinkRow } from './rules.ts'

const links = (which: string) =>
  statement<LinkRow>(`
  select l.id, l.client_id as "clientId", l.contact_id as "contactId", l.main, l.ord, l.position,
         l.to_day is not null as ended, p.full_name as "contactName", p.version as "contactVersion"
    from client_contact l join contact p on p.id = l.contact_id
   where ${which} order by l.id for update of l`)
const linksOf = {
  client: links('l.client_id = any($1::uuid[]) and l.to_day is null'),
  contact: links('l.contact_id = any($1::uuid[]) and l.to_day is null'),
  id: links('l.id = any($1::uuid[])'),
}

/** The live links of these clients or contacts, or these links whatever became of them; held. */
export async function holdLinks(
  tx: Transaction,
  of: 'client' | 'contact' | 'id',
  ids: readonly string[],
): Promise<LinkRow[]> {
  return ids.length === 0 ? [] : tx.rows(linksOf[of], [ids])
}

/** Reach key and age beside a link are those of its client and its contact, whoever they are now. */
const write = statement<never>(`
  update client_contact l
     set client_id = x."clientId", contact_id = x."contactId", main = x.main, ord = x.ord, position = x.position,
         owner_key = c.owner_key, created_at = p.created_at
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "clientId" uuid, "contactId" uuid, main boolean, ord int, position text)
    join client c on c.id = x."clientId" join contact p on p.id = x."contactId"
   where l.id = x.id`)

export async function writeLinks(tx: Transaction, rows: readonly LinkRow[]): Promise<void> {
  if (rows.length > 0) await tx.rows(write, [JSON.stringify(rows)])
}

const take = statement<{ id: string; image: Record<string, unknown> }>(
  'delete from client_contact l where id = any($1::uuid[]) returning l.id, to_jsonb(l) as image',
)

/** Takes links out, whole, so that they can be put back as they were. */
export async function takeLinks(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  if (ids.length === 0) return new Map()
  return new Map((await tx.rows(take, [ids])).map(row => [row.id, row.image]))
}

const put = statement<never>(`
  insert into client_contact
  select r.* from jsonb_array_elements($1::jsonb) as x(image), jsonb_populate_record(null::client_contact, x.image) r
  on conflict do nothing`)

export async function putLinks(tx: Transaction, images: readonly Record<string, unknown>[]): Promise<void> {
  if (images.length > 0) await tx.rows(put, [JSON.stringify(images)])
}

/** Everybody who works somewhere has one main place of work. */
const settle = statement<never>(`
  update client_contact l set main = l.id = best.id
    from (select distinct on (contact_id) contact_id, id from client_contact
           where contact_id = any($1::uuid[]) and to_day is null
           order by contact_id, main desc, created_at, id) best
   where l.contact_id = best.contact_id and l.to_day is null and l.main <> (l.id = best.id)`)

export async function settleMainLinks(tx: Transaction, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length > 0) await tx.rows(settle, [contactIds])
}

export interface ContractorPlace {
  id: string
  clientId: string
  main: boolean
}

const placeContractor = statement<{ id: string; version: number }>(`
  update contractor k set client_id = x."clientId", main = x.main, version = k.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "clientId" uuid, main boolean)
   where k.id = x.id and (k.client_id, k.main) is distinct from (x."clientId", x.main)
  returning k.id, k.version`)

/** @returns the new version of each */
export async function placeContractors(
  tx: Transaction,
  rows: readonly ContractorPlace[],
  now: Date,
): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map()
  return new Map((await tx.rows(placeContractor, [JSON.stringify(rows), now])).map(row => [row.id, row.version]))
}

const unarchive = statement<never>('update contractor set archived_at = null where id = $1')

/** The main legal entity is never archived. */
export async function restoreContractorRow(tx: Transaction, id: string): Promise<void> {
  await tx.rows(unarchive, [id])
}

const contractors = statement<ContractorPlace & { archived: boolean }>(`
  select id, client_id as "clientId", main, archived_at is not null as archived
    from contractor where id = any($1::uuid[]) order by id for update`)

export async function holdContractors(
  tx: Transaction,
  ids: readonly string[],
): Promise<(ContractorPlace & { archived: boolean })[]> {
  return ids.length === 0 ? [] : tx.rows(contractors, [ids])
}

/** A prospect, as far as merging its client or its contact moves it. */
export interface ProspectPlace {
  id: string
  clientId: string | null
  contactId: string | null
  version: number
  title: string
  responsibleId: string | null
}

const prospects = (which: string) =>
  statement<ProspectPlace>(`
  select id, client_id as "clientId", contact_id as "contactId", version,
         coalesce(full_name, company, email, phone) as title, responsible_id as "responsibleId"
    from prospect where ${which} order by id for no key update`)
const prospectsOf = {
  client: prospects('client_id = any($1::uuid[])'),
  contact: prospects('contact_id = any($1::uuid[])'),
  id: prospects('id = any($1::uuid[])'),
}

export async function holdProspects(
  tx: Transaction,
  of: 'client' | 'contact' | 'id',
  ids: readonly string[],
): Promise<ProspectPlace[]> {
  return ids.length === 0 ? [] : tx.rows(prospectsOf[of], [ids])
}

const placeProspect = statement<never>(`
  update prospect p set client_id = x."clientId", contact_id = x."contactId", version = p.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "clientId" uuid, "contactId" uuid)
   where p.id = x.id`)

export async function placeProspects(tx: Transaction, rows: readonly ProspectPlace[], now: Date): Promise<void> {
  if (rows.length > 0) await tx.rows(placeProspect, [JSON.stringify(rows), now])
}

const companyOf = (column: 'client' | 'contact') => {
  const other = column === 'client' ? 'contact_id' : 'client_id'
  const linked = `select ${other} as id from client_contact where ${column}_id = $1`
  return statement<{ id: string }>(
    column === 'client' ? `${linked} union select id from prospect where client_id = $1` : linked,
  )
}
const companies = { client: companyOf('client'), contact: companyOf('contact') }

/** The people of a client, linked prospects too, or the clients of a contact; those who left count as well. */
export async function listCompany(tx: Transaction, of: 'client' | 'contact', id: string): Promise<string[]> {
  return (await tx.rows(companies[of], [id])).map(row => row.id)
}

const copyApart = statement<{ id: string }>(`
  insert into not_duplicate (left_id, right_id, by_user, at)
  select least($2::uuid, o.id), greatest($2::uuid, o.id), o.by_user, o.at
    from (select case when left_id = $1 then right_id else left_id end as id, by_user, at
            from not_duplicate where left_id = $1 or right_id = $1) o
   where o.id <> $2
  on conflict do nothing
  returning case when left_id = $2 then right_id else left_id end as id`)
const dropApart = statement<never>(`
  delete from not_duplicate
   where (left_id = $1 and right_id = any($2::uuid[]) or right_id = $1 and left_id = any($2::uuid[])) and at <= $3`)

/** What somebody told apart from the loser is told apart from the winner too. @returns whom the winner did not have */
export async function copyNotDuplicates(tx: Transaction, loserId: string, winnerId: string): Promise<string[]> {
  return (await tx.rows(copyApart, [loserId, winnerId])).map(row => row.id)
}

/** The way back; what somebody told apart once more since stays apart. */
export async function dropNotDuplicates(
  tx: Transaction,
  id: string,
  others: readonly string[],
  mergedAt: Date,
): Promise<void> {
  if (others.length > 0) await tx.rows(dropApart, [id, others, mergedAt])
}

export interface AccessRow {
  principalId: string
  reason: string
  image: Record<string, unknown>
}

const access = statement<AccessRow>(`
  select principal_id as "principalId", reason, to_jsonb(a) as image from record_access a
   where record_id = $1 and ($2::boolean = (reason like 'interest%')) order by principal_id, reason`)
const giveAccess = statement<{ principalId: string; reason: string }>(`
  insert into record_access (principal_id, record_id, record_kind, reason, created_at, granted_by, expires_at, ending_told_at, changes)
  select principal_id, $2::uuid, record_kind, reason, created_at, granted_by, expires_at, ending_told_at, changes from record_access
   where record_id = $1 and reason not like 'interest%' and (expires_at is null or expires_at > $3)
  on conflict do nothing returning principal_id as "principalId", reason`)
const takeAccess = statement<{ principalId: string; reason: string }>(`
  delete from record_access a using jsonb_to_recordset($2::jsonb) as x("principalId" uuid, reason text)
   where a.record_id = $1 and a.principal_id = x."principalId" and a.reason = x.reason and a.created_at < $3
  returning a.principal_id as "principalId", a.reason`)
const replaceAccess = statement<never>(`
  with gone as (
    delete from record_access a where a.record_id = $1 and a.reason like 'interest%'
       and not exists (select from jsonb_array_elements($2::jsonb) x(image)
                        where (x.image->>'principal_id')::uuid = a.principal_id and x.image->>'reason' = a.reason))
  insert into record_access
  select r.* from jsonb_array_elements($2::jsonb) as x(image), jsonb_populate_record(null::record_access, x.image) r
  on conflict do nothing`)

/** Who else sees a record: through Interests, or because somebody let them. */
export async function listAccess(tx: Transaction, recordId: string, byInterest: boolean): Promise<AccessRow[]> {
  return tx.rows(access, [recordId, byInterest])
}

/** Who was let see the loser sees the winner. @returns whom the winner had not let before */
export async function copyAccess(tx: Transaction, loserId: string, winnerId: string, now: Date) {
  return tx.rows(giveAccess, [loserId, winnerId, now])
}

/** @returns what was there to be taken: what was given since is not */
export async function dropAccess(
  tx: Transaction,
  recordId: string,
  rows: readonly { principalId: string; reason: string }[],
  since: Date,
): Promise<{ principalId: string; reason: string }[]> {
  return rows.length === 0 ? [] : tx.rows(takeAccess, [recordId, JSON.stringify(rows), since])
}

/** Who sees a record through Interests is who did before. */
export async function putAccess(tx: Transaction, recordId: string, images: readonly unknown[]): Promise<void> {
  await tx.rows(replaceAccess, [recordId, JSON.stringify(images)])
}
