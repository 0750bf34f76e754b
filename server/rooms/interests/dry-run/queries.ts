import { type BodyOf, notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { findScenario } from '../../scenarios/queries.ts'
import { settingsOf } from '../../scenarios/settings/actions.ts'
import { subjectOf } from '../rules.ts'
import type { dryRunScenario as dryRunContract } from './contract.ts'
import { type Effect, foresee } from './rules.ts'
import { type Alike, groupAlike, listExamples } from './storage.ts'

/** So many of those that a rule would stop are named. */
const NAMED = 20
/** Looked for among so many of those that hold the same. */
const LARGEST = 5

/** What these settings would do to the unfinished Interests of the scenario; counts are of all, names within the scope. */
export async function dryRunScenario(
  db: Queryable,
  caller: Caller,
  scenarioId: string,
  { states, checklist }: BodyOf<typeof dryRunContract>,
) {
  const scenario = (await findScenario(db, scenarioId)) ?? refuse(notFound)
  const then = settingsOf(states, checklist, [], scenario.states)
  const standing = scenario.states.filter(state => state.kind === 'ordinary')
  const groups = await groupAlike(
    db,
    scenarioId,
    standing.map(state => state.id),
  )
  const effects = foresee(scenario, then, groups.map(factsOf))
  const kept = new Set(then.states.map(state => state.id))
  const countOf = (stateId: string) =>
    groups.filter(group => group.stateId === stateId).reduce((sum, group) => sum + group.interests, 0)
  const removed = standing
    .filter(state => !kept.has(state.id))
    .map(({ id, name }) => ({ stateId: id, name, interests: countOf(id) }))
  const interests = groups.reduce((sum, group) => sum + group.interests, 0)
  return { interests, rules: await named(db, caller, scenarioId, effects), removed }
}

/** What rules ask is only whether it is there. */
function factsOf({ has, ...group }: Alike) {
  const held = (is: boolean) => (is ? 'held' : null)
  return {
    ...group,
    facts: {
      clientId: held(has.clientId),
      contactId: held(has.contactId),
      expectedRevenue: held(has.expectedRevenue),
      expectedCloseDate: held(has.expectedCloseDate),
      content: held(has.content),
      channelId: held(has.channelId),
      sourceId: held(has.sourceId),
      responsibleId: held(has.responsibleId),
      lossReasonId: null,
    },
  }
}

type Kin = Pick<Alike, 'key' | 'stateId' | 'interests'>

async function named(db: Queryable, { scope, actor }: Caller, scenarioId: string, effects: readonly Effect<Kin>[]) {
  const telling = effects.map(({ groups }) => groups.toSorted((a, b) => b.interests - a.interests).slice(0, LARGEST))
  const asked = new Map(telling.flat().map(group => [group.key, group]))
  const found = await listExamples(db, scope, scenarioId, [...asked.values()], NAMED)
  return effects.map(({ groups: _, message, ...effect }, at) => ({
    ...effect,
    message: message[actor.language],
    examples: (telling[at] ?? [])
      .flatMap(group => found.get(group.key) ?? [])
      .slice(0, NAMED)
      .map(row => ({ id: row.id, number: row.number, subject: subjectOf(row), stateId: row.stateId })),
  }))
}
