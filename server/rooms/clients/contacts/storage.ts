import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import { creationOf } from '../../../platform/work.ts'
import type { ContactRecord } from '../tables.ts'
import type { PreparedContact } from './rules.ts'

/** As `creationOf`, guarded by the main client: a contact has no responsible of its own. */
export const contactCreation = statement<{ hash: Buffer | null; owned: boolean; responsibleId: string | null }>(`
  select p.creation_hash as hash, true as owned,
         (select c.responsible_id from client_contact l join client c on c.id = l.client_id
           where l.contact_id = p.id and l.to_day is null order by l.main desc, l.id limit 1) as "responsibleId"
    from contact p where p.id = $1`)
export const linkCreation = creationOf('client_contact', { owned: false })

const insert = statement<never>(`
  with input as (select * from jsonb_to_recordset($1::jsonb) as r(
    id uuid, "fullName" text, "nameKey" text, position text, phones jsonb, emails jsonb, messengers jsonb,
    "linkId" uuid, "clientId" uuid, "ownerKey" uuid, ord int)),
  made as (
    insert into contact (id, full_name, name_key, phones, emails, messengers, created_at, updated_at, creation_hash)
    select id, "fullName", "nameKey", phones, emails, messengers, $2, $2, $3 from input)
  insert into client_contact (id, client_id, contact_id, position, ord, owner_key, created_at)
  select "linkId", "clientId", id, position, ord, "ownerKey", $2 from input`)

/** A client and those who begin to work for it. */
export interface Staff {
  client: { id: string; responsibleId: string | null; contactCount: number }
  contacts: readonly PreparedContact[]
}

/** Writes new contacts of their clients. */
export async function insertContacts(
  tx: Transaction,
  staffs: readonly Staff[],
  now: Date,
  hash: Buffer,
): Promise<void> {
  const rows = staffs.flatMap(({ client, contacts }) =>
    contacts.map((contact, at) => ({
      ...contact,
      linkId: newId(),
      clientId: client.id,
      ownerKey: client.responsibleId ?? NIL_ID,
      ord: client.contactCount + at,
    })),
  )
  if (rows.length > 0) await tx.rows(insert, [JSON.stringify(rows), now, hash])
}

const link = statement<never>(`
  insert into client_contact (id, client_id, contact_id, position, main, ord, owner_key, created_at, creation_hash)
  select $1, $2, $3, $4, not exists (select from client_contact o where o.contact_id = $3 and o.to_day is null),
         $6::int, coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), p.created_at, $7
    from contact p where p.id = $3`)

/** Ties a known contact to one more client. */
export async function insertLink(
  tx: Transaction,
  id: string,
  client: { id: string; responsibleId: string | null; contactCount: number },
  contact: { id: string; position: string | null },
  hash: Buffer,
): Promise<void> {
  const { responsibleId, contactCount } = client
  await tx.rows(link, [id, client.id, contact.id, contact.position, responsibleId, contactCount, hash])
}

/** A link that was ended on the same day never was: it goes on as it stood, the main one included. */
const resume = statement<{ id: string }>(`
  with resumed as (
    update client_contact l
       set to_day = null, position = coalesce($3, l.position), owner_key = coalesce($4::uuid, '${NIL_ID}')
      from (select id from client_contact
             where client_id = $1 and contact_id = $2
               and to_day = (select ($5::timestamptz at time zone time_zone)::date from company)
             order by id desc limit 1) last
     where l.id = last.id returning l.id, l.main),
  others as (
    update client_contact set main = false
     where contact_id = $2 and to_day is null and main and exists (select from resumed where main))
  select id from resumed`)

/** @returns whether there was a link to take up again */
export async function resumeLink(
  tx: Transaction,
  client: { id: string; responsibleId: string | null },
  contact: { id: string; position: string | null },
  now: Date,
): Promise<boolean> {
  const { id, responsibleId } = client
  return (await tx.first(resume, [id, contact.id, contact.position, responsibleId, now])) !== undefined
}

