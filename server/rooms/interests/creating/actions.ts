import { idTaken, operationReused, type Warning } from '../../../platform/contract.ts'
import { type Fault, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { todayIn, type WorkingCalendar } from '../../../platform/pure/working-time.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { authorOf, countOpenInterests, createClient, findClientFaults, placeFaults } from '../../clients/actions.ts'
import { clientArchived } from '../../clients/contract.ts'
import { refuseMerged } from '../../clients/merging/redirects/queries.ts'
import { registerProspect } from '../../clients/prospects/actions.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { decideWay } from '../../scenarios/guards/rules.ts'
import { decideScenario } from '../../scenarios/rules.ts'
import type { ScenarioRow, StateSetting } from '../../scenarios/tables.ts'
import { keepParties, recordInterest, unknownReferences } from '../actions.ts'
import { awaitedFor, keepClosings } from '../closing/actions.ts'
import { type Interest, type InterestInput, moveRefused, partyWrong, stateUnknown } from '../contract.ts'
import { factsOf, type getInterest, localisedMissing, readBackInterest } from '../queries.ts'
import { seesInterest } from '../policy.ts'
import { closeDateOnEntry, lateOnEntry, normaliseMoney, numberOf, subjectOf } from '../rules.ts'
import { tellQueue } from '../queue/actions.ts'
import { enterSteps } from '../steps/actions.ts'
import type { PlanInput } from '../steps/contract.ts'
import { insertInterest } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'
import { findGround, type Ground } from './storage.ts'

export type Shown = Awaited<ReturnType<typeof getInterest>> & { warnings?: Interest['warnings'] }

/**
 * Registers an Interest for a client, a prospect, or a client registered in the same transaction: all of it or
 * nothing. Being created into a state is entering it, so the guards of the state hold.
 */
export async function createInterest(work: Work, input: InterestInput): Promise<Shown | Last<Shown>> {
  requireOneParty(input)
  const ground = await findGround(work.tx, input, work.actor.userId, work.scope.interests.principals, work.now)
  if (ground.existing) {
    const isSame = ground.hash?.equals(work.creationHash) === true
    // Who registers for a colleague may not see the Interest afterwards; a lost answer is given again all the same.
    const isOwn = isSame && ground.authorId === authorOf(work)
    if (!isOwn && !work.scope.interests.covers(ground.ownerId)) refuse(idTaken)
    if (!isSame) refuse(operationReused)
    work.repeated = true
    return readBackInterest(work, input.id)
  }
  await refuseMergedParties(work, input, ground)
  refuseFaults([...faultsOf(work, input, ground), ...(await faultsOfNewClient(work, input))])
  if (ground.client?.archived) refuse(clientArchived)

  const scenario = await scenarioFor(work, input, ground)
  const draft = drafted(work, input, ground, scenario)
  const party = await registerParty(work, input, draft)
  const calendar = await readCalendar(work.tx, ground.calendarRevision)
  const plans = plansOf(input, draft, scenario, todayIn(ground.timeZone, work.now))
  enter(work, draft, scenario, plans, { now: work.now, timeZone: ground.timeZone, calendar })
  draft.awaitedIds = await awaitedFor(work, draft.responsibleId, stateOf(scenario, draft))
  insertInterest(work.tx, draft, {
    scenarioRevision: scenario.revision,
    authorId: authorOf(work),
    linkedByProspect: input.prospectId !== undefined && draft.clientId !== null,
    hash: work.creationHash,
    now: work.now,
  })
  recordInterest(work, 'interest.created', null, draft, { comment: input.comment })
  if (draft.open) countOpenInterests(work, draft, 1)
  else await keepClosings(work, null, draft, stateOf(scenario, draft), input.comment ?? null)
  if (input.prospectId) await keepParties(work, [input.prospectId])
  const held = { ...draft, authorId: authorOf(work), scenarioRevision: scenario.revision, known: ground.known }
  await tellQueue(work, draft, stateOf(scenario, draft))
  const way = { from: null, to: stateOf(scenario, draft), pausedTriggers: scenario.pausedTriggers }
  await enterSteps(work, held, way, { plans })
  return new Last<Shown>(async () => {
    const shown = await readBackInterest(work, draft.id)
    return party.warnings.length > 0 ? { ...shown, warnings: party.warnings } : shown
  })
}

function requireOneParty(input: InterestInput): void {
  const given = [input.clientId, input.prospectId, input.prospect, input.newClient].filter(each => each !== undefined)
  if (given.length !== 1) refuse(partyWrong)
}

/** Who was merged into another one is named by the other's id from then on. */
async function refuseMergedParties(work: Work, input: InterestInput, ground: Ground): Promise<void> {
  if (ground.client?.merged) await refuseMerged(work, 'client', input.clientId)
  if (ground.prospect?.merged) await refuseMerged(work, 'prospect', input.prospectId)
  if (ground.contactMerged) await refuseMerged(work, 'contact', input.contactId)
}

/** Everything named that may not be taken, each at its place. */
function faultsOf(work: Work, input: InterestInput, ground: Ground): Fault[] {
  const { client, prospect, basis } = ground
  const faults: Fault[] = []
  if (input.clientId && (!client || client.merged || !work.scope.clients.sees(client.id, client.responsibleId)))
    faults.push(unknownReference('clientId'))
  const isSeen = prospect && (prospect.watched || work.scope.clients.sees(prospect.clientId, prospect.responsibleId))
  if (input.prospectId && (!isSeen || prospect.merged || prospect.archived)) faults.push(unknownReference('prospectId'))
  faults.push(...unknownReferences(input, ground.known))
  if (input.basisId && (!basis || !seesInterest(work.scope.interests, basis))) faults.push(unknownReference('basisId'))
  if (input.scenarioId && !ground.scenarios.some(each => each.id === input.scenarioId)) {
    faults.push(unknownReference('scenarioId'))
  }
  return faults
}

async function faultsOfNewClient(work: Work, { newClient }: InterestInput): Promise<Fault[]> {
  return newClient ? placeFaults(await findClientFaults(work, newClient), 'newClient.') : []
}

async function scenarioFor(work: Work, input: InterestInput, ground: Ground): Promise<ScenarioRow> {
  const found = await readScenarios(work.tx, ground.scenarios)
  const scenarios = ground.scenarios.flatMap(({ id }) => found.get(id) ?? [])
  const choice = decideScenario({
    serviceTypeId: input.serviceTypeId,
    departmentId: ground.departmentId,
    scenarios,
    named: input.scenarioId,
  })
  const scenario = scenarios.find(each => each.id === choice.scenarioId)
  if (!scenario) refuseFaults([unknownReference('scenarioId')])
  return scenario as ScenarioRow
}

/** The Interest as asked for, its party still as named and its state not yet entered. */
function drafted(work: Work, input: InterestInput, ground: Ground, scenario: ScenarioRow): StoredInterest {
  const stateId = input.stateId ?? scenario.states[0]?.id
  const state = scenario.states.find(each => each.id === stateId) ?? refuse(stateUnknown)
  const money = input.expectedRevenue && normaliseMoney(input.expectedRevenue)
  const { client, takeClientResponsible } = ground
  const own = takeClientResponsible ? (client?.presentId ?? null) : null
  const responsibleId = input.responsibleId ?? own ?? authorOf(work)
  const isLinked = input.prospectId !== undefined && client !== null
  return {
    id: input.id,
    version: 1,
    number: numberOf(ground.prefix, ground.counter),
    subject: input.subject ?? null,
    content: input.content?.trim() ? input.content : null,
    serviceTypeId: input.serviceTypeId,
    scenarioId: scenario.id,
    stateId: state.id,
    stateEnteredAt: work.now,
    open: state.kind === 'ordinary',
    clientId: client?.id ?? null,
    contactId: input.contactId ?? (isLinked ? (ground.prospect?.contactId ?? null) : null),
    prospectId: input.prospectId ?? null,
    responsibleId,
    departmentId: ground.departments?.[responsibleId ?? ''] ?? null,
    expectedRevenue: money?.amount ?? null,
    currency: money?.currency ?? ground.currency,
    expectedCloseDate: input.expectedCloseDate ?? null,
    closeDateMode: input.expectedCloseDate ? 'manual' : 'auto',
    channelId: input.channelId ?? null,
    sourceId: input.sourceId ?? null,
    projectId: input.projectId ?? null,
    basisId: input.basisId ?? null,
    tags: [...new Set(input.tags)],
    ticks: {},
    plannedInteractions: 0,
    plannedTasks: 0,
    nextStep: null,
    lossReasonId: state.kind === 'lost' ? (input.lossReasonId ?? null) : null,
    lossComment: state.kind === 'lost' ? (input.comment ?? null) : null,
    closedAt: state.kind === 'ordinary' ? null : work.now,
    lateFrom: null,
    memberIds: [],
    lossCompetitor: state.kind === 'lost' ? (input.competitor ?? null) : null,
    awaitedIds: [],
  }
}

/** Registers the party that comes with the Interest, in the same transaction, and names it in the draft. */
async function registerParty(
  work: Work,
  input: InterestInput,
  draft: StoredInterest,
): Promise<{ warnings: Warning[] }> {
  const responsible = draft.responsibleId ? { responsibleId: draft.responsibleId } : {}
  if (input.newClient) {
    const { id = newId(), onSimilar: own, ...typed } = input.newClient
    const onSimilar = input.onSimilar === 'ask' ? 'ask' : own
    const client = await createClient(work, { ...responsible, ...typed, id, onSimilar }, { path: 'newClient.' })
    draft.clientId = client.id
    draft.contactId = client.contacts[0]?.id ?? null
    return { warnings: client.warnings ?? [] }
  }
  if (input.prospect) {
    const prospect = await registerProspect(
      work,
      { onSimilar: input.onSimilar, ...responsible, ...input.prospect },
      { path: 'prospect.' },
    )
    draft.prospectId = prospect.id
    return { warnings: prospect.warnings ?? [] }
  }
  return { warnings: [] }
}

/** The step that was said, and the task that the first state gives to the responsible. */
function plansOf(input: InterestInput, draft: StoredInterest, { states }: ScenarioRow, today: string): PlanInput[] {
  const plans = input.plan ? [input.plan] : []
  const [first] = states
  if (!first?.makesTask || draft.stateId !== first.id) return plans
  return [...plans, { kind: 'task', subject: subjectOf(draft), dueDay: today }]
}

/** Counts the date of the state and asks its guards. */
function enter(
  work: Work,
  draft: StoredInterest,
  scenario: ScenarioRow,
  plans: readonly PlanInput[],
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): void {
  const state = stateOf(scenario, draft)
  draft.expectedCloseDate = closeDateOnEntry(draft, scenario.states, draft.stateId, at)
  draft.lateFrom = lateOnEntry(state, at)
  const isBeginning = state === scenario.states[0]
  const { role } = work.actor
  const { pausedTriggers } = scenario
  const way = { from: null, to: state, isWithin: false, isBeginning, open: [], role, plans, pausedTriggers }
  const missing = decideWay(factsOf(draft), way)
  if (missing.length > 0) {
    refuse(moveRefused, { stateId: state.id, state: state.name, missing: localisedMissing(missing) })
  }
}

function stateOf(scenario: ScenarioRow, interest: StoredInterest): StateSetting {
  return scenario.states.find(each => each.id === interest.stateId) ?? refuse(stateUnknown)
}
