import { lateFrom } from '../../../platform/pure/idle-clock.ts'
import type { WorkingCalendar } from '../../../platform/pure/working-time.ts'

/** Unfinished Interests of one state that entered it on one day of the company, and from when on that is too long. */
export interface Term {
  scenarioId: string
  stateId: string
  entered: string
  late: string | null
}

/**
 * Of unfinished Interests that came into the same state on the same day those for which another day stands than the
 * calendar and the settings in force give.
 * @param expectedDays of each state
 */
export function decideWrong(
  terms: readonly Term[],
  expectedDays: ReadonlyMap<string, number | null>,
  calendar: WorkingCalendar,
): Term[] {
  return terms.flatMap(term => {
    const late = lateFrom(term.entered, expectedDays.get(term.stateId) ?? null, calendar)
    return late === term.late ? [] : [{ ...term, late }]
  })
}
