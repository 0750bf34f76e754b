import { type CalendarYear, fixedHolidays, russianCalendar } from './working-calendar-data.ts'

/** Dates are `YYYY-MM-DD`, without a zone; `localDateOf` gives the one that an instant has somewhere. */
export type WorkingCalendar = ReadonlyMap<number, CalendarYear>

export interface WorkingDate {
  date: string
  /** A year on the way is missing or not final: the answer rests on Saturdays, Sundays and the fixed holidays. */
  provisional: boolean
}

const dayLength = 86_400_000

export function isWorkingDay(date: string, calendar: WorkingCalendar = russianCalendar): boolean {
  return isWorking(parseDate(date), calendar)
}

/** A working day shorter by an hour, before a holiday. */
export function isShortenedDay(date: string, calendar: WorkingCalendar = russianCalendar): boolean {
  return calendar.get(Number(date.slice(0, 4)))?.shortened.includes(date.slice(5)) ?? false
}

/** Is the production calendar of that year missing or not final? Screens then say that the date may change. */
export function isProvisionalYear(year: number, calendar: WorkingCalendar = russianCalendar): boolean {
  return calendar.get(year)?.provisional ?? true
}

/**
 * The date `days` working days later (earlier, when negative). Zero answers the date itself, a day off included:
 * nothing has to be worked.
 */
export function addWorkingDays(date: string, days: number, calendar: WorkingCalendar = russianCalendar): WorkingDate {
  const step = days < 0 ? -dayLength : dayLength
  let time = parseDate(date)
  let left = Math.abs(Math.trunc(days))
  let provisional = false
  while (left > 0) {
    time += step
    if (isWorking(time, calendar)) left--
    provisional ||= isProvisionalYear(new Date(time).getUTCFullYear(), calendar)
  }
  return { date: formatDate(time), provisional }
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: string, to: string, calendar: WorkingCalendar = russianCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar)
  const end = parseDate(to)
  let count = 0
  for (let time = parseDate(from) + dayLength; time <= end; time += dayLength) {
    if (isWorking(time, calendar)) count++
  }
  return count
}

/** Calendar days, for "in 3 days" on screens. */
export function addDays(date: string, days: number): string {
  return formatDate(parseDate(date) + days * dayLength)
}

export function daysBetween(from: string, to: string): number {
  return (parseDate(to) - parseDate(from)) / dayLength
}

/** Which date it is in the zone at that instant. */
export function localDateOf(instant: string | Date, timeZone: string): string {
  return dateFormat(timeZone).format(typeof instant === 'string' ? new Date(instant) : instant)
}

export function todayIn(timeZone: string, now: Date): string {
  return localDateOf(now, timeZone)
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dateFormats.get(timeZone)
  if (known !== undefined) return known
  // The Swedish notation of a date is YYYY-MM-DD.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  dateFormats.set(timeZone, format)
  return format
}

/** Days of a year from the first of January, looked up once. */
const workingDays = new WeakMap<WorkingCalendar, Map<number, boolean[]>>()

function isWorking(time: number, calendar: WorkingCalendar): boolean {
  let years = workingDays.get(calendar)
  if (years === undefined) workingDays.set(calendar, (years = new Map()))
  const year = new Date(time).getUTCFullYear()
  const first = Date.UTC(year, 0, 1)
  let days = years.get(year)
  if (days === undefined) {
    days = Array.from({ length: 366 }, (_, n) => looksWorking(first + n * dayLength, calendar))
    years.set(year, days)
  }
  return days[(time - first) / dayLength] === true
}

function looksWorking(time: number, calendar: WorkingCalendar): boolean {
  const date = new Date(time)
  const day = formatDate(time).slice(5)
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  const year = calendar.get(date.getUTCFullYear())
  if (year === undefined) return !isWeekend && !fixedHolidays.includes(day)
  return isWeekend ? year.workingWeekends.includes(day) : !year.daysOff.includes(day)
}

function parseDate(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(time)) throw new RangeError(`no date: ${date}`)
  return time
}

function formatDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
