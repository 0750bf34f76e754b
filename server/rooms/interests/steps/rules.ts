import type { PlanInput } from './contract.ts'

type Named = Pick<PlanInput, 'interactionKindId' | 'assigneeId' | 'contactIds' | 'userIds'>

/** What a plan names, to be asked in the trip that holds its Interest. */
export function planReferences(plan: Named | undefined): string[] {
  if (!plan) return []
  const { interactionKindId, assigneeId, contactIds = [], userIds = [] } = plan
  return [interactionKindId, assigneeId, ...contactIds, ...userIds].flatMap(id => id ?? [])
}
