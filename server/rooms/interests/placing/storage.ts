import { statement, type Transaction } from '../../../platform/db/database.ts'

/** By what an Interest stands in a column ordered by hand; the form in which the index of that order knows it. */
export const handKeyOf = (row: string) => `(coalesce(${row}.hand_key, replace(${row}.id::text, '-', '')) collate "C")`

export interface Neighbour {
  key: string
  /** Of the card on the other side of the gap; null at the end of the column. */
  beyond: string | null
  responsibleId: string | null
  clientId: string | null
  memberIds: string[]
}

const neighbour = (sign: '<' | '>', direction: 'asc' | 'desc') =>
  statement<Neighbour>(`
  select ${handKeyOf('i')} as key, i.responsible_id as "responsibleId", i.client_id as "clientId",
         i.member_ids as "memberIds",
         (select ${handKeyOf('x')} from interest x
           where x.scenario_id = i.scenario_id and x.state_id = i.state_id and x.open and x.id <> $4
             and (${handKeyOf('x')}, x.id) ${sign} (${handKeyOf('i')}, i.id)
           order by ${handKeyOf('x')} ${direction}, x.id ${direction} limit 1) as beyond
    from interest i where i.id = $1 and i.scenario_id = $2 and i.state_id = $3 and i.open and i.id <> $4`)
const neighbours = { before: neighbour('<', 'desc'), after: neighbour('>', 'asc') }

/** The card beside which one is put, whoever sees it, and what stands on the other side of the gap. */
export async function findNeighbour(
  tx: Transaction,
  { id, scenarioId, stateId }: { id: string; scenarioId: string; stateId: string },
  beside: { id: string; side: keyof typeof neighbours },
): Promise<Neighbour | undefined> {
  return tx.first(neighbours[beside.side], [beside.id, scenarioId, stateId, id])
}

const updateKey = statement<never>('update interest set hand_key = $2 where id = $1')

/** Beside the record: no version, no change of its own. */
export function storeHandKey(tx: Transaction, id: string, key: string): void {
  tx.later(updateKey, [id, key])
}
