import { newId } from '../../platform/pure/ids.ts'
import type { Moved, Work } from '../../platform/work.ts'
import { readCalendar } from '../company/calendar/queries.ts'
import { getCompany } from '../company/queries.ts'
import { INTEREST_ENTERED, type InterestEntered } from '../interests/steps/events.ts'
import { INTEREST_CHANGED, type InterestChanged, type Standing } from '../interests/triggers/events.ts'
import type { ScenarioPublished } from '../scenarios/events.ts'
import type { Trigger } from '../scenarios/triggers/contract.ts'
import { dueOf, holds, waitsForTime } from '../scenarios/triggers/rules.ts'
import { factsOf } from '../interests/queries.ts'
import { reportLoops } from './actions.ts'
import { isLoop } from './rules.ts'
import { insertRuns, keepRunsDue, skipLeft } from './storage.ts'
import type { NewRun } from './tables.ts'

/**
 * An Interest has come into a state: what its triggers planned stands in the journal, the others are set off. What
 * waited in the state that was left is passed over.
 */
async function onInterestEntered(work: Work, { payload }: InterestEntered): Promise<readonly Moved[]> {
  const { interest, planning, triggers, leavesWaiting } = payload
  if (leavesWaiting) skipLeft(work.tx, interest.id, interest.stateEnteredAt, work.now)
  const facts = factsOf(interest)
  const done = planning.map(({ trigger, activityId }) => ({
    ...runOf(work, interest, trigger, null),
    status: 'done' as const,
    result: { activityId },
  }))
  const atOnce = triggers
    .filter(each => each.event.on === 'entered' && holds(each, facts))
    .map(each => runOf(work, interest, each, work.now))
  const timed = await timedRuns(work, interest, triggers.filter(waitsForTime))
  await setOff(work, [...done, ...atOnce, ...timed], insertRuns)
  return []
}

/** Conditions hold that did not, or the date moved for which a trigger waits. */
async function onInterestChanged(work: Work, { payload }: InterestChanged): Promise<readonly Moved[]> {
  const { interest, changed, dated } = payload
  const atOnce = changed.map(each => runOf(work, interest, each, work.now))
  await setOff(work, atOnce, insertRuns)
  await setOff(work, await timedRuns(work, interest, dated), keepRunsDue)
  return []
}

/** New settings are in force: those that wait for a time are let wait for the Interests that stand there already. */
async function onScenarioPublished(work: Work, { payload }: ScenarioPublished): Promise<readonly Moved[]> {
  if (payload.states.some(state => state.triggers.some(waitsForTime))) {
    work.enqueue('automation.adopt', { scenarioId: payload.scenarioId })
  }
  return []
}

async function timedRuns(work: Work, interest: Standing, triggers: readonly Trigger[]): Promise<NewRun[]> {
  if (triggers.length === 0) return []
  const { timeZone, calendarRevision } = await getCompany(work.tx)
  const at = { timeZone, calendar: await readCalendar(work.tx, calendarRevision) }
  return triggers.map(each => runOf(work, interest, each, dueOf(each, interest, at)))
}

function runOf(work: Work, interest: Standing, trigger: Trigger, dueAt: Date | null): NewRun {
  const { id: interestId, scenarioId, stateId, stateEnteredAt: enteredAt } = interest
  const chain = work.cause.chain ?? []
  const isCut = isLoop(chain, trigger.id)
  return {
    id: newId(),
    triggerId: trigger.id,
    scenarioId,
    stateId,
    interestId,
    enteredAt,
    body: trigger,
    status: isCut ? 'cut' : 'waiting',
    dueAt: isCut ? null : dueAt,
    chain,
    result: null,
  }
}

/** Writes the runs; what is due at once starts with the commit, and a loop is told to the administrators. */
async function setOff(work: Work, runs: readonly NewRun[], write: typeof insertRuns): Promise<void> {
  if (runs.length === 0) return
  const actorId = work.actor.kind === 'system' ? null : work.actor.userId
  write(work.tx, runs, { now: work.now, actorId, cause: work.cause })
  if (runs.some(({ status, dueAt }) => status === 'waiting' && dueAt !== null && dueAt <= work.now)) {
    work.enqueue('automation.run', {})
  }
  const cut = runs.filter(each => each.status === 'cut')
  if (cut.length > 0) await reportLoops(work, cut)
}

/** What automation does inside the transactions of others. */
export const automationWithin = {
  [INTEREST_ENTERED]: onInterestEntered,
  [INTEREST_CHANGED]: onInterestChanged,
  'scenario.published': onScenarioPublished,
} as const
