import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

/** What narrows the clients that are handed over; null: everything. */
export interface ClientFilter {
  kinds: readonly string[] | null
  relationTypes: readonly string[] | null
}

export interface OwnedParty {
  id: string
  name: string
  createdAt: Date
}

const selectClients = statement<OwnedParty>(`
  select c.id, c.name, c.created_at as "createdAt" from client c
   where c.owner_key = any($1::uuid[]) and c.archived_at is null and c.merged_into is null
     and ($2::text[] is null or c.kind = any($2)) and ($3::text[] is null or c.relation_type = any($3)) limit $4`)

/** Clients for which these people are responsible, in no order. */
export async function findClientsOf(
  db: Queryable,
  userIds: readonly string[],
  { kinds, relationTypes }: ClientFilter,
  limit: number,
): Promise<OwnedParty[]> {
  return db.rows(selectClients, [userIds, kinds, relationTypes, limit])
}

/** A client or prospect that changes hands. */
export interface HeldParty {
  id: string
  responsibleId: string | null
  version: number
  /** The client to which a prospect was linked. */
  clientId: string | null
}

const holdClientRows = statement<HeldParty>(`
  select id, responsible_id as "responsibleId", version, null::uuid as "clientId" from client
   where id = any($1::uuid[]) and merged_into is null order by id for no key update`)

export async function holdClientsOf(tx: Transaction, ids: readonly string[]): Promise<HeldParty[]> {
  return ids.length === 0 ? [] : tx.rows(holdClientRows, [ids])
}

const holdProspectRows = statement<HeldParty>(`
  select p.id, p.responsible_id as "responsibleId", p.version, p.client_id as "clientId" from prospect p
   where (p.client_id = any($1::uuid[]) and p.owner_key = any($2::uuid[]) or p.id = any($3::uuid[])) and p.merged_into is null
     and not exists (select from interest i where i.prospect_id = p.id and i.open and i.owner_key = p.owner_key)
   order by p.id for no key update of p`)

/**
 * Prospects linked to these clients that are of the same people, and those named; without those whose unfinished
 * Interests say who looks after them.
 */
export async function holdProspectsOf(
  tx: Transaction,
  { clientIds, userIds, ids }: { clientIds: readonly string[]; userIds: readonly string[]; ids: readonly string[] },
): Promise<HeldParty[]> {
  return clientIds.length + ids.length === 0 ? [] : tx.rows(holdProspectRows, [clientIds, userIds, ids])
}

const given = 'unnest($1::uuid[], $2::uuid[]) as x(id, "toId")'
const updateClients = statement<never>(`
  update client c set responsible_id = x."toId", version = c.version + 1, updated_at = $3 from ${given} where c.id = x.id`)
const updateLinks = statement<never>(`
  update client_contact l set owner_key = x."toId" from ${given} where l.client_id = x.id`)

/** Writes who is responsible for many clients, all of them held, and the key beside their contacts. */
export function storeClientResponsibles(
  tx: Transaction,
  clients: readonly { id: string; toId: string }[],
  now: Date,
): void {
  const [ids, toIds] = [clients.map(each => each.id), clients.map(each => each.toId)]
  tx.later(updateClients, [ids, toIds, now])
  tx.later(updateLinks, [ids, toIds])
}

const count = statement<{ count: number }>(`
  select count(*)::int as count from client where owner_key = $1 and archived_at is null and merged_into is null`)

export async function countClientsOf(db: Queryable, userId: string): Promise<number> {
  return (await db.first(count, [userId]))?.count ?? 0
}
