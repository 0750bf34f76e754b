import { type BodyOf, invalid, notFound, type ResultOf } from '../../../platform/contract.ts'
import { Localised, refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import type { shareIdentifier as contract } from './contract.ts'
import { refuseChange } from '../../access/refusals/actions.ts'
import { decideSharedValue } from './rules.ts'
import { deleteShared, insertShared, listSharingHolders } from './storage.ts'

/**
 * Says that a phone or mail belongs to many, or to one again: then it counts as a sign of a duplicate once more
 * (model.md 8). Whoever sees somebody who holds it may say so, unless the profile lets change nothing.
 * @throws invalid, not_found, forbidden
 */
export async function shareIdentifier(work: Work, input: BodyOf<typeof contract>): Promise<ResultOf<typeof contract>> {
  const { kind, value: typed, shared } = input
  const read = decideSharedValue(kind, typed)
  if ('fault' in read) {
    const { code, texts } = read.fault
    return refuse(invalid, { errors: [{ path: 'value', code, message: new Localised(texts) }] })
  }
  const identifier = { kind, value: read.value }
  const holders = await listSharingHolders(work.tx, identifier, work.scope.clients.sight)
  const seen = holders.find(holder => holder.visible) ?? refuse(notFound)
  if (work.scope.clients.isReadOnly) refuseChange('clients', seen.owners[0])
  const changed = shared
    ? await insertShared(work.tx, identifier, { userId: work.actor.userId, at: work.now })
    : await deleteShared(work.tx, identifier)
  if (changed) {
    for (const { kind: owner, id, owners } of holders) {
      work.record({
        kind: `${owner}.${shared ? 'identifier_shared' : 'identifier_unshared'}`,
        record: { kind: owner, id },
        personal: { [kind]: shared ? { to: typed } : { from: typed } },
        owners,
      })
    }
  }
  return { ...identifier, shared }
}
