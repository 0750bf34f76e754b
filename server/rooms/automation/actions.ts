import { Problem, refuse } from '../../platform/problems.ts'
import { newId } from '../../platform/pure/ids.ts'
import { addWorkingDays, todayIn } from '../../platform/pure/working-time.ts'
import type { Work } from '../../platform/work.ts'
import { listPresent } from '../access/absences/queries.ts'
import { listHeads, listNames } from '../access/grants/queries.ts'
import { planForInterest } from '../activities/triggered/actions.ts'
import { readCalendar } from '../company/calendar/queries.ts'
import { getCompany } from '../company/queries.ts'
import { changeInterest } from '../interests/changing/actions.ts'
import { listWatchers } from '../interests/marks/queries.ts'
import { moveInterest } from '../interests/moving/actions.ts'
import { factsOf } from '../interests/queries.ts'
import { subjectOf } from '../interests/rules.ts'
import { type HeldInterest, holdForSteps } from '../interests/steps/actions.ts'
import { notify } from '../notices/actions.ts'
import { findScenario } from '../scenarios/queries.ts'
import type { Trigger, TriggerPerson } from '../scenarios/triggers/contract.ts'
import { notRepeatable } from './contract.ts'
import { getTriggerRun } from './queries.ts'
import { ATTEMPTS, decideRun, retryAt } from './rules.ts'
import { delayRun, endRun, holdDue, retryRun } from './storage.ts'
import type { DueRun, NewRun, RunResult } from './tables.ts'

/**
 * Does what a trigger whose time has come is to do, through the doors that people use. The Interest is held before the
 * run, as whoever moves it does; on two nodes at once the second finds it done.
 */
export async function fire(work: Work, { id, interestId, scenarioId }: DueRun): Promise<void> {
  const interest = await holdForSteps(work, interestId, [])
  const run = await holdDue(work.tx, id, work.now)
  if (!run) return
  const { timeZone, calendarRevision } = await getCompany(work.tx)
  const at = { now: work.now, timeZone, calendar: await readCalendar(work.tx, calendarRevision) }
  // Of the scenario in which it was set off, whichever the Interest follows now.
  const published = (await findScenario(work.tx, scenarioId)) ?? { states: [], pausedTriggers: [] }
  const verdict = decideRun(run, { ...interest, facts: factsOf(interest) }, published, at)
  if (verdict.does === 'skip') return endRun(work.tx, id, 'skipped', { reason: verdict.reason }, work.now)
  if (verdict.does === 'wait') return delayRun(work.tx, id, verdict.until, { attempts: run.attempts, result: null })
  const result = await act(work, interest, verdict.trigger, at)
  endRun(work.tx, id, result?.reason ? 'skipped' : 'done', result, work.now)
}

interface Clock {
  now: Date
  timeZone: string
  calendar: Awaited<ReturnType<typeof readCalendar>>
}

async function act(work: Work, interest: HeldInterest, trigger: Trigger, at: Clock): Promise<RunResult | null> {
  const { action } = trigger
  switch (action.does) {
    case 'plan':
    case 'task': {
      const activityId = newId()
      await planForInterest(work, interest, trigger, activityId)
      return { activityId }
    }
    case 'fill':
      return fill(work, interest, action, at)
    case 'move': {
      const { id, version } = interest
      await moveInterest(work, id, { version, stateId: action.stateId })
      return null
    }
    case 'notify':
      return tell(work, interest, action)
    // A guard acts before the commit; documents are not kept yet.
    case 'forbid':
    case 'revenue':
      return null
  }
}

type Fill = Extract<Trigger['action'], { does: 'fill' }>

async function fill(
  work: Work,
  interest: HeldInterest,
  { value, overwrites }: Fill,
  at: Clock,
): Promise<RunResult | null> {
  const { id, version } = interest
  const keep = (present: unknown) => !overwrites && present !== null && present !== ''
  const filled: RunResult = { reason: 'filled' }
  switch (value.field) {
    case 'expectedRevenue': {
      if (keep(interest.expectedRevenue)) return filled
      await changeInterest(work, id, { version, expectedRevenue: { amount: value.amount, currency: value.currency } })
      return null
    }
    case 'expectedCloseDate': {
      if (keep(interest.closeDateMode === 'auto' ? null : interest.expectedCloseDate)) return filled
      const today = todayIn(at.timeZone, at.now)
      const date = value.inDays === 0 ? today : addWorkingDays(today, value.inDays, at.calendar).date
      await changeInterest(work, id, { version, expectedCloseDate: date })
      return null
    }
    case 'content': {
      if (keep(interest.content)) return filled
      await changeInterest(work, id, { version, content: value.text })
      return null
    }
    case 'tags': {
      await changeInterest(work, id, { version, tags: [...new Set([...interest.tags, ...value.add])] })
      return null
    }
    case 'channel':
    case 'source':
    case 'project':
    case 'responsible': {
      const fields = {
        channel: 'channelId',
        source: 'sourceId',
        project: 'projectId',
        responsible: 'responsibleId',
      } as const
      const field = fields[value.field]
      if (keep(interest[field])) return filled
      await changeInterest(work, id, { version, [field]: await presentFor(work, value) })
      return null
    }
  }
}

