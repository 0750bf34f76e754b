import { refuseChange } from '../../access/refusals/actions.ts'
import { notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { maySell, seesInterest } from '../policy.ts'
import { ownersOf } from '../rules.ts'
import { holdInterest } from '../storage.ts'
import { type Beside, neighbourGone } from './contract.ts'
import { keyBetween } from './rules.ts'
import { findNeighbour, storeHandKey } from './storage.ts'

/**
 * Puts an unfinished Interest beside another one of its state: one write, whatever else stands in the column. No
 * version and no history; open boards are told. @throws not_found, forbidden, interest.neighbour_gone
 */
export async function placeInterest(
  work: Work,
  id: string,
  { beside }: { beside: Beside },
): Promise<{ handKey: string }> {
  const held = await holdInterest(work.tx, id, [], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  const handKey = (await decideKey(work, held, beside)) ?? refuse(neighbourGone)
  storeHandKey(work.tx, id, handKey)
  work.record({ kind: 'column.ordered', record: { kind: 'column', id: held.stateId }, owners: ownersOf(held) })
  return { handKey }
}

/** The key of a place beside a card that the caller sees in this state; null where it is not there any more. */
export async function decideKey(
  work: Work,
  interest: { id: string; scenarioId: string; stateId: string },
  beside: Beside,
): Promise<string | null> {
  const found = await findNeighbour(work.tx, interest, beside)
  if (!found || !seesInterest(work.scope.interests, { ...found, stateId: interest.stateId })) return null
  const { key, beyond } = found
  const [above, below] = beside.side === 'after' ? [key, beyond] : [beyond, key]
  return keyBetween(above, below, Math.random())
}
