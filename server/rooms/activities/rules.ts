import { addDays, addWorkingDays, localDateOf, type WorkingCalendar } from '../../platform/pure/working-time.ts'
import { instantOf, startOfDay, timeIn } from '../../platform/pure/zones.ts'
import type { ActivityKind, RepeatRule } from '../interests/steps/contract.ts'
import type { DayGroup } from './contract.ts'

// ---- the groups of My day ----

/** From after `from` up to and including `to`, which is when a day without a time is over; null is open. */
export interface Span {
  group: Exclude<DayGroup, 'none'>
  from: Date | null
  to: Date | null
}

/**
 * When the groups begin and end for somebody in this zone: overdue is what is past, the week ends with Sunday. What is
 * due at the end of a day belongs to that day.
 */
export function spansOf(now: Date, timeZone: string): Span[] {
  const today = localDateOf(now, timeZone)
  const midnight = (days: number) => startOfDay(addDays(today, days), timeZone)
  const toMonday = 8 - (new Date(`${today}T00:00:00Z`).getUTCDay() || 7)
  const [tonight, tomorrowNight, sundayNight] = [midnight(1), midnight(2), midnight(Math.max(2, toMonday))]
  return [
    { group: 'overdue', from: null, to: now },
    { group: 'today', from: now, to: tonight },
    { group: 'tomorrow', from: tonight, to: tomorrowNight },
    { group: 'week', from: tomorrowNight, to: sundayNight },
    { group: 'later', from: sundayNight, to: null },
  ]
}

// ---- repetition ----

/** When it is due next: by the rule from the last time, but never in the past; a time of day stays. */
export function decideNextTime(
  due: { at: Date | null; day: string | null },
  rule: RepeatRule,
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): { at: Date | null; day: string | null } {
  const today = localDateOf(at.now, at.timeZone)
  const start = due.day ?? (due.at ? localDateOf(due.at, at.timeZone) : today)
  let date = start
  for (let n = 1; n === 1 || date < today; n++) date = stepOf(start, rule, n, at.calendar)
  if (due.day !== null || due.at === null) return { at: null, day: date }
  return { at: instantOf(date, timeIn(due.at, at.timeZone), at.timeZone), day: null }
}

/** The date after `n` repetitions, counted from the first one, so that the 31st comes back after a short month. */
function stepOf(start: string, { every, interval }: RepeatRule, n: number, calendar: WorkingCalendar): string {
  const count = interval * n
  if (every === 'day') return addDays(start, count)
  if (every === 'week') return addDays(start, 7 * count)
  if (every === 'working_day') return addWorkingDays(start, count, calendar).date
  return addMonths(start, every === 'month' ? count : 12 * count)
}

function addMonths(date: string, count: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + count, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, last))
  return first.toISOString().slice(0, 10)
}

// ---- notices ----

interface Due {
  dueAt: Date | null
  dueDay: string | null
}
interface Step extends Due {
  id: string
  kind: ActivityKind
  interactionKindId: string | null
  subject: string | null
}

/** What a notice tells of a step: a time only where one was given. */
export function toldOf({ id, kind, interactionKindId, subject, ...due }: Step) {
  return { activityId: id, stepKind: kind, interactionKindId, subject, dueAt: timeOf(due), dueDay: due.dueDay }
}

/** The time of day, where one was given. */
export function timeOf({ dueAt, dueDay }: Due): string | null {
  return dueDay === null ? (dueAt?.toISOString() ?? null) : null
}
