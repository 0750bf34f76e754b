import { refuse } from '../../../platform/problems.ts'
import type { Moved, Work } from '../../../platform/work.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { scenarioInUse, stateInUse, targetRefused } from '../../scenarios/contract.ts'
import type { ScenarioArchived, ScenarioPublished } from '../../scenarios/events.ts'
import { decideArrival, type Obstacle } from '../../scenarios/guards/rules.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { recordInterest, settle } from '../actions.ts'
import { factsOf, localisedMissing } from '../queries.ts'
import type { StoredInterest } from '../tables.ts'
import { enterSteps } from '../steps/actions.ts'
import { entered } from './actions.ts'
import { countInStates, countOpenOf, holdInStates, type Standing, updateStates } from './storage.ts'

/** A refusal names this many Interests; whoever repairs them asks again. */
const NAMED = 50

/**
 * States were taken away: Interests in them go to their targets under the guards of every entry, or nothing happens.
 * @throws scenario.state_in_use without a target, scenario.target_refused when a target demands what is missing
 */
export async function onScenarioPublished(work: Work, { payload }: ScenarioPublished): Promise<readonly Moved[]> {
  const { scenarioId, states, removed } = payload
  const standing = await countInStates(
    work.tx,
    scenarioId,
    removed.map(each => each.state.id),
  )
  const stranded = removed.filter(each => each.targetId === null && standing.has(each.state.id))
  if (stranded.length > 0) {
    refuse(stateInUse, {
      states: stranded.map(({ state: { id, name } }) => ({ id, name, interests: standing.get(id) ?? 0 })),
    })
  }
  const targets = new Map(
    removed.flatMap(({ state, targetId }) => {
      const target = states.find(each => each.id === targetId)
      return target && standing.has(state.id) ? [[state.id, target] as const] : []
    }),
  )
  return moveAll(
    work,
    { id: scenarioId, states: [...states], pausedTriggers: payload.pausedTriggers },
    targets,
    removed,
  )
}

async function moveAll(
  work: Work,
  scenario: { id: string; states: StateSetting[]; pausedTriggers: readonly string[] },
  targets: ReadonlyMap<string, StateSetting>,
  removed: readonly { state: StateSetting }[],
): Promise<readonly Moved[]> {
  const held = await holdInStates(work.tx, scenario.id, [...targets.keys()])
  const moves: {
    before: Omit<Standing, 'timeZone' | 'calendarRevision'>
    after: StoredInterest
    target: StateSetting
  }[] = []
  const refused: { interest: StoredInterest; target: StateSetting; missing: Obstacle[] }[] = []
  for (const { timeZone, calendarRevision, ...before } of held) {
    const target = targets.get(before.stateId)
    if (!target) continue
    const calendar = await readCalendar(work.tx, calendarRevision)
    const after = entered(before, scenario, target, { now: work.now, timeZone, calendar }, {})
    const missing = decideArrival(factsOf(after), target, scenario)
    if (missing.length > 0) refused.push({ interest: before, target, missing })
    else moves.push({ before, after: { ...after, version: before.version + 1 }, target })
  }
  if (refused.length > 0) {
    refuse(targetRefused, {
      interests: refused.slice(0, NAMED).map(({ interest, target, missing }) => ({
        id: interest.id,
        number: interest.number,
        state: target.name,
        missing: localisedMissing(missing),
      })),
      more: refused.length > NAMED,
    })
  }
  await updateStates(
    work.tx,
    moves.map(each => each.after),
    work.now,
  )
  for (const { before, after, target } of moves) {
    recordInterest(work, 'interest.moved', before, after)
    await settle(work, before, after, before.open && after.open ? null : target)
    const from = removed.find(each => each.state.id === before.stateId)?.state ?? null
    const way = { from, to: target, pausedTriggers: scenario.pausedTriggers }
    await enterSteps(
      work,
      { ...after, authorId: before.authorId, scenarioRevision: before.scenarioRevision, known: [] },
      way,
      { plans: [] },
    )
  }
  return moves.map(({ after }) => ({ kind: 'interest', id: after.id, title: after.number }))
}

/** A scenario that unfinished Interests follow stays in use. */
export async function onScenarioArchived(work: Work, { payload }: ScenarioArchived): Promise<readonly Moved[]> {
  const interests = await countOpenOf(work.tx, payload.scenarioId)
  if (interests > 0) refuse(scenarioInUse, { interests })
  return []
}
