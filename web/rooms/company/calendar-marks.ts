import {
  type CalendarLayer,
  calendarLayers,
  type DayMarks,
  type MarkedYear,
  marksOf,
  mergeCalendar,
  noMarks,
} from '../../../server/platform/pure/calendar-layers.ts'
import { russianCalendar } from '../../../server/platform/pure/working-calendar-data.ts'
import { isShortenedDay, isWorkingDay, type WorkingCalendar } from '../../../server/platform/pure/working-time.ts'

export type DayKind = 'working' | 'day_off' | 'shortened'

export function dayKindOf(date: string, calendar: WorkingCalendar): DayKind {
  if (!isWorkingDay(date, calendar)) return 'day_off'
  return isShortenedDay(date, calendar) ? 'shortened' : 'working'
}

const cycle: Record<DayKind, DayKind> = { working: 'day_off', day_off: 'shortened', shortened: 'working' }

/** What a press makes of the day; what the layers below say anyway is not said again. */
export function pressDay(marks: DayMarks, date: string, now: DayKind, below: WorkingCalendar): DayMarks {
  const day = date.slice(5)
  const next = cycle[now]
  const without = (days: readonly string[]) => days.filter(each => each !== day)
  const cleared = {
    ...marks,
    daysOff: without(marks.daysOff),
    workingDays: without(marks.workingDays),
    shortened: without(marks.shortened),
  }
  if (next === dayKindOf(date, below)) return cleared
  const list = ({ day_off: 'daysOff', working: 'workingDays', shortened: 'shortened' } as const)[next]
  return { ...cleared, [list]: [...cleared[list], day].toSorted() }
}

/** What a layer says when nobody has changed it. */
export function shippedMarks(layer: CalendarLayer, year: number): DayMarks {
  return layer === 'country' ? marksOf(year, russianCalendar.get(year)) : noMarks
}

/** What is below a layer in that year; below the country there are Mondays to Fridays. */
export function calendarBelow(layer: CalendarLayer, year: number, stored: readonly MarkedYear[]): WorkingCalendar {
  if (layer === 'country') return mergeCalendar([{ layer, year, marks: noMarks }])
  const rank = calendarLayers.indexOf(layer)
  return mergeCalendar(stored.filter(each => calendarLayers.indexOf(each.layer) < rank))
}

/** The layer with these marks on what is below it: what a person looks at while changing it. */
export function calendarWith(
  layer: CalendarLayer,
  year: number,
  stored: readonly MarkedYear[],
  marks: DayMarks,
): WorkingCalendar {
  const rank = calendarLayers.indexOf(layer)
  const below = stored.filter(each => calendarLayers.indexOf(each.layer) < rank)
  return mergeCalendar([...below, { layer, year, marks }])
}

export function sameMarks(one: DayMarks, other: DayMarks): boolean {
  const text = ({ daysOff, workingDays, shortened, provisional }: DayMarks) =>
    JSON.stringify([daysOff.toSorted(), workingDays.toSorted(), shortened.toSorted(), provisional])
  return text(one) === text(other)
}

export function isMarked(marks: DayMarks, date: string): boolean {
  return [marks.daysOff, marks.workingDays, marks.shortened].some(days => days.includes(date.slice(5)))
}
