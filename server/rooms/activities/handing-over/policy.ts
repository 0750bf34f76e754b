import type { Caller } from '../../../platform/scope.ts'
import { holds } from '../../access/rules.ts'

interface What {
  activities: boolean
  interests: boolean
  clients: boolean
}

/**
 * Own work is handed over by everybody whose profile lets change it, that of others by whoever leads them and holds the
 * right; of each kind of record as far as it is changed.
 */
export function mayHandOver(
  { actor, scope }: Caller,
  fromId: string,
  { interests, clients }: What = { activities: true, interests: false, clients: false },
): boolean {
  const isOwn = fromId === actor.userId
  if (!isOwn && !(holds(actor, 'work.hand_over') && scope.activities.changes(fromId))) return false
  return (isOwn || !interests || scope.interests.changes(fromId)) && (!clients || scope.clients.changes(fromId))
}

/** Back it is given by whoever handed it over, and by whoever could. */
export function mayTakeBack(
  caller: Caller,
  handOver: { fromIds: readonly string[]; authorId: string | null },
): boolean {
  const { fromIds, authorId } = handOver
  return authorId === caller.actor.userId || (fromIds.length > 0 && fromIds.every(each => mayHandOver(caller, each)))
}
