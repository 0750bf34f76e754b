import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'
import type { AskedKind, Wanted } from './contract.ts'

export const accessRequestCreation = creationOf('access_request', { owned: false })

export interface RequestRow {
  id: string
  record: { kind: AskedKind; id: string }
  askerId: string
  wanted: Wanted
  /** The last day for which it is asked. */
  until: string | null
  word: string | null
  typed: string
  /** Who was told of a request from a card. */
  askedOf: string[]
  outcome: 'granted' | 'declined' | null
  createdAt: Date
}

const columns = `id, jsonb_build_object(
    'kind', case when interest_id is not null then 'interest' when prospect_id is not null then 'prospect' else 'client' end,
    'id', coalesce(interest_id, prospect_id, client_id)) as record,
  asker_id as "askerId", wanted, until::text as until, word, typed, asked_of as "askedOf", outcome, created_at as "createdAt"`

/** Whose request, for which client, by which value. */
export interface Asking {
  clientId: string
  askerId: string
  /** The normal form of what was typed. */
  key: string
}

/** One open request a person, client and value: a second one is the first. */
const insert = statement<RequestRow>(`
  insert into access_request (id, client_id, asker_id, typed_key, typed, created_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (client_id, asker_id, typed_key) where outcome is null do nothing
  returning ${columns}`)

/** @returns nothing when this person has asked for this client by this value already */
export async function insertRequest(
  tx: Transaction,
  request: Asking & { id: string; typed: string },
  now: Date,
  hash: Buffer,
): Promise<RequestRow | undefined> {
  const { id, clientId, askerId, key, typed } = request
  return tx.first(insert, [id, clientId, askerId, key, typed, now, hash])
}

/** From a card: nothing was typed, and one open request a person and record. */
const insertOfRecord = statement<RequestRow>(`
  insert into access_request (id, client_id, prospect_id, interest_id, asker_id, wanted, until, word, asked_of,
                              typed, created_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11)
  on conflict do nothing
  returning ${columns}`)

/** @returns nothing when a request of this person for this record waits already */
export async function insertRequestOfRecord(
  tx: Transaction,
  request: Pick<RequestRow, 'id' | 'record' | 'askerId' | 'wanted' | 'until' | 'word' | 'askedOf'>,
  now: Date,
  hash: Buffer,
): Promise<RequestRow | undefined> {
  const { id, record, askerId, wanted, until, word, askedOf } = request
  const of = (kind: AskedKind) => (record.kind === kind ? record.id : null)
  const ids = [of('client'), of('prospect'), of('interest')]
  return tx.first(insertOfRecord, [id, ...ids, askerId, wanted, until, word, askedOf, now, hash])
}

const asking = statement<RequestRow>(`
  select ${columns} from access_request
   where client_id = $1 and asker_id = $2 and typed_key = $3 and outcome is null for no key update`)

/** The open request of a person for a client by one value, held until the end of the transaction. */
export async function findOpenRequest(
  tx: Transaction,
  { clientId, askerId, key }: Asking,
): Promise<RequestRow | undefined> {
  return tx.first(asking, [clientId, askerId, key])
}

/** A record and all that was merged into it. */
const withMerged = (table: 'client' | 'prospect') => `
  with recursive of as (
    select $1::uuid as id
    union all
    select m.id from of join ${table} m on m.merged_into = of.id)`

const open = statement<RequestRow>(`
  ${withMerged('client')}
  select ${columns} from access_request
   where client_id in (select id from of) and asker_id = $2 and wanted = any($3::text[]) and outcome is null
   order by created_at, id for no key update`)

/** Open requests of a person for a client and for what was merged into it, held until the end of the transaction. */
export async function listOpenRequests(
  tx: Transaction,
  clientId: string,
  askerId: string,
  wanted: readonly Wanted[],
): Promise<RequestRow[]> {
  return tx.rows(open, [clientId, askerId, wanted])
}

const fromCards = (of: string) => `
  select ${columns} from access_request where ${of} and outcome is null and wanted <> 'sight'
   order by created_at, id limit 50`
const openOf = {
  client: statement<RequestRow>(`${withMerged('client')} ${fromCards('client_id in (select id from of)')}`),
  prospect: statement<RequestRow>(`${withMerged('prospect')} ${fromCards('prospect_id in (select id from of)')}`),
  interest: statement<RequestRow>(fromCards('interest_id = $1')),
}

/** What is asked for from the card of a record, and of what was merged into it, and not yet decided; the oldest first. */
export async function listOpenOfRecord(db: Queryable, { kind, id }: RequestRow['record']): Promise<RequestRow[]> {
  return db.rows(openOf[kind], [id])
}

const tell = statement<never>('update access_request set asked_of = $2 where id = $1')

/** Keeps who was told of a request. */
export async function setAskedOf(tx: Transaction, id: string, askedOf: readonly string[]): Promise<void> {
  await tx.rows(tell, [id, askedOf])
}

const one = statement<RequestRow>(`select ${columns} from access_request where id = $1`)
const held = statement<RequestRow>(`select ${columns} from access_request where id = $1 for no key update`)

export async function findRequest(db: Queryable, id: string): Promise<RequestRow | undefined> {
  return db.first(one, [id])
}

export async function holdRequest(tx: Transaction, id: string): Promise<RequestRow | undefined> {
  return tx.first(held, [id])
}

const decide = statement<never>(`
  update access_request set outcome = $2, comment = $3, decided_by = $4, decided_at = $5 where id = $1`)

export async function setRequestOutcome(
  tx: Transaction,
  id: string,
  decision: { outcome: 'granted' | 'declined'; comment: string | null; by: string | null; at: Date },
): Promise<void> {
  await tx.rows(decide, [id, decision.outcome, decision.comment, decision.by, decision.at])
}

const asked = statement<{ id: string; askedAt: Date }>(`
  with recursive of as (
    (select id as told, id from unnest($2::uuid[]) as told(id)
     union all
     select contact_id, client_id from client_contact where contact_id = any($2) and to_day is null)
    union all
    -- offset 0: one look a client, never a walk over all that were ever merged
    select of.told, c.id from of cross join lateral (select id from client where merged_into = of.id offset 0) c)
  select of.told as id, min(a.created_at) as "askedAt"
  from of
  join access_request a on a.client_id = of.id and a.asker_id = $1 and a.outcome is null
   and a.wanted = 'sight' and a.typed_key like any($3::text[])
  group by of.told`)

/** Open requests of a person for these clients, for what was merged into them, and for clients of these contacts. */
export async function selectAsked(
  db: Queryable,
  askerId: string,
  ids: readonly string[],
  patterns: readonly string[],
): Promise<{ id: string; askedAt: Date }[]> {
  return db.rows(asked, [askerId, ids, patterns])
}

const employers = statement<{ contactId: string; clientId: string; responsibleId: string | null }>(`
  select l.contact_id as "contactId", c.id as "clientId", c.responsible_id as "responsibleId"
    from client_contact l join client c on c.id = l.client_id
   where l.contact_id = any($1::uuid[]) and l.to_day is null
     and c.owner_key <> all($2::uuid[]) and c.id <> all($2::uuid[])
   order by l.main desc, l.id`)

/** Clients out of sight for whom these contacts work. */
export async function listEmployersOutOfSight(
  db: Queryable,
  contactIds: readonly string[],
  sight: readonly string[],
): Promise<{ contactId: string; clientId: string; responsibleId: string | null }[]> {
  return contactIds.length === 0 ? [] : db.rows(employers, [contactIds, sight])
}
