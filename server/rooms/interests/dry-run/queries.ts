import { type BodyOf, notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { findScenario } from '../../scenarios/queries.ts'
import { settingsOf } from '../../scenarios/settings/actions.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import type { Trigger } from '../../scenarios/triggers/contract.ts'
import { isAsked, keyOfConditions } from '../../scenarios/triggers/rules.ts'
import { subjectOf } from '../rules.ts'
import type { dryRunScenario as dryRunContract } from './contract.ts'
import { type Effect, foresee } from './rules.ts'
import { type Alike, groupAlike, listExamples } from './storage.ts'

type Conditions = Trigger['conditions']

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
  const then = { ...settingsOf(states, checklist, [], scenario.states), pausedTriggers: scenario.pausedTriggers }
  const conditions = askedConditions([...scenario.states, ...then.states])
  const standing = scenario.states.filter(state => state.kind === 'ordinary')
  const groups = await groupAlike(
    db,
    scenarioId,
    standing.map(state => state.id),
    conditions,
  )
  const effects = foresee(
    scenario,
    then,
    groups.map(group => factsOf(group, conditions)),
  )
  const kept = new Set(then.states.map(state => state.id))
  const countOf = (stateId: string) =>
    groups.filter(group => group.stateId === stateId).reduce((sum, group) => sum + group.interests, 0)
  const removed = standing
    .filter(state => !kept.has(state.id))
    .map(({ id, name }) => ({ stateId: id, name, interests: countOf(id) }))
  const interests = groups.reduce((sum, group) => sum + group.interests, 0)
  return { interests, rules: await named(db, caller, scenarioId, effects, conditions), removed }
}

/** What triggers ask before the commit, of these states or those: each list of conditions once. */
function askedConditions(states: readonly StateSetting[]): Conditions[] {
  const asked = states.flatMap(state => state.triggers.filter(each => isAsked(each) && each.conditions.length > 0))
  return [...new Map(asked.map(({ conditions }) => [keyOfConditions(conditions), conditions])).values()]
}

/** What rules ask is only whether it is there, and which conditions hold. */
function factsOf({ has, met, ...group }: Alike, conditions: readonly Conditions[]) {
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
      projectId: held(has.projectId),
      responsibleId: held(has.responsibleId),
      lossReasonId: null,
      serviceTypeId: '',
      departmentId: null,
      tags: [],
      met: new Set(conditions.filter((_, at) => met[at]).map(keyOfConditions)),
      plannedInteractions: has.plannedInteractions ? 1 : 0,
      plannedTasks: has.plannedTasks ? 1 : 0,
    },
  }
}

type Kin = Pick<Alike, 'key' | 'stateId' | 'interests'>

async function named(
  db: Queryable,
  { scope, actor }: Caller,
  scenarioId: string,
  effects: readonly Effect<Kin>[],
  conditions: readonly Conditions[],
) {
  const telling = effects.map(({ groups }) => groups.toSorted((a, b) => b.interests - a.interests).slice(0, LARGEST))
  const asked = new Map(telling.flat().map(group => [group.key, group]))
  const found = await listExamples(db, scope.interests, scenarioId, [...asked.values()], { limit: NAMED, conditions })
  return effects.map(({ groups: _, message, ...effect }, at) => ({
    ...effect,
    message: message[actor.language],
    examples: (telling[at] ?? [])
      .flatMap(group => found.get(group.key) ?? [])
      .slice(0, NAMED)
      .map(row => ({ id: row.id, number: row.number, subject: subjectOf(row), stateId: row.stateId })),
  }))
}