/** What is to be put in; of a person who is away, whoever stands in. */
async function presentFor(work: Work, { field, id }: { field: string; id: string }): Promise<string> {
  if (field !== 'responsible') return id
  const [present] = await listPresent(work.tx, [id], { now: work.now, kind: 'interests' })
  return present ?? id
}

type Notify = Extract<Trigger['action'], { does: 'notify' }>

async function tell(work: Work, interest: HeldInterest, { to, text }: Notify): Promise<RunResult> {
  const wanted: string[] = []
  for (const person of to) wanted.push(...(await peopleOf(work, interest, person)))
  const people = await listNames(work.tx, [...new Set(wanted)])
  const told = await notify(work, {
    kind: 'trigger.told',
    userIds: people.map(each => each.id),
    record: { kind: 'interest', id: interest.id },
    data: { interest: nameOf(interest), text },
  })
  return { told: told.length }
}

async function peopleOf(work: Work, interest: HeldInterest, person: TriggerPerson): Promise<string[]> {
  switch (person.who) {
    case 'user':
      return [person.id]
    case 'responsible':
      return [interest.responsibleId].flatMap(id => id ?? [])
    case 'author':
      return [interest.authorId].flatMap(id => id ?? [])
    case 'head':
      return listHeads(work.tx, interest.responsibleId, { now: work.now })
    case 'members':
      return interest.memberIds
    case 'watchers':
      return (await listWatchers(work.tx, [interest.id], work.actor.userId)).map(each => each.id)
  }
}

function nameOf(interest: HeldInterest) {
  return { id: interest.id, number: interest.number, subject: subjectOf(interest) }
}

/** What was refused stays so until somebody tries again; an error is tried again by itself, for some hours. */
export async function noteFailure(work: Work, run: DueRun, error: unknown): Promise<void> {
  const held = await holdDue(work.tx, run.id, work.now)
  if (!held) return
  if (error instanceof Problem && error.declaration.status < 500) {
    return endRun(work.tx, run.id, 'refused', { message: wordsOf(error) }, work.now)
  }
  const attempts = held.attempts + 1
  const text = error instanceof Error ? error.message.slice(0, 300) : String(error).slice(0, 300)
  const result = { message: { ru: text, en: text } }
  if (attempts >= ATTEMPTS) return endRun(work.tx, run.id, 'failed', result, work.now)
  delayRun(work.tx, run.id, retryAt(attempts, work.now), { attempts, result })
}

/** What a person would have been told: the title, and everything that was named with it. */
function wordsOf(problem: Problem): { ru: string; en: string } {
  const inLanguage = (language: 'ru' | 'en') => {
    const { title, data } = problem.body(language, '')
    const named = Object.values((data ?? {}) as Record<string, unknown>).flatMap(list =>
      Array.isArray(list) ? list : [],
    )
    const messages = named.flatMap(each => (typeof each?.message === 'string' ? [each.message as string] : []))
    return [title, ...messages].join('. ').slice(0, 1000)
  }
  return { ru: inLanguage('ru'), en: inLanguage('en') }
}

/** Triggers led back to one of them: it is not set off again, and whoever keeps the scenarios is told, once each. */
export async function reportLoops(work: Work, runs: readonly NewRun[]): Promise<void> {
  const administrators = await listHeads(work.tx, null, { now: work.now })
  for (const { triggerId, scenarioId, interestId } of runs) {
    const scenario = await findScenario(work.tx, scenarioId)
    if (!scenario) continue
    await notify(work, {
      kind: 'trigger.cut',
      userIds: administrators,
      record: { kind: 'scenario', id: scenarioId },
      data: { scenario: { id: scenario.id, name: scenario.name }, triggerId, interestId },
      // One notice a day is enough for a loop that many Interests go through.
      key: `trigger.cut:${triggerId}:${work.now.toISOString().slice(0, 10)}`,
    })
  }
}

/** Tries a run that failed or was refused once more. @throws not_found, trigger_run.not_repeatable */
export async function retryTriggerRun(work: Work, id: string) {
  await getTriggerRun(work.tx, work.caller, id)
  if (!(await retryRun(work.tx, id, work.now))) refuse(notRepeatable)
  work.enqueue('automation.run', {})
  return getTriggerRun(work.tx, work.caller, id)
}
