import { statement, type Transaction } from '../../../platform/db/database.ts'
import type { NextStep } from './contract.ts'

/** What is planned for an Interest, as its room `activities` counts it. */
export interface Steps {
  next: NextStep | null
  interactions: number
  tasks: number
}

const updateSteps = statement<never>(`
  update interest
     set next_step_at = $2, next_step = $3, planned_interactions = $4, planned_tasks = $5,
         contact_on = contact_day($3::jsonb, (select time_zone from company))
   where id = $1`)

/** Columns beside the record: no version, no change of its own. A step without a date is due never, no step has no time. */
export function storeSteps(tx: Transaction, interestId: string, { next, interactions, tasks }: Steps): void {
  tx.later(updateSteps, [
    interestId,
    next && (next.dueAt ?? 'infinity'),
    next && JSON.stringify(next),
    interactions,
    tasks,
  ])
}
