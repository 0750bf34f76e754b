import { addDays, addWorkingDays, localDateOf, workingDaysBetween, type WorkingCalendar } from './working-time.ts'

/** How long an Interest has stood in its state, and whether that is too long. */
export interface IdleClock {
  /** The day of entry is the first. */
  day: number
  expected: number | null
  /** The next contact that is agreed, today or later. */
  agreed: string | null
  /** `late`: over its time, but a contact is agreed; `stuck`: over its time, and none is. */
  standing: 'in_time' | 'late' | 'stuck'
}

/**
 * Counts working days in a state against those that are expected. Whoever has agreed on a contact waits and is not
 * stuck. Dates are those of the company.
 * @param contact when the next contact is due; null where none is planned
 */
export function readIdleClock(
  { entered, today, contact }: { entered: string; today: string; contact: string | null },
  expected: number | null,
  calendar: WorkingCalendar,
): IdleClock {
  const day = workingDaysBetween(entered, today, calendar) + 1
  const agreed = contact !== null && contact >= today ? contact : null
  const isOver = expected !== null && day > expected
  return { day, expected, agreed, standing: !isOver ? 'in_time' : agreed === null ? 'stuck' : 'late' }
}

/** The first day on which the time in a state is over; null: it never is. */
export function lateFrom(entered: string, expected: number | null, calendar: WorkingCalendar): string | null {
  return expected === null ? null : addWorkingDays(entered, expected, calendar).date
}

/** The first day on which it is stuck, unless another contact is agreed; the form in which an index knows the rule. */
export function stuckFrom(late: string | null, contact: string | null): string | null {
  if (late === null || contact === null) return late
  const after = addDays(contact, 1)
  return after > late ? after : late
}

/** On which day of the company a contact is agreed, as far as the next step says; a task is none. */
export function contactDay(
  step: { kind: string; dueAt: string | null; dueDay: string | null } | null,
  timeZone: string,
): string | null {
  if (step?.kind !== 'interaction') return null
  return step.dueDay ?? (step.dueAt === null ? null : localDateOf(step.dueAt, timeZone))
}
