import { forbidden } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Actor, Kind } from '../../../platform/scope.ts'
import type { Right } from '../profiles/contract.ts'
import { holds } from '../rules.ts'

/** Refuses the change of a record that is seen: the answer says whose it is. */
export function refuseChange(kind: Kind, ownerId: string | null | undefined): never {
  refuse(forbidden, { rule: kind, ownerId: ownerId ?? null })
}

/** Refuses for want of a right; whoever holds it is refused for a cause that has no words of its own. */
export function refuseWithout(actor: Actor, right: Right): never {
  refuse(forbidden, holds(actor, right) ? {} : { reason: right })
}
