import { refuseChange } from '../../access/refusals/actions.ts'
import type { BodyOf } from '../../../platform/contract.ts'
import { notFound } from '../../../platform/contract.ts'
import { requireVersion } from '../../../platform/merge.ts'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import type { WorkingCalendar } from '../../../platform/pure/working-time.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { holdScenario, readScenarios } from '../../scenarios/queries.ts'
import { decideEntry, decideWay, openItems } from '../../scenarios/guards/rules.ts'
import type { ScenarioRow, StateSetting } from '../../scenarios/tables.ts'
import { recordInterest, settle, unknownReferences } from '../actions.ts'
import { awaitedFor } from '../closing/actions.ts'
import {
  alreadyInState,
  type changeInterestScenario as scenarioContract,
  fieldReadOnly,
  moveRefused,
  type moveInterest as moveContract,
  stateUnknown,
} from '../contract.ts'
import { factsOf, type getInterest, localisedMissing, readBackInterest } from '../queries.ts'
import { maySell, seesInterest } from '../policy.ts'
import { tellQueue } from '../queue/actions.ts'
import { closeDateOnEntry, decideReadOnly, lateOnEntry, membersAfter, normaliseMoney } from '../rules.ts'
import { decideKey } from '../placing/actions.ts'
import { enterSteps } from '../steps/actions.ts'
import { planReferences } from '../steps/rules.ts'
import type { PlanInput } from '../steps/contract.ts'
import { type Held, holdInterest, updateInterest } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'

type Shown = Awaited<ReturnType<typeof getInterest>>
type MoveInput = BodyOf<typeof moveContract>

/**
 * Moves an Interest to another state of its scenario. What the state demands may be filled in the same step; a refusal
 * lists everything that is missing. Strict: any newer version is a conflict.
 */
export async function moveInterest(work: Work, id: string, input: MoveInput): Promise<Last<Shown>> {
  const { fields = {} } = input
  const references = [
    input.lossReasonId,
    fields.contactId,
    fields.channelId,
    fields.sourceId,
    fields.projectId,
    fields.responsibleId,
    ...planReferences(input.plan),
  ]
  const held = await hold(work, id, references)
  const { stateId, lossReasonId } = input
  await requireVersion(work.tx, held, input.version, factsOf(held), { ...fields, stateId, lossReasonId })
  const scenario = await scenarioOf(work, held)
  const target = scenario.states.find(each => each.id === input.stateId) ?? refuse(stateUnknown)
  if (target.id === held.stateId) refuse(alreadyInState)
  refuseFaults(faultsOf(input, held, target))
  const { expectedRevenue, content, ...plain } = fields
  const money = expectedRevenue && normaliseMoney(expectedRevenue)
  const filled: StoredInterest = {
    ...held,
    ...plain,
    // Blanks are no content: they would fill what the state demands with nothing.
    ...(content?.trim() ? { content } : {}),
    ...(money ? { expectedRevenue: money.amount, currency: money.currency } : {}),
    ...(fields.expectedCloseDate ? { closeDateMode: 'manual' as const } : {}),
    ...(fields.responsibleId ? { departmentId: held.departments?.[fields.responsibleId] ?? null } : {}),
    memberIds: membersAfter(held, fields.responsibleId ?? held.responsibleId),
    ...(input.beside ? { handKey: await decideKey(work, { ...held, stateId }, input.beside) } : {}),
  }
  requireWritable(held, filled, scenario, target)
  return enterState(work, 'interest.moved', held, { filled, left: scenario, scenario, target }, input)
}

/** Changes the scenario under the guards of the state it enters: the one named, else the first. */
export async function changeInterestScenario(
  work: Work,
  id: string,
  input: BodyOf<typeof scenarioContract>,
): Promise<Last<Shown>> {
  const held = await hold(work, id, planReferences(input.plan))
  const { scenarioId, stateId } = input
  await requireVersion(work.tx, held, input.version, factsOf(held), { scenarioId, stateId })
  const scenario = await holdScenario(work.tx, input.scenarioId)
  if (!scenario) refuseFaults([unknownReference('scenarioId')])
  const { states } = scenario as ScenarioRow
  const target = (input.stateId ? states.find(each => each.id === input.stateId) : states[0]) ?? refuse(stateUnknown)
  if (target.id === held.stateId) refuse(alreadyInState)
  const left = await scenarioOf(work, held)
  const passage = { filled: held, left, scenario: scenario as ScenarioRow, target }
  return enterState(work, 'interest.scenario_changed', held, passage, { plan: input.plan })
}

async function hold(work: Work, id: string, references: readonly (string | undefined)[]): Promise<Held> {
  const held = await holdInterest(work.tx, id, references, { entering: true })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  return maySell(work, held) ? held : refuseChange('interests', held.responsibleId)
}

