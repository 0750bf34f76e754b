import { addDays, localDateOf } from '../../../server/platform/pure/working-time.ts'
import { timeIn } from '../../../server/platform/pure/zones.ts'
import type { BodyOf } from '../../../server/platform/contract.ts'
import type { Activity, changeActivity, DayGroup } from '../../../server/rooms/activities/contract.ts'
import { dueOf, emptyPlan, itemsOf, type PlanDraft, type PlanSense, readPlan, TASK } from '../interests/plan-draft.ts'

export type ActivityChange = Omit<BodyOf<typeof changeActivity>, 'version'>
type Due = Pick<Activity, 'dueAt' | 'dueDay'>

// ---- editing ----

/** What is planned, as the form takes it. */
export function draftOf(activity: Activity, zone: string): PlanDraft {
  const { dueAt, dueDay, contacts, people, assignee } = activity
  const at = dueDay === null && dueAt !== null ? new Date(dueAt) : null
  return {
    ...emptyPlan(activity.interactionKindId ?? TASK, activity.id),
    reads: false,
    line: activity.subject ?? '',
    day: dueDay ?? (at ? localDateOf(at, zone) : ''),
    time: at ? timeIn(at, zone) : '',
    minutes: activity.minutes,
    place: activity.place ?? '',
    content: activity.content ?? '',
    assigneeId: assignee.id,
    contactIds: contacts.map(each => each.id),
    userIds: people.map(each => each.id),
    checklist: activity.checklist,
    remindBefore: activity.remindBefore,
    repeat: activity.repeat,
  }
}

/** Only what differs between the two; the time and the day go together. */
export function changeOf(before: PlanDraft, after: PlanDraft, sense: PlanSense): ActivityChange {
  const [from, to] = [fieldsOf(before, sense), fieldsOf(after, sense)]
  const changed = Object.entries(to).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(from[field as keyof typeof from]),
  )
  const { dueAt, dueDay, ...rest } = Object.fromEntries(changed)
  if (dueAt === undefined && dueDay === undefined) return rest
  return { ...rest, ...(to.dueAt ? { dueAt: to.dueAt } : { dueDay: to.dueDay }) }
}

function fieldsOf(draft: PlanDraft, sense: PlanSense) {
  const { kind, day, time, minutes, subject } = readPlan(draft, sense)
  const { dueAt = null, dueDay = null } = dueOf(day, time, sense.zone)
  return {
    ...(kind === TASK ? {} : { interactionKindId: kind }),
    ...(draft.assigneeId ? { assigneeId: draft.assigneeId } : {}),
    subject: subject || null,
    content: draft.content.trim() ? draft.content : null,
    dueAt,
    dueDay,
    minutes,
    place: draft.place.trim() || null,
    contactIds: draft.contactIds,
    userIds: draft.userIds,
    checklist: itemsOf(draft),
    remindBefore: draft.remindBefore,
    repeat: draft.repeat,
  }
}

// ---- putting off ----

/** To another day at the same time; a time that has passed there, or a day alone, stays a day. */
export function putOff({ dueAt, dueDay }: Due, day: string | null, now: Date, zone: string): ActivityChange {
  if (day === null) return { dueDay: null }
  const time = dueDay === null && dueAt !== null ? timeIn(new Date(dueAt), zone) : null
  const due = dueOf(day, time, zone)
  return due.dueAt && new Date(due.dueAt) > now ? { dueAt: due.dueAt } : { dueDay: day }
}

/** The day that a group means: today, tomorrow, the end of this week, the next Monday, or none. */
export function dayOf(group: DayGroup, today: string): string | null | undefined {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7
  switch (group) {
    case 'overdue':
      return undefined
    case 'today':
      return today
    case 'tomorrow':
      return addDays(today, 1)
    case 'week':
      // Friday, or Sunday where Friday is no later than tomorrow; at the end of the week there is nothing left of it.
      return weekday < 4 ? addDays(today, 5 - weekday) : weekday < 6 ? addDays(today, 7 - weekday) : undefined
    case 'later':
      return addDays(today, weekday === 7 ? 8 : 8 - weekday)
    case 'none':
      return null
  }
}
