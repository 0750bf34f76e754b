import { addDays, localDateOf } from './working-time.ts'

/** What one line says of a step: «звонок завтра 15:00 уточнить объём». */
export interface PlanLine {
  /** Of a kind that was named; null where none was. */
  kindId: string | null
  /** `YYYY-MM-DD`; null where no day was named. */
  day: string | null
  /** `15:00`; null where no time was named. */
  time: string | null
  minutes: number | null
  /** What is left: what it is about. */
  subject: string
}

interface Known {
  now: Date
  /** Of the one who types. */
  timeZone: string
  /** Kinds of interaction by their names, in order. */
  kinds: readonly { id: string; name: string }[]
}

const weekdays = [
  ['понедельник', 'пн', 'monday', 'mon'],
  ['вторник', 'вт', 'tuesday', 'tue'],
  ['среду', 'среда', 'ср', 'wednesday', 'wed'],
  ['четверг', 'чт', 'thursday', 'thu'],
  ['пятницу', 'пятница', 'пт', 'friday', 'fri'],
  ['субботу', 'суббота', 'сб', 'saturday', 'sat'],
  ['воскресенье', 'вс', 'sunday', 'sun'],
]
const months = ['янв', 'фев', 'мар', 'апр', 'ма[йя]', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']
const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Edges of a word in any script; `\b` knows Latin letters only. */
const word = (body: string) => new RegExp(`(?<![\\p{L}\\d])(?:${body})(?![\\p{L}\\d])`, 'iu')

interface Reading {
  line: string
  day: string | null
  time: string | null
  minutes: number | null
}
type Reader = [pattern: RegExp, read: (found: RegExpExecArray, today: string, clock: string) => Partial<Reading> | null]

const two = (n: number) => String(n).padStart(2, '0')
const clockOf = (hours: number, minutes: number) =>
  hours < 24 && minutes < 60 ? { time: `${two(hours)}:${two(minutes)}` } : null

const days: readonly Reader[] = [
  [word('сегодня|today'), (_, today) => ({ day: today })],
  [word('послезавтра|day after tomorrow'), (_, today) => ({ day: addDays(today, 2) })],
  [word('завтра|tomorrow'), (_, today) => ({ day: addDays(today, 1) })],
  [
    word('(?:через|in)\\s+(?:(\\d{1,3})\\s+)?(дн[яей]+|день|недел[юиь]|месяц[аев]*|days?|weeks?|months?)'),
    ([, count, unit = ''], today) => {
      const n = Number(count ?? 1)
      if (/^м|^month/i.test(unit)) return { day: addMonths(today, n) }
      return { day: addDays(today, /^н|^week/i.test(unit) ? 7 * n : n) }
    },
  ],
  [word('на следующей неделе|next week'), (_, today) => ({ day: addDays(today, 8 - weekdayOf(today)) })],
  [
    word('(\\d{1,2})\\.(\\d{1,2})(?:\\.(\\d{4}|\\d{2}))?'),
    ([, day, month, year], today) => dated(Number(day), Number(month), year, today),
  ],
  [
    word(`(\\d{1,2})\\s+(?:(${months.join('|')})\\p{L}*|(${englishMonths.join('|')})\\p{L}*)(?:\\s+(\\d{4}))?`),
    ([, day, russian = '', english = '', year], today) => {
      const at = russian ? months.findIndex(each => new RegExp(`^${each}`, 'iu').test(russian)) : monthIn(english)
      return dated(Number(day), at + 1, year, today)
    },
  ],
  ...weekdays.map(
    (names, at): Reader => [
      word(`(?:(?:в|во|on)\\s+)?(?:${names.join('|')})`),
      // The next one; today's own name means in a week.
      (_, today) => ({ day: addDays(today, ((at + 1 - weekdayOf(today) + 6) % 7) + 1) }),
    ],
  ),
]

const times: readonly Reader[] = [
  [
    word('через\\s+(?:(\\d{1,3})\\s+)?(час[аов]*|мин\\p{L}*)|in\\s+(?:(\\d{1,3})\\s+)?(hours?|minutes?|min)'),
    ([, count, unit, englishCount, englishUnit], today, clock) => {
      const n = Number(count ?? englishCount ?? 1)
      const ahead = /^[чh]/i.test(unit ?? englishUnit ?? '') ? 60 * n : n
      const [hours = 0, minutes = 0] = clock.split(':').map(Number)
      const total = 60 * hours + minutes + ahead
      const rest = total % 1_440
      return { day: addDays(today, Math.floor(total / 1_440)), time: `${two(Math.floor(rest / 60))}:${two(rest % 60)}` }
    },
  ],
  [word('(?:(?:в|к|at)\\s+)?([01]?\\d|2[0-3])[:.-]([0-5]\\d)'), ([, h, m]) => clockOf(Number(h), Number(m))],
  [
    word('(?:в|к|at)\\s+([01]?\\d|2[0-3])(?:\\s*(?:ч|час[аов]*|h))?(?:\\s+(утра|дня|вечера|am|pm))?'),
    ([, h, part = '']) => clockOf(afternoon(Number(h), part), 0),
  ],
  [
    word('([01]?\\d|2[0-3])\\s*(?:ч|час[аов]*)(?:\\s+(утра|дня|вечера))?'),
    ([, h, part = '']) => clockOf(afternoon(Number(h), part), 0),
  ],
  [word('([01]?\\d)\\s*(am|pm)'), ([, h, part = '']) => clockOf(afternoon(Number(h), part), 0)],
  [word('утром|с утра|in the morning'), () => ({ time: '10:00' })],
  [word('в обед|at noon'), () => ({ time: '13:00' })],
  [word('вечером|in the evening'), () => ({ time: '18:00' })],
]

const lengths: readonly Reader[] = [
  [word('(?:на|for)\\s+(\\d{1,3})\\s*(?:мин\\p{L}*|min\\p{L}*)'), ([, n]) => ({ minutes: Number(n) })],
  [word('(?:на|for)\\s+(?:(\\d{1,2})\\s*)?(?:час[аов]*|hours?)'), ([, n]) => ({ minutes: 60 * Number(n ?? 1) })],
  [word('(?:на|for)\\s+(?:полчаса|half an hour)'), () => ({ minutes: 30 })],
]

/**
 * Reads a step from one line: kind, day, time and length wherever they stand; the rest is what it is about. A time
 * without a day is today, or tomorrow where it has passed.
 */
export function readPlanLine(text: string, { now, timeZone, kinds }: Known): PlanLine {
  const today = localDateOf(now, timeZone)
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' }).format(now)
  const reading: Reading = { line: text, day: null, time: null, minutes: null }
  for (const readers of [lengths, times.slice(0, 1), days, times.slice(1)]) {
    for (const [pattern, read] of readers) {
      const found = pattern.exec(reading.line)
      const said = found && read(found, today, clock)
      if (!found || !said) continue
      if ((said.day && reading.day) || (said.time && reading.time)) continue
      Object.assign(reading, said, { line: cut(reading.line, found) })
      break
    }
  }
  const { kindId, line } = kindIn(reading.line, kinds)
  if (reading.time && !reading.day) reading.day = reading.time > clock ? today : addDays(today, 1)
  return { kindId, day: reading.day, time: reading.time, minutes: reading.minutes, subject: tidy(line) }
}

/** The kind whose name begins the line, also in another case of its word: «звонка», «позвонить» is none. */
function kindIn(line: string, kinds: Known['kinds']): { kindId: string | null; line: string } {
  for (const { id, name } of kinds) {
    const stem = name.length > 4 ? name.slice(0, -1) : name
    const found = new RegExp(`^[\\s,.;:—–-]*${escaped(stem)}\\p{L}{0,2}(?![\\p{L}\\d])`, 'iu').exec(line)
    if (found) return { kindId: id, line: line.slice(found[0].length) }
  }
  return { kindId: null, line }
}

function cut(line: string, found: RegExpExecArray): string {
  return `${line.slice(0, found.index)} ${line.slice(found.index + found[0].length)}`
}

function tidy(line: string): string {
  return line.replace(/\s+/g, ' ').replace(/^[\s,.;:—–-]+|[\s,;:—–-]+$/gu, '')
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const monthIn = (name: string) => englishMonths.findIndex(each => name.toLowerCase().startsWith(each))
const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

function afternoon(hours: number, part: string): number {
  if (/^(дня|вечера|pm)$/i.test(part) && hours < 12) return hours + 12
  return /^am$/i.test(part) && hours === 12 ? 0 : hours
}

/** Without a year the next such day. */
function dated(day: number, month: number, year: string | undefined, today: string): Partial<Reading> | null {
  const of = (y: number) => `${y}-${two(month)}-${two(day)}`
  const exists = (date: string) => new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) === date
  const thisYear = Number(today.slice(0, 4))
  const given = year === undefined ? null : Number(year.length === 2 ? `20${year}` : year)
  const date = given === null ? (of(thisYear) < today ? of(thisYear + 1) : of(thisYear)) : of(given)
  return month >= 1 && month <= 12 && exists(date) ? { day: date } : null
}

function addMonths(date: string, count: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + count, Math.min(day, last))).toISOString().slice(0, 10)
}
