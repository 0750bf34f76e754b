import { newId } from '../../platform/pure/ids.ts'
import type { PlanInput } from '../interests/steps/contract.ts'

/** A valid request for a step; a task without a date unless said. */
export function aPlan(more: Partial<PlanInput> & { interestId?: string } = {}) {
  return { id: newId(), kind: 'task' as const, subject: 'Подготовить расчет', ...more }
}
