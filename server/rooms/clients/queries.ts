import { sql } from 'kysely'
import type { QueryOf, ResultOf } from '../../platform/contract.ts'
import { type Queryable, statement } from '../../platform/db/database.ts'
import { page } from '../../platform/http/cursor.ts'
import { guessRegion, guessZone } from '../../platform/pure/regions.ts'
import type { Caller } from '../../platform/scope.ts'
import type { Client, listClients as listContract } from './contract.ts'
import { matching, planLookup } from './lookup/queries.ts'
import { listPlaces } from './lookup/storage.ts'
import { readThroughMerges } from './merging/redirects/queries.ts'
import { clientRights, contractorRights, mayGrant } from './policy.ts'
import { findClient, listClientRecords } from './storage.ts'
import type { ClientRecord } from './tables.ts'

/** One client, or the one into which it was merged; one that is out of scope looks like none. */
export async function getClient(db: Queryable, caller: Caller, id: string): Promise<Client> {
  return readThroughMerges(db, caller, { kind: 'client', id }, async each => {
    const record = await findClient(db, each, caller.scope.clients.sight)
    return record && toClient(record, caller)
  })
}

/** The answer of a client that this caller may see. */
export function toClient(record: ClientRecord, caller: Caller): Client {
  const { responsibleId, responsibleName, openInterests: _, archivedAt, createdAt, updatedAt, ...rest } = record
  const { id } = rest
  const main = record.contractors.find(each => each.main)
  const can = clientRights(caller.actor, caller.scope.clients, { id, responsibleId, archived: archivedAt !== null })
  return {
    ...rest,
    contractors: record.contractors.map(each => ({ ...each, can: contractorRights(can['edit'] === true, each) })),
    inn: main?.inn ?? null,
    kpp: main?.kpp ?? null,
    ogrn: main?.ogrn ?? null,
    whereabouts: whereaboutsOf(record),
    responsible: personOf(responsibleId, responsibleName),
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    can,
  }
}

const partyName = statement<{ name: string }>(`
  select coalesce(public_name, name) as name from client where id = $1
  union all
  select coalesce(full_name, company, email, phone) from prospect where id = $1`)

/** The name of a client or prospect, for somebody who may see it, whatever the one who asks may. */
export async function getPartyName(db: Queryable, id: string): Promise<string> {
  return (await db.first(partyName, [id]))?.name ?? ''
}

/** Where a client is, and by which clock it lives. */
function whereaboutsOf({ region, phones, contractors, contacts }: ClientRecord): Client['whereabouts'] {
  const main = contractors.find(each => each.main)
  const numbers = [...phones, ...contacts.flatMap(each => each.phones)].map(each => each.e164)
  const of = { region, kpp: main?.kpp ?? null, inn: main?.inn ?? null, phones: numbers }
  const timeZone = guessZone(of)
  return timeZone === null ? null : { region: guessRegion(of)?.code ?? null, timeZone }
}

/** A reference to a person, null when nobody is meant. */
export function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id !== null && name !== null ? { id, name } : null
}

interface ClientRowRecord extends Omit<ClientRecord, 'contractors' | 'contacts'> {
  inn: string | null
  kpp: string | null
}

const rowsByIds = statement<ClientRowRecord>(`
  select c.id, c.kind, c.name, c.public_name as "publicName", k.inn, k.kpp, c.phones, c.emails,
         c.responsible_id as "responsibleId", u.name as "responsibleName", c.open_interests as "openInterests",
         c.archived_at as "archivedAt", c.version, c.created_at as "createdAt", c.updated_at as "updatedAt"
    from unnest($1::uuid[]) with ordinality as wanted(id, n)
    join client c on c.id = wanted.id
    left join contractor k on k.client_id = c.id and k.main
    left join app_user u on u.id = c.responsible_id
   order by wanted.n`)

/** Clients in scope, newest first or by name; `q` looks at everything by which a client and its people are found. */
export async function listClients(
  db: Queryable,
  caller: Caller,
  query: QueryOf<typeof listContract>,
): Promise<ResultOf<typeof listContract>> {
  const { q, kind, sort, archived = false, responsibleId, limit, cursor } = query
  const lookup = await planLookup(db, caller, q)
  const places = await listPlaces(db, 'client', {
    scope: caller.scope.clients,
    responsibleId,
    order: sort,
    archived,
    limit,
    cursor,
    matching: matching(lookup, sql<string>`t.id`, 'client_id', null),
    where: kind ? [sql<boolean>`t.kind = ${kind}`] : [],
  })
  const { items, nextCursor } = page(`clients by ${sort}`, places, limit, row => [row.place, row.id])
  const rows = await db.rows(rowsByIds, [items.map(item => item.id)])
  return { items: rows.map(row => toClientRow(row, caller)), nextCursor }
}

/** The same list with whole clients, as their cards show them. */
export async function listClientCards(
  db: Queryable,
  caller: Caller,
  query: QueryOf<typeof listContract>,
): Promise<{ items: Client[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listClients(db, caller, query)
  const records = await listClientRecords(
    db,
    items.map(item => item.id),
  )
  return { items: records.map(record => toClient(record, caller)), nextCursor }
}

function toClientRow(row: ClientRowRecord, caller: Caller): ResultOf<typeof listContract>['items'][number] {
  const { responsibleId, responsibleName, archivedAt, createdAt, updatedAt, ...rest } = row
  return {
    ...rest,
    responsible: personOf(responsibleId, responsibleName),
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    can: clientRights(caller.actor, caller.scope.clients, {
      id: row.id,
      responsibleId,
      archived: archivedAt !== null,
    }),
  }
}

/** May the caller open this client to somebody? */
export function mayGrantClient(
  { actor, scope }: Pick<Caller, 'actor' | 'scope'>,
  client: { id: string; responsibleId: string | null },
): boolean {
  return mayGrant(actor, scope.clients, client)
}
