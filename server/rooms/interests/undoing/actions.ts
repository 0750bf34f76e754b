import { refuseChange } from '../../access/refusals/actions.ts'
import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { listEventsById } from '../../../platform/events/reader.ts'
import { requireVersion } from '../../../platform/merge.ts'
import { refuse } from '../../../platform/problems.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { unlinkProspect } from '../../clients/linking/actions.ts'
import { changeInterest } from '../changing/actions.ts'
import type { changeInterest as changeContract } from '../contract.ts'
import { changeInterestScenario, moveInterest } from '../moving/actions.ts'
import { maySell, seesInterest } from '../policy.ts'
import { factsOf, type getInterest, readBackInterest } from '../queries.ts'
import { holdInterest } from '../storage.ts'
import { type undoChange as undoContract, undoImpossible } from './contract.ts'
import { stateOf } from './queries.ts'
import { decideRestored, decideWayBack, type Restored } from './rules.ts'

type Shown = Awaited<ReturnType<typeof getInterest>>

/**
 * Takes the last change of an Interest back, through the doors by which it would be done by hand: the same rights,
 * guards and history. A move back and the fields that came along with the move are one transaction.
 * @throws not_found, forbidden, conflict, interest.undo_impossible, and whatever those doors refuse
 */
export async function undoChange(work: Work, id: string, input: BodyOf<typeof undoContract>): Promise<Last<Shown>> {
  const held = await holdInterest(work.tx, id, [], { entering: true })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  await requireVersion(work.tx, held, input.version, factsOf(held), {})
  const [event] = await listEventsById(work.tx, id, [input.entryId])
  const way = (event && decideWayBack(event, held)) ?? refuse(undoImpossible)
  const { version } = held
  if (way.door === 'change') await restore(work, id, version, way.restored)
  if (way.door === 'scenario') await changeInterestScenario(work, id, { ...wayOf(way), version })
  if (way.door === 'unlink') await unlinkProspect(work, way.prospectId)
  if (way.door === 'move') {
    const restored = decideRestored(way.restored, await stateOf(work.tx, held, way))
    await moveInterest(work, id, { ...way.said, stateId: way.stateId, version })
    if (Object.keys(restored).length > 0) await restore(work, id, version + 1, restored)
  }
  return new Last(() => readBackInterest(work, id))
}

const wayOf = ({ scenarioId, stateId }: { scenarioId: string; stateId: string }) => ({ scenarioId, stateId })

async function restore(work: Work, id: string, version: number, restored: Restored): Promise<void> {
  await changeInterest(work, id, { ...restored, version } as BodyOf<typeof changeContract>)
}
