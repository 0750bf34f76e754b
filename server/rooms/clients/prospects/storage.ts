import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'
import type { ProspectRecord } from '../tables.ts'
import type { ProspectFields } from './rules.ts'

export const prospectCreation = creationOf('prospect', { owned: true })

/** Columns and joins of a prospect as read by the room's queries. */
export const selectProspect = `
  select p.id, array(select a.principal_id from record_access a where a.record_id = p.id and a.reason = 'interest') as "viewerIds",
         p.full_name as "fullName", p.company, p.email, p.phone, p.comment,
         p.responsible_id as "responsibleId", u.name as "responsibleName",
         p.client_id as "clientId", c.name as "clientName", c.responsible_id as "clientResponsibleId",
         p.contact_id as "contactId", k.full_name as "contactName",
         p.linked_at as "linkedAt", p.linked_by as "linkedBy", l.name as "linkedByName",
         p.open_interests as "openInterests", p.archived_at as "archivedAt", p.version,
         p.created_at as "createdAt", p.updated_at as "updatedAt"
    from prospect p
    left join app_user u on u.id = p.responsible_id
    left join client c on c.id = p.client_id
    left join contact k on k.id = p.contact_id
    left join app_user l on l.id = p.linked_by`

/** Who looks after it, who may see one of its Interests, and who sees the client that it became. */
export const prospectVisible = `($2::uuid[] is null or p.owner_key = any($2) or p.client_id = any($2) or exists (
  select from record_access a where a.record_id = p.id and a.principal_id = any($2)))`

const one = statement<ProspectRecord>(
  `${selectProspect} where p.id = $1 and p.merged_into is null and ${prospectVisible}`,
)
const locked = statement<never>('select from prospect where id = $1 for no key update')

/** One prospect within this sight, null is everything; one that was merged is none. */
export async function findProspect(
  db: Queryable,
  id: string,
  sight: readonly string[] | null,
): Promise<ProspectRecord | undefined> {
  return db.first(one, [id, sight])
}

const byIds = statement<ProspectRecord>(
  `${selectProspect} where p.id = any($1::uuid[]) and p.merged_into is null order by p.id`,
)

/** Prospects by their ids, whoever may see them. */
export async function listProspectsById(db: Queryable, ids: readonly string[]): Promise<ProspectRecord[]> {
  return ids.length === 0 ? [] : db.rows(byIds, [ids])
}

/** The same, held until the end of the transaction. */
export async function findProspectForUpdate(
  tx: Transaction,
  id: string,
  sight: readonly string[] | null,
): Promise<ProspectRecord | undefined> {
  await tx.rows(locked, [id])
  return findProspect(tx, id, sight)
}

const insert = statement<never>(`
  insert into prospect (id, full_name, company, email, phone, name_key, responsible_id, author_id, created_at,
                        updated_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)`)

/** Writes a new prospect. */
export async function insertProspect(
  tx: Transaction,
  prospect: ProspectFields & { id: string; nameKey: string; responsibleId: string | null; authorId: string | null },
  now: Date,
  hash: Buffer,
): Promise<void> {
  const { id, fullName, company, email, phone, nameKey, responsibleId, authorId } = prospect
  await tx.rows(insert, [id, fullName, company, email, phone, nameKey, responsibleId, authorId, now, hash])
}

const update = statement<never>(`
  update prospect set full_name = $2, company = $3, email = $4, phone = $5, name_key = $6, comment = $7,
         responsible_id = $8, version = version + 1, updated_at = $9
   where id = $1`)

/** Writes all fields of a prospect anew and raises its version. */
export async function updateProspect(
  tx: Transaction,
  prospect: ProspectFields & { id: string; nameKey: string; comment: string | null; responsibleId: string | null },
  now: Date,
): Promise<void> {
  const { id, fullName, company, email, phone, nameKey, comment, responsibleId } = prospect
  await tx.rows(update, [id, fullName, company, email, phone, nameKey, comment, responsibleId, now])
}

const setArchived = statement<never>(
  'update prospect set archived_at = $2, version = version + 1, updated_at = $3 where id = $1',
)

export async function setProspectArchived(tx: Transaction, id: string, archivedAt: Date | null, now: Date) {
  await tx.rows(setArchived, [id, archivedAt, now])
}

const setLink = statement<never>(`
  update prospect set client_id = $2, contact_id = $3, linked_at = $4, linked_by = $5, version = version + 1,
         updated_at = $6
   where id = $1`)

/** Ties the prospect to a client, or to none. */
export async function setProspectLink(
  tx: Transaction,
  id: string,
  link: { clientId: string; contactId: string | null; by: string | null } | null,
  now: Date,
): Promise<void> {
  await tx.rows(setLink, [
    id,
    link?.clientId ?? null,
    link?.contactId ?? null,
    link ? now : null,
    link?.by ?? null,
    now,
  ])
}

const setResponsibles = statement<{ id: string; from: string | null; to: string | null; version: number }>(`
  update prospect p set responsible_id = x."responsibleId", version = p.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "responsibleId" uuid) join prospect old on old.id = x.id
   where p.id = x.id and p.responsible_id is distinct from x."responsibleId"
  returning p.id, old.responsible_id as from, p.responsible_id as to, p.version`)

/** @returns those that changed, and who looked after them before */
export async function setProspectResponsibles(
  tx: Transaction,
  prospects: readonly { id: string; responsibleId: string | null }[],
  now: Date,
): Promise<{ id: string; from: string | null; to: string | null; version: number }[]> {
  const rows = prospects.map(({ id, responsibleId }) => ({ id, responsibleId }))
  return rows.length === 0 ? [] : tx.rows(setResponsibles, [JSON.stringify(rows), now])
}

// Most Interests of a prospect belong to its own responsible, who sees it anyway: those rows keep a reason of their own,
// so that a list reads only the others.
const setViewers = statement<never>(`
  with given as materialized (
    select x.id, x.principals from jsonb_to_recordset($1::jsonb) as x(id uuid, principals uuid[])),
  wanted as (
    select p.id as record_id, v.id as principal_id,
           case when v.id = p.owner_key then 'interest_of_responsible' else 'interest' end as reason
      from given g join prospect p on p.id = g.id cross join unnest(g.principals) as v(id)),
  gone as (
    delete from record_access a using given g
     where a.record_id = g.id and a.reason in ('interest', 'interest_of_responsible') and not exists (
       select from wanted w
        where w.record_id = a.record_id and w.principal_id = a.principal_id and w.reason = a.reason))
  insert into record_access (principal_id, record_id, record_kind, reason, created_at)
  select w.principal_id, w.record_id, 'prospect', w.reason, $2 from wanted w
  on conflict do nothing`)
const sortViewers = statement<never>(`
  update record_access a
     set reason = case when a.principal_id = p.owner_key then 'interest_of_responsible' else 'interest' end
    from prospect p
   where p.id = any($1::uuid[]) and a.record_id = p.id and a.reason in ('interest', 'interest_of_responsible')
     and (a.reason = 'interest') = (a.principal_id = p.owner_key)`)

/** After a change of the responsible: who sees a prospect without its Interests, and who by them. */
export async function sortProspectViewers(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.rows(sortViewers, [ids])
}

/** Who may see each prospect because of one of its Interests. */
export async function replaceProspectViewers(
  tx: Transaction,
  prospects: readonly { id: string; principals: readonly string[] }[],
  now: Date,
): Promise<void> {
  const rows = prospects.map(({ id, principals }) => ({ id, principals: [...new Set(principals)] }))
  await tx.rows(setViewers, [JSON.stringify(rows), now])
}