async function scenarioOf(work: Work, held: Held): Promise<ScenarioRow> {
  const scenarios = await readScenarios(work.tx, [{ id: held.scenarioId, revision: held.scenarioRevision }])
  return scenarios.get(held.scenarioId) ?? refuse(stateUnknown)
}

function faultsOf(input: MoveInput, held: Held, target: StateSetting): Fault[] {
  const faults = [
    ...unknownReferences({ lossReasonId: input.lossReasonId }, held.known),
    ...unknownReferences(input.fields ?? {}, held.known, 'fields.'),
  ]
  if (input.competitor && target.kind !== 'lost') {
    faults.push({
      path: 'competitor',
      code: 'not_lost',
      message: new Localised({
        ru: 'Конкурент указывается только при потере Интереса',
        en: 'A competitor belongs to a lost state only',
      }),
    })
  }
  if (input.lossReasonId && target.kind !== 'lost') {
    faults.push({
      path: 'lossReasonId',
      code: 'not_lost',
      message: new Localised({
        ru: 'Причина отказа нужна только при потере Интереса',
        en: 'A loss reason belongs to a lost state only',
      }),
    })
  }
  return faults
}

/** What the present state only shows is not changed on the way out, unless the next one demands it and it is empty. */
function requireWritable(held: Held, filled: StoredInterest, scenario: ScenarioRow, target: StateSetting): void {
  const state = scenario.states.find(each => each.id === held.stateId)
  if (!state) return
  const demanded = new Set(decideEntry(factsOf(held), target, []).map(each => each.field))
  const locked = decideReadOnly(state, factsOf(held), factsOf(filled)).filter(field => !demanded.has(field))
  if (locked.length > 0) refuse(fieldReadOnly, { state: state.name, fields: locked })
}

/** An Interest with what the move fills, on its way out of one scenario into a state of the same or of another. */
interface Passage {
  filled: StoredInterest
  left: ScenarioRow
  scenario: ScenarioRow
  target: StateSetting
}

/** What comes along with a move. */
interface Said {
  lossReasonId?: string | undefined
  comment?: string | undefined
  competitor?: string | undefined
  plan?: PlanInput | undefined
  result?: string | undefined
}

/** The one way into a state for a single Interest: guards, date, closing, history. */
export async function enterState(
  work: Work,
  kind: string,
  held: Held,
  { filled, left, scenario, target }: Passage,
  said: Said,
): Promise<Last<Shown>> {
  const calendar = await readCalendar(work.tx, held.calendarRevision)
  const next = {
    ...entered(filled, scenario, target, { now: work.now, timeZone: held.timeZone, calendar }, said),
    awaitedIds: await awaitedFor(work, filled.responsibleId, target),
  }
  const plans = said.plan ? [said.plan] : []
  const from = left.states.find(each => each.id === held.stateId) ?? null
  const missing = decideWay(factsOf(next), {
    from,
    to: target,
    isWithin: left.id === scenario.id,
    isBeginning: target === scenario.states[0],
    open: openItems(left.checklist, held.stateId, held.ticks),
    role: work.actor.role,
    plans,
    pausedTriggers: scenario.pausedTriggers,
  })
  if (missing.length > 0) {
    refuse(moveRefused, {
      stateId: target.id,
      state: target.name,
      missing: localisedMissing(missing),
      version: held.version,
    })
  }
  updateInterest(work.tx, next, work.now)
  recordInterest(work, kind, held, { ...next, version: held.version + 1 }, said)
  await settle(work, held, next, target, said.comment)
  await tellQueue(work, next, target)
  const way = { from, to: target, pausedTriggers: scenario.pausedTriggers }
  await enterSteps(work, { ...held, ...next, scenarioRevision: scenario.revision }, way, { plans, result: said.result })
  return new Last(() => readBackInterest(work, held.id))
}

/** The Interest as it stands once inside; leaving a lost state forgets the reason, which its closing keeps. */
export function entered(
  interest: StoredInterest,
  scenario: Pick<ScenarioRow, 'id' | 'states'>,
  target: StateSetting,
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
  said: { lossReasonId?: string | undefined; comment?: string | undefined; competitor?: string | undefined },
): StoredInterest {
  const isLost = target.kind === 'lost'
  const isOpen = target.kind === 'ordinary'
  return {
    ...interest,
    scenarioId: scenario.id,
    stateId: target.id,
    stateEnteredAt: at.now,
    lateFrom: lateOnEntry(target, at),
    open: isOpen,
    expectedCloseDate: closeDateOnEntry(interest, scenario.states, target.id, at),
    lossReasonId: isLost ? (said.lossReasonId ?? interest.lossReasonId) : null,
    lossComment: isLost ? (said.comment ?? interest.lossComment) : null,
    lossCompetitor: isLost ? (said.competitor ?? interest.lossCompetitor) : null,
    awaitedIds: [],
    closedAt: isOpen ? null : at.now,
  }
}
