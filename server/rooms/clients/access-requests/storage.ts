import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'

export const accessRequestCreation = creationOf('access_request', { owned: false })

export interface RequestRow {
  id: string
  clientId: string
  askerId: string
  typed: string
  outcome: 'granted' | 'declined' | null
  createdAt: Date
}

const columns = `id, client_id as "clientId", asker_id as "askerId", typed, outcome, created_at as "createdAt"`

/** One open request a person and client: a second one is the first. */
const insert = statement<RequestRow>(`
  insert into access_request (id, client_id, asker_id, typed, created_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (client_id, asker_id) where outcome is null do nothing
  returning ${columns}`)

/** @returns nothing when this person has asked for this client already */
export async function insertRequest(
  tx: Transaction,
  request: { id: string; clientId: string; askerId: string; typed: string },
  now: Date,
  hash: Buffer,
): Promise<RequestRow | undefined> {
  const { id, clientId, askerId, typed } = request
  return tx.first(insert, [id, clientId, askerId, typed, now, hash])
}

const open = statement<RequestRow>(`
  select ${columns} from access_request where client_id = $1 and asker_id = $2 and outcome is null for no key update`)

/** The open request of a person for a client, held until the end of the transaction. */
export async function findOpenRequest(
  tx: Transaction,
  clientId: string,
  askerId: string,
): Promise<RequestRow | undefined> {
  return tx.first(open, [clientId, askerId])
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
  select told.id, min(a.created_at) as "askedAt"
  from unnest($2::uuid[]) as told(id)
  cross join lateral (
    select told.id as client_id
    union all
    select id from client where merged_into = told.id
    union all
    select client_id from client_contact where contact_id = told.id and to_day is null
  ) of
  join access_request a on a.client_id = of.client_id and a.asker_id = $1 and a.outcome is null
  group by told.id`)

/** Open requests of a person for these clients, for what was merged into them, and for clients of these contacts. */
export async function selectAsked(
  db: Queryable,
  askerId: string,
  ids: readonly string[],
): Promise<{ id: string; askedAt: Date }[]> {
  return db.rows(asked, [askerId, ids])
}
