import type { Caller } from '../../../platform/scope.ts'
import { holds } from '../../access/rules.ts'

/** Own work is handed over by everybody, that of others by whoever leads them and holds the right. */
export function mayHandOver({ actor, scope }: Caller, fromId: string): boolean {
  return fromId === actor.userId || (holds(actor, 'work.hand_over') && scope.activities.changes(fromId))
}

/** Back it is given by whoever handed it over, and by whoever could. */
export function mayTakeBack(caller: Caller, handOver: { fromId: string; authorId: string | null }): boolean {
  return handOver.authorId === caller.actor.userId || mayHandOver(caller, handOver.fromId)
}
