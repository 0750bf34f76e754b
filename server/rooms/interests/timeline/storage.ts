import type { Scope } from '../../../platform/scope.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'

export const noteCreation = creationOf('note', { owned: false })

export interface NoteRecord {
  id: string
  interestId: string
  kind: 'note' | 'request'
  body: string
  authorId: string | null
  authorName: string | null
  createdAt: Date
}

const noteColumns = `n.id, n.interest_id as "interestId", n.kind, n.body, n.author_id as "authorId",
  u.name as "authorName", n.created_at as "createdAt"`

const insertNoteRow = statement<NoteRecord>(`
  with n as (
    insert into note (id, interest_id, kind, body, contact_id, channel_id, author_id, created_at, creation_hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *)
  select ${noteColumns} from n left join app_user u on u.id = n.author_id`)

export async function insertNote(
  db: Queryable,
  note: {
    id: string
    interestId: string
    kind: 'note' | 'request'
    body: string
    contactId: string | null
    channelId: string | null
    authorId: string | null
  },
  now: Date,
  hash: Buffer,
): Promise<NoteRecord> {
  const { id, interestId, kind, body, contactId, channelId, authorId } = note
  const made = await db.first(insertNoteRow, [id, interestId, kind, body, contactId, channelId, authorId, now, hash])
  if (!made) throw new Error('a note that was just written is gone')
  return made
}

const selectNotes = statement<NoteRecord>(`
  select ${noteColumns} from note n left join app_user u on u.id = n.author_id where n.id = any($1::uuid[])`)

export async function selectNotesById(db: Queryable, ids: readonly string[]): Promise<NoteRecord[]> {
  return ids.length === 0 ? [] : db.rows(selectNotes, [ids])
}

/** What a history calls the records that its events name. */
export interface Named {
  id: string
  name: string
}

const selectNames = statement<Named>(`
  select id, name from app_user where id = any($1::uuid[])
  union all select id, name from directory_item where id = any($1::uuid[])
  union all select id, name from scenario where id = any($1::uuid[])
  union all select id, name from department where id = any($1::uuid[])
  union all select id, coalesce(public_name, name) from client where id = any($1::uuid[])
  union all select id, full_name from contact where id = any($1::uuid[])
  union all select id, name from contractor where id = any($1::uuid[])
  union all select id, coalesce(full_name, company, email, phone) from prospect where id = any($1::uuid[])
  union all select id, number from interest where id = any($1::uuid[])
  union all
  (select distinct on (x.state_id) x.state_id, x.name
     from scenario_state_setting x where x.state_id = any($1::uuid[]) order by x.state_id, x.version desc)`)

export async function selectNamesById(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await db.rows(selectNames, [ids])).map(row => [row.id, row.name]))
}

/** A history follows so many Interests of a party, the newest ones. */
const FOLLOWED = 500

const followClient = statement<{ id: string }>(`
  select c.id from client c where c.id = $1 and ($2::uuid[] is null or c.owner_key = any($2) or c.id = any($2))`)
const clientRecords = statement<{ id: string }>(`
  with recursive one as (
    select $1::uuid as id union all select m.id from one join client m on m.merged_into = one.id),
  person as (
    select l.contact_id as id from client_contact l join one on one.id = l.client_id
    union select m.id from person join contact m on m.merged_into = person.id),
  asker as (
    select p.id from prospect p join one on one.id = p.client_id
    union select m.id from asker join prospect m on m.merged_into = asker.id)
  select id from one
  union all select id from person
  union all select k.id from contractor k join one on one.id = k.client_id
  union all select id from asker
  union all (select id from interest
              where client_id = $1 and ($2::uuid[] is null or owner_key = any($2) or client_id = any($2) or member_ids && $2 or state_id = any($2))
              order by created_at desc limit ${FOLLOWED})`)

const clientInterests = statement<{ id: string }>(`
  select id from interest
   where client_id = $1
     and ($2::uuid[] is null or owner_key = any($2) or client_id = any($2) or member_ids && $2 or state_id = any($2))
   order by created_at desc limit ${FOLLOWED}`)

/** Interests of a client in scope, whether or not the client is. */
export async function interestsOfClient(db: Queryable, id: string, sight: readonly string[] | null): Promise<string[]> {
  return (await db.rows(clientInterests, [id, sight])).map(row => row.id)
}

/** The client, its contacts, legal entities and linked prospects, and its Interests in scope; undefined when the client is out of scope. */
export async function recordsOfClient(
  db: Queryable,
  id: string,
  { clients, interests }: Scope,
): Promise<string[] | undefined> {
  if (!(await db.first(followClient, [id, clients.sight]))) return undefined
  return (await db.rows(clientRecords, [id, interests.sight])).map(row => row.id)
}

const leavings = statement<{ id: string; last: string }>(`
  with recursive one as (
    select $1::uuid as id union all select m.id from one join client m on m.merged_into = one.id)
  select l.contact_id as id, max(e.id)::text as last
    from one join client_contact l on l.client_id = one.id
    join event e on e.record_id = l.contact_id and e.kind = 'contact.unlinked'
                and e.changes->'clientId'->>'from' = one.id::text
   where l.to_day is not null
     and not exists (select from client_contact n
                      where n.client_id = $1 and n.contact_id = l.contact_id and n.to_day is null)
   group by l.contact_id`)

/** The contacts that left a client, each with the event by which it did: what comes later is of others. */
export async function leavingsOf(db: Queryable, clientId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await db.rows(leavings, [clientId])).map(({ id, last }) => [id, last]))
}

const followProspect = statement<{ id: string }>(`
  select p.id from prospect p
   where p.id = $1 and ($2::uuid[] is null or p.owner_key = any($2) or p.client_id = any($2)
         or exists (select from record_access v where v.record_id = p.id and v.principal_id = any($2)))`)
const prospectRecords = statement<{ id: string }>(`
  with recursive one as (
    select $1::uuid as id union all select m.id from one join prospect m on m.merged_into = one.id)
  select id from one
  union all (select id from interest
              where prospect_id = $1 and ($2::uuid[] is null or owner_key = any($2) or client_id = any($2) or member_ids && $2 or state_id = any($2))
              order by created_at desc limit ${FOLLOWED})`)

export async function recordsOfProspect(
  db: Queryable,
  id: string,
  { clients, interests }: Scope,
): Promise<string[] | undefined> {
  if (!(await db.first(followProspect, [id, clients.sight]))) return undefined
  return (await db.rows(prospectRecords, [id, interests.sight])).map(row => row.id)
}
