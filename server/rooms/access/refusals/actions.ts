import { forbidden } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Kind } from '../../../platform/scope.ts'

/** Refuses the change of a record that is seen: the answer says whose it is. */
export function refuseChange(kind: Kind, ownerId: string | null | undefined): never {
  refuse(forbidden, { rule: kind, ownerId: ownerId ?? null })
}
