import { refuseChange } from '../../access/refusals/actions.ts'
import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { listEventsById } from '../../../platform/events/reader.ts'
import { requireVersion } from '../../../platform/merge.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { changeInterest } from '../changing/actions.ts'
import type { changeInterest as changeContract } from '../contract.ts'
import { changeInterestScenario, moveInterest } from '../moving/actions.ts'
import { maySell, seesInterest } from '../policy.ts'
import { factsOf } from '../queries.ts'
import { holdInterest } from '../storage.ts'
import { stateOf } from './queries.ts'
import { decideRestored, decideWayBack } from './rules.ts'

/**
 * Takes a move or a change of scenario back, through the doors by which it would be done by hand: the same rights, guards
 * and history. A move back and the fields that came along with the move are one transaction.
 * @param version that of the Interest as it was looked at
 * @throws not_found, forbidden, conflict, and whatever those doors refuse
 */
export async function goBackBy(
  work: Work,
  id: string,
  { version, entryId }: { version: number; entryId: string },
): Promise<void> {
  const held = await holdInterest(work.tx, id, [], { entering: true })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  await requireVersion(work.tx, held, version, factsOf(held), {})
  const [event] = await listEventsById(work.tx, id, [entryId])
  const way = (event && decideWayBack(event, held)) ?? refuse(notFound)
  if (way.door === 'scenario') {
    const { scenarioId, stateId } = way
    await changeInterestScenario(work, id, { scenarioId, stateId, version })
    return
  }
  const restored = decideRestored(way.restored, await stateOf(work.tx, held, way))
  await moveInterest(work, id, { ...way.said, stateId: way.stateId, version })
  if (Object.keys(restored).length === 0) return
  await changeInterest(work, id, { ...restored, version: version + 1 } as BodyOf<typeof changeContract>)
}
