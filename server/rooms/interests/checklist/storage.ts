import { statement, type Transaction } from '../../../platform/db/database.ts'
import type { Ticks } from '../../scenarios/contract.ts'

const update = statement<never>('update interest set ticks = $2 where id = $1')

export function updateTicks(tx: Transaction, interestId: string, ticks: Ticks): void {
  tx.later(update, [interestId, JSON.stringify(ticks)])
}
