import { notFound } from '../../../platform/contract.ts'
import { type Fault, refuse, unknownReference } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { lockScenario } from '../storage.ts'
import type { StateSetting } from '../tables.ts'
import { namedByTriggers } from './settings/actions.ts'
import { selectNamedRecords, storePause } from './storage.ts'

/** Stops a trigger, or lets it work again; the scenario keeps its version. */
export async function keepTriggerPaused(
  work: Work,
  { id: scenarioId, triggerId, paused }: { id: string; triggerId: string; paused: boolean },
): Promise<{ id: string; paused: boolean }> {
  const scenario = (await lockScenario(work.tx, scenarioId)) ?? refuse(notFound)
  const isKnown = scenario.states.some(state => state.triggers.some(each => each.id === triggerId))
  if (!isKnown && !scenario.pausedTriggers.includes(triggerId)) refuse(notFound)
  const by = { now: work.now, userId: work.actor.userId }
  if (await storePause(work.tx, { id: triggerId, scenarioId, paused }, by)) {
    work.record({
      kind: paused ? 'scenario.trigger_paused' : 'scenario.trigger_resumed',
      record: { kind: 'scenario', id: scenarioId },
      changes: { triggerId: { to: triggerId } },
      owners: null,
    })
  }
  return { id: triggerId, paused }
}

/** What triggers name and what does not exist. */
export async function unknownInTriggers(
  work: Work,
  states: readonly Pick<StateSetting, 'id' | 'triggers'>[],
): Promise<Fault[]> {
  const named = namedByTriggers(states)
  const known = await selectNamedRecords(
    work.tx,
    named.map(each => each.id),
  )
  return named.filter(({ kind, id }) => !known.has(`${kind}:${id}`)).map(({ path }) => unknownReference(path))
}
