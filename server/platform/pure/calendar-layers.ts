import { type CalendarYear, fixedHolidays, russianCalendar } from './working-calendar-data.ts'
import type { WorkingCalendar } from './working-time.ts'

/**
 * What one layer says of a year; days as `MM-DD`, each in one of the lists. Of other days it says nothing: the layer
 * below holds, and below them all Monday to Friday are worked.
 */
export interface DayMarks {
  daysOff: readonly string[]
  workingDays: readonly string[]
  /** Working days too, shorter by an hour. */
  shortened: readonly string[]
  /** The year may still change. */
  provisional: boolean
}

/** The country replaces the shipped year; its region and then the company change single days of what is below. */
export const calendarLayers = ['country', 'region', 'company'] as const
export type CalendarLayer = (typeof calendarLayers)[number]

export interface MarkedYear {
  layer: CalendarLayer
  year: number
  /** Null: this layer leaves the year as it is. */
  marks: DayMarks | null
}

export const noMarks: DayMarks = { daysOff: [], workingDays: [], shortened: [], provisional: false }

const mondayToFriday: CalendarYear = { daysOff: [], workingWeekends: [], shortened: [], provisional: false }
const unknownYear: CalendarYear = { ...mondayToFriday, daysOff: fixedHolidays, provisional: true }

/** The calendar in force: the shipped years with what the layers say, whatever the order in which they come. */
export function mergeCalendar(
  years: readonly MarkedYear[],
  shipped: WorkingCalendar = russianCalendar,
): WorkingCalendar {
  const merged = new Map(shipped)
  for (const layer of calendarLayers) {
    for (const { year, marks } of years.filter(each => each.layer === layer)) {
      if (marks === null) continue
      const below = layer === 'country' ? mondayToFriday : (merged.get(year) ?? unknownYear)
      merged.set(year, withMarks(below, year, marks))
    }
  }
  return merged
}

/** A year with single days changed; it is provisional when either of both is. */
function withMarks(below: CalendarYear, year: number, marks: DayMarks): CalendarYear {
  const worked = new Set([...marks.workingDays, ...marks.shortened])
  const said = new Set([...marks.daysOff, ...worked])
  const keep = (days: readonly string[]) => days.filter(day => !said.has(day))
  const sorted = (days: readonly string[]) => [...new Set(days)].toSorted()
  return {
    daysOff: sorted([...keep(below.daysOff), ...marks.daysOff.filter(day => !isWeekend(year, day))]),
    workingWeekends: sorted([...keep(below.workingWeekends), ...[...worked].filter(day => isWeekend(year, day))]),
    shortened: sorted([...keep(below.shortened), ...marks.shortened]),
    provisional: below.provisional || marks.provisional,
  }
}

/** A year said as marks on Monday to Friday: what the country layer has to say for it. Without one, what is then counted by. */
export function marksOf(year: number, calendarYear: CalendarYear = unknownYear): DayMarks {
  const { daysOff, workingWeekends, shortened, provisional } = calendarYear
  return {
    daysOff: daysOff.filter(day => !isWeekend(year, day)),
    workingDays: workingWeekends.filter(day => !shortened.includes(day)),
    shortened: [...shortened],
    provisional,
  }
}

/** Is there such a day, `MM-DD`, in that year? */
export function isDayOfYear(year: number, day: string): boolean {
  const time = /^\d\d-\d\d$/.test(day) ? Date.parse(`${year}-${day}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().slice(5, 10) === day
}

export function isWeekend(year: number, day: string): boolean {
  return new Date(`${year}-${day}T00:00:00Z`).getUTCDay() % 6 === 0
}
