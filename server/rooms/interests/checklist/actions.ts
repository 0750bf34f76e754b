import { refuseChange } from '../../access/refusals/actions.ts'
import { notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { authorOf } from '../../clients/actions.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { itemUnknown } from '../contract.ts'
import { maySell, seesInterest } from '../policy.ts'
import { type getInterest, readBackInterest } from '../queries.ts'
import { ownersOf } from '../rules.ts'
import { holdInterest } from '../storage.ts'
import { updateTicks } from './storage.ts'

type Shown = Awaited<ReturnType<typeof getInterest>>

/**
 * Ticks an item of the present state off, or takes the tick back; ticks of other states stay as they are. The version
 * of the Interest stays: a tick is no change of its fields.
 */
export async function tickItem(work: Work, id: string, itemId: string, done: boolean): Promise<Last<Shown>> {
  const held = await holdInterest(work.tx, id, [], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  const scenarios = await readScenarios(work.tx, [{ id: held.scenarioId, revision: held.scenarioRevision }])
  const { stateId } = held
  const items = scenarios.get(held.scenarioId)?.checklist ?? []
  const item = items.find(each => each.id === itemId && each.stateIds.includes(stateId)) ?? refuse(itemUnknown)
  const { [itemId]: known, ...others } = held.ticks[stateId] ?? {}
  if ((known !== undefined) !== done) {
    const tick = { at: work.now.toISOString(), by: authorOf(work) }
    updateTicks(work.tx, id, { ...held.ticks, [stateId]: done ? { ...others, [itemId]: tick } : others })
    work.record({
      kind: done ? 'interest.item_done' : 'interest.item_reopened',
      record: { kind: 'interest', id },
      changes: { item: { to: item.text } },
      owners: ownersOf(held),
    })
  }
  return new Last(() => readBackInterest(work, id))
}
