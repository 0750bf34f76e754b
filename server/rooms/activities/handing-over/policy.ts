import type { Caller } from '../../../platform/scope.ts'

/** Own work is handed over by everybody, that of others by whoever leads them. */
export function mayHandOver({ actor, scope }: Caller, fromId: string): boolean {
  return fromId === actor.userId || (actor.role !== 'salesperson' && scope.covers(fromId))
}

/** Back it is given by whoever handed it over, and by whoever could. */
export function mayTakeBack(caller: Caller, handOver: { fromId: string; authorId: string | null }): boolean {
  return handOver.authorId === caller.actor.userId || mayHandOver(caller, handOver.fromId)
}
