import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'
import type { HandedOver } from './rules.ts'

export const handOverCreation = creationOf('hand_over', { owned: false })

export interface HandOverRow {
  id: string
  giverId: string
  takerId: string
  clientId: string | null
  prospectId: string | null
  interestId: string | null
  /** Who looks after the party or the Interest now. */
  responsibleId: string | null
  body: HandedOver
  outcome: 'registered' | 'linked' | null
  takenBy: string | null
}

const insert = statement<never>(`
  insert into hand_over (id, giver_id, taker_id, client_id, prospect_id, interest_id, body, created_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)

export async function insertHandOver(
  tx: Transaction,
  row: Pick<HandOverRow, 'id' | 'giverId' | 'takerId' | 'clientId' | 'prospectId' | 'interestId' | 'body'>,
  now: Date,
  hash: Buffer,
): Promise<void> {
  const { id, giverId, takerId, clientId, prospectId, interestId, body } = row
  const values = [id, giverId, takerId, clientId, prospectId, interestId, JSON.stringify(body), now, hash]
  await tx.rows(insert, values)
}

const select = `
  select h.id, h.giver_id as "giverId", h.taker_id as "takerId", h.client_id as "clientId",
         h.prospect_id as "prospectId", h.interest_id as "interestId", h.body, h.outcome, h.taken_by as "takenBy",
         case when h.interest_id is not null then i.responsible_id when h.client_id is not null then c.responsible_id
              else p.responsible_id end as "responsibleId"
    from hand_over h
    left join interest i on i.id = h.interest_id
    left join client c on c.id = h.client_id
    left join prospect p on p.id = h.prospect_id
   where h.id = $1`
const one = statement<HandOverRow>(select)
const held = statement<HandOverRow>(`${select} for no key update of h`)

export async function findHandOver(db: Queryable, id: string): Promise<HandOverRow | undefined> {
  return db.first(one, [id])
}

export async function holdHandOver(tx: Transaction, id: string): Promise<HandOverRow | undefined> {
  return tx.first(held, [id])
}

const take = statement<never>('update hand_over set outcome = $2, taken_by = $3, taken_at = $4 where id = $1')

export async function setHandOverOutcome(
  tx: Transaction,
  id: string,
  outcome: 'registered' | 'linked',
  by: { userId: string; at: Date },
): Promise<void> {
  await tx.rows(take, [id, outcome, by.userId, by.at])
}