/** The link keeps what it was; when it was the main one, the oldest of the others is from now on. */
const end = statement<never>(`
  with ended as (
    update client_contact set to_day = (select ($3::timestamptz at time zone time_zone)::date from company)
     where client_id = $1 and contact_id = $2 and to_day is null returning main)
  update client_contact set main = true
   where id = (select id from client_contact where contact_id = $2 and client_id <> $1 and to_day is null
                order by created_at, id limit 1)
     and exists (select from ended where main)`)

export async function endLink(tx: Transaction, clientId: string, contactId: string, now: Date): Promise<void> {
  await tx.rows(end, [clientId, contactId, now])
}

const taken = statement<{ id: string }>('select id from contact where id = any($1::uuid[])')

/** Which of these ids contacts have already. */
export async function listTakenContacts(db: Queryable, ids: readonly string[]): Promise<string[]> {
  return ids.length === 0 ? [] : (await db.rows(taken, [ids])).map(row => row.id)
}

const columns = `
  select p.id, p.full_name as "fullName", p.phones, p.emails, p.messengers, p.comment, p.archived_at as "archivedAt",
         p.version, p.created_at as "createdAt", p.updated_at as "updatedAt",
         (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'position', l.position, 'main', l.main,
                   'responsibleId', c.responsible_id) order by l.main desc, l.created_at, l.id), '[]')
            from client_contact l join client c on c.id = l.client_id
           where l.contact_id = p.id and l.to_day is null) as clients
    from contact p`

/** Columns of a contact as read by the room's queries. */
export const selectContact = columns

const one = statement<ContactRecord>(`${columns}
   where p.id = $1 and p.merged_into is null and ($2::uuid[] is null or exists (
     select from client_contact l
      where l.contact_id = p.id and l.to_day is null and (l.owner_key = any($2) or l.client_id = any($2))))`)
const locked = statement<never>('select from contact where id = $1 for no key update')

/** One contact that works for a client within this sight, null is everything; one that was merged is none. */
export async function findContact(
  db: Queryable,
  id: string,
  sight: readonly string[] | null,
): Promise<ContactRecord | undefined> {
  return db.first(one, [id, sight])
}

const byIds = statement<ContactRecord>(
  `${columns} where p.id = any($1::uuid[]) and p.merged_into is null order by p.id`,
)

/** Contacts by their ids, whoever may see them. */
export async function listContactsById(db: Queryable, ids: readonly string[]): Promise<ContactRecord[]> {
  return ids.length === 0 ? [] : db.rows(byIds, [ids])
}

/** The same, held until the end of the transaction. */
export async function findContactForUpdate(
  tx: Transaction,
  id: string,
  sight: readonly string[] | null,
): Promise<ContactRecord | undefined> {
  await tx.rows(locked, [id])
  return findContact(tx, id, sight)
}

const update = statement<never>(`
  update contact set full_name = r."fullName", name_key = r."nameKey", phones = r.phones, emails = r.emails,
         messengers = r.messengers, comment = r.comment, version = version + 1, updated_at = $3
    from jsonb_to_record($2::jsonb) as r("fullName" text, "nameKey" text, phones jsonb, emails jsonb, messengers jsonb,
         comment text)
   where contact.id = $1`)

/** Writes all fields of a contact anew and raises its version. */
export async function updateContact(
  tx: Transaction,
  id: string,
  contact: Omit<PreparedContact, 'id' | 'position'> & { comment: string | null },
  now: Date,
): Promise<void> {
  await tx.rows(update, [id, JSON.stringify(contact), now])
}

const setPosition = statement<never>(
  'update client_contact set position = $3 where contact_id = $1 and client_id = $2 and to_day is null',
)

export async function updatePosition(tx: Transaction, contactId: string, clientId: string, position: string | null) {
  await tx.rows(setPosition, [contactId, clientId, position])
}

const setArchived = statement<never>(
  'update contact set archived_at = $2, version = version + 1, updated_at = $3 where id = $1',
)

export async function setContactArchived(tx: Transaction, id: string, archivedAt: Date | null, now: Date) {
  await tx.rows(setArchived, [id, archivedAt, now])
}
