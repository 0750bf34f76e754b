import { type Queryable, statement, type Transaction } from '../../platform/db/database.ts'
import { creationOf } from '../../platform/work.ts'
import type { ClientRecord } from './tables.ts'

export const clientCreation = creationOf('client', { owned: true })

const select = `
  select c.id, c.kind, c.name, c.public_name as "publicName", c.relation_type as "relationType", c.phones, c.emails,
         c.sites, c.addresses, c.messengers, c.comment, c.region, c.responsible_id as "responsibleId",
         u.name as "responsibleName", c.open_interests as "openInterests", c.archived_at as "archivedAt", c.version,
         c.created_at as "createdAt", c.updated_at as "updatedAt",
         (select coalesce(json_agg(json_build_object('id', k.id, 'kind', k.kind, 'name', k.name, 'fullName', k.full_name,
                   'inn', k.inn, 'kpp', k.kpp, 'ogrn', k.ogrn, 'main', k.main, 'archived', k.archived_at is not null,
                   'version', k.version)
                   order by k.main desc, k.created_at, k.id), '[]')
            from contractor k where k.client_id = c.id) as contractors,
         (select coalesce(json_agg(json_build_object('id', p.id, 'fullName', p.full_name, 'phones', p.phones,
                   'emails', p.emails, 'messengers', p.messengers, 'position', l.position,
                   'archived', p.archived_at is not null) order by (p.archived_at is not null), l.ord, p.created_at, p.id), '[]')
            from client_contact l join contact p on p.id = l.contact_id
           where l.client_id = c.id and l.to_day is null) as contacts
    from client c left join app_user u on u.id = c.responsible_id`

/** Within the sight $2: of its responsible, or opened one by one. */
export const clientVisible = `($2::uuid[] is null or c.owner_key = any($2) or c.id = any($2))`

const one = statement<ClientRecord>(`${select} where c.id = $1 and c.merged_into is null and ${clientVisible}`)
const many = statement<ClientRecord>(`${select} where c.id = any($1::uuid[]) order by array_position($1::uuid[], c.id)`)

/** Whole clients in the order of their ids, which somebody has read through a scope. */
export async function listClientRecords(db: Queryable, ids: readonly string[]): Promise<ClientRecord[]> {
  return ids.length === 0 ? [] : db.rows(many, [ids])
}

const locked = statement<{ id: string }>(
  `select c.id from client c where c.id = $1 and c.merged_into is null and ${clientVisible} for no key update`,
)

/** One client within this sight, null is everything; one that was merged is none. */
export async function findClient(
  db: Queryable,
  id: string,
  sight: readonly string[] | null,
): Promise<ClientRecord | undefined> {
  return db.first(one, [id, sight])
}

/** The same, held until the end of the transaction, so that nobody changes it meanwhile. */
export async function findClientForUpdate(
  tx: Transaction,
  id: string,
  sight: readonly string[] | null,
): Promise<ClientRecord | undefined> {
  return (await tx.first(locked, [id, sight])) && findClient(tx, id, sight)
}

export interface NewClient {
  id: string
  kind: 'organisation' | 'entrepreneur' | 'person'
  name: string
  publicName: string | null
  nameKey: string
  relationType: string
  phones: unknown
  emails: unknown
  sites: unknown
  addresses: unknown
  messengers: unknown
  comment: string | null
  responsibleId: string | null
  authorId: string | null
  contractorId: string
  inn: string | null
  kpp: string | null
  ogrn: string | null
}

const insert = statement<never>(`
  with input as (select * from jsonb_to_recordset($1::jsonb) as r(
    id uuid, kind text, name text, "publicName" text, "nameKey" text, "relationType" text, phones jsonb, emails jsonb,
    sites jsonb, addresses jsonb, messengers jsonb, comment text, "responsibleId" uuid, "authorId" uuid,
    "contractorId" uuid, inn text, kpp text, ogrn text)),
  made as (
    insert into client (id, kind, name, public_name, name_key, relation_type, phones, emails, sites, addresses,
                        messengers, comment, responsible_id, author_id, created_at, updated_at, creation_hash)
    select id, kind, name, "publicName", "nameKey", "relationType", phones, emails, sites, addresses, messengers,
           comment, "responsibleId", "authorId", $2, $2, $3 from input)
  insert into contractor (id, client_id, name, kind, inn, kpp, ogrn, main, created_at, updated_at)
  select "contractorId", id, name, kind, inn, kpp, ogrn, true, $2, $2 from input`)

/** Writes clients, each with its one legal entity. */
export async function insertClients(
  tx: Transaction,
  clients: readonly NewClient[],
  now: Date,
  hash: Buffer,
): Promise<void> {
  await tx.rows(insert, [JSON.stringify(clients), now, hash])
}

export interface ChangedClient {
  kind: string
  name: string
  publicName: string | null
  nameKey: string
  relationType: string
  phones: unknown
  emails: unknown
  sites: unknown
  addresses: unknown
  messengers: unknown
  comment: string | null
  region: string | null
  responsibleId: string | null
}

const update = statement<never>(`
  update client set kind = r.kind, name = r.name, public_name = r."publicName", name_key = r."nameKey",
         relation_type = r."relationType", phones = r.phones, emails = r.emails, sites = r.sites,
         addresses = r.addresses, messengers = r.messengers, comment = r.comment, responsible_id = r."responsibleId", region = r.region,
         version = version + 1, updated_at = $3
    from jsonb_to_record($2::jsonb) as r(kind text, name text, "publicName" text, "nameKey" text, "relationType" text,
         phones jsonb, emails jsonb, sites jsonb, addresses jsonb, messengers jsonb, comment text, "responsibleId" uuid, region text)
   where client.id = $1`)

/** Writes all fields of a client anew and raises its version. */
export async function updateClient(tx: Transaction, id: string, client: ChangedClient, now: Date): Promise<void> {
  await tx.rows(update, [id, JSON.stringify(client), now])
}

const setArchived = statement<never>(
  'update client set archived_at = $2, version = version + 1, updated_at = $3 where id = $1',
)

export async function setClientArchived(tx: Transaction, id: string, archivedAt: Date | null, now: Date) {
  await tx.rows(setArchived, [id, archivedAt, now])
}

const raise = statement<never>('update client set version = version + 1, updated_at = $2 where id = $1')

/** What the card shows of the main legal entity has changed, and nothing else of the client. */
export async function raiseClientVersion(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.rows(raise, [id, now])
}

const handOver = statement<never>(
  `update client_contact set owner_key = coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') where client_id = $1`,
)

/** The scope key beside the links of a client follows its responsible. */
export async function handOverLinks(tx: Transaction, clientId: string, responsibleId: string | null): Promise<void> {
  await tx.rows(handOver, [clientId, responsibleId])
}

const user = statement<{ id: string; name: string }>(
  'select id, name from app_user where id = $1 and deactivated_at is null',
)

/** A user who may become responsible. */
export async function findUser(db: Queryable, id: string): Promise<{ id: string; name: string } | undefined> {
  return db.first(user, [id])
}

const addOpen = statement<never>(`
  with one as (update client set open_interests = open_interests + $3 where id = $1)
  update prospect set open_interests = open_interests + $3 where id = $2`)

export function addOpenInterests(
  tx: Transaction,
  party: { clientId: string | null; prospectId: string | null },
  delta: number,
): void {
  tx.later(addOpen, [party.clientId, party.prospectId, delta])
}
