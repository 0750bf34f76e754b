import type { BodyOf } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { authorOf } from '../../clients/actions.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { getCompany } from '../../company/queries.ts'
import { type HeldInterest, keepSteps } from '../../interests/steps/actions.ts'
import { planReferences } from '../../interests/steps/rules.ts'
import { notify } from '../../notices/actions.ts'
import { holdForChange, insertPlanned, recordActivity } from '../actions.ts'
import { activityClosed, type completeActivity as completeContract, type Outcome } from '../contract.ts'
import { readBackActivity, type ShownActivity } from '../queries.ts'
import { decideNextTime } from '../rules.ts'
import { findSteps, holdFollowers, storeOutcome } from '../storage.ts'
import type { StoredActivity } from '../tables.ts'

type Finish = BodyOf<typeof completeContract>

/**
 * Says that it is done, with its result. The next step may come in the same transaction, and must where the state of the
 * Interest demands one and this was the last; what repeats is planned again.
 * @throws not_found, forbidden, activity.closed, interest.next_step_demanded
 */
export async function completeActivity(work: Work, id: string, input: Finish): Promise<Last<ShownActivity>> {
  return finish(work, id, 'done', input)
}

/** Says that it will not take place; otherwise the same. */
export async function cancelActivity(work: Work, id: string, input: Finish): Promise<Last<ShownActivity>> {
  return finish(work, id, 'cancelled', input)
}

async function finish(
  work: Work,
  id: string,
  outcome: Outcome,
  { result, next }: Finish,
): Promise<Last<ShownActivity>> {
  const { activity, interest, known } = await holdForChange(work, id, planReferences(next))
  if (activity.outcome !== null) refuse(activityClosed)
  close(work, activity, interest, outcome, result?.trim() || null)
  if (outcome === 'done') await repeat(work, activity, interest)
  if (next) await insertPlanned(work, interest, next, { known, path: 'next.' })
  if (interest) await keepSteps(work, interest, await findSteps(work.tx, interest.id), { demanded: true })
  if (outcome === 'done') await tellAuthor(work, activity, interest, result)
  return new Last(() => readBackActivity(work, id))
}

/** Writes the outcome and its history. */
export function close(
  work: Work,
  activity: StoredActivity,
  interest: HeldInterest | null,
  outcome: Outcome,
  result: string | null,
): void {
  const closed = { ...activity, outcome, result, closedAt: work.now, closedById: authorOf(work) }
  storeOutcome(work.tx, closed, work.now)
  recordActivity(work, outcome, activity, { ...closed, version: activity.version + 1 }, interest)
}

async function repeat(work: Work, activity: StoredActivity, interest: HeldInterest | null): Promise<void> {
  const { repeat: rule, interactionKindId, subject, content, minutes, place, remindBefore } = activity
  if (!rule) return
  const { timeZone, calendarRevision } = await getCompany(work.tx)
  const calendar = await readCalendar(work.tx, calendarRevision)
  const due = { at: activity.dueDay === null ? activity.dueAt : null, day: activity.dueDay }
  const { at, day } = decideNextTime(due, rule, { now: work.now, timeZone, calendar })
  const given = {
    interactionKindId,
    subject,
    content,
    minutes,
    place,
    remindBefore,
    dueDay: day,
    dueAt: at?.toISOString(),
  }
  const plan = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    id: newId(),
    kind: activity.kind,
    repeat: rule,
    assigneeId: activity.assigneeId,
    contactIds: activity.contactIds,
    userIds: activity.userIds,
    checklist: activity.checklist.map(item => ({ ...item, done: false })),
  }
  // What it names was allowed when it was planned, and stays so.
  const known = [
    `interaction_kind:${interactionKindId}`,
    `user:${activity.assigneeId}`,
    ...activity.contactIds.map(each => `contact:${each}`),
    ...activity.userIds.map(each => `user:${each}`),
  ]
  await insertPlanned(work, interest, plan, { known, path: '', followsId: activity.id })
}

/** Whoever gave it to somebody learns that it is done. */
async function tellAuthor(
  work: Work,
  { id, kind, interactionKindId, subject, authorId, assigneeId }: StoredActivity,
  interest: HeldInterest | null,
  result: string | undefined,
): Promise<void> {
  if (authorId === null || authorId === work.actor.userId || authorId === assigneeId) return
  await notify(work, {
    kind: 'activity.done',
    userIds: [authorId],
    record: { kind: 'activity', id },
    data: {
      activityId: id,
      stepKind: kind,
      interactionKindId,
      subject,
      result: result?.trim() || null,
      interest: interest && { id: interest.id, number: interest.number },
      by: { id: work.actor.userId, name: work.actor.name },
    },
  })
}

/**
 * Takes back that it was done or cancelled. A repetition that followed and that nobody has touched is cancelled.
 * @throws not_found, forbidden
 */
export async function reopenActivity(work: Work, id: string): Promise<Last<ShownActivity>> {
  const { activity, interest } = await holdForChange(work, id, [])
  if (activity.outcome !== null) {
    const opened = { ...activity, outcome: null, result: null, closedAt: null, closedById: null }
    storeOutcome(work.tx, opened, work.now)
    recordActivity(work, 'reopened', activity, { ...opened, version: activity.version + 1 }, interest)
    for (const follower of await holdFollowers(work.tx, id)) close(work, follower, interest, 'cancelled', null)
    if (interest) await keepSteps(work, interest, await findSteps(work.tx, interest.id), { demanded: false })
  }
  return new Last(() => readBackActivity(work, id))
}
