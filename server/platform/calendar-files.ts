import { type Fault, Localised } from './problems.ts'
import { type DayMarks, isDayOfYear, isWeekend } from './pure/calendar-layers.ts'
import { visitXml } from './spreadsheets/xml-reading.ts'
import { UnreadableTable } from './spreadsheets/unreadable.ts'

/** More would not be read by anybody. */
const NAMED = 100

type Kind = 'off' | 'shortened' | 'working'
interface Said {
  day: string
  kind: Kind
}
/** What was found so far; days as `MM-DD`. */
interface Gathered {
  year: number | null
  said: Said[]
  faults: Fault[]
}

/**
 * A production calendar of one year out of the text of a file: xmlcalendar (`<day d="05.11" t="1"/>`: 1 day off, 2
 * shortened, 3 working weekend) or JSON with lists of dates (`holidays`, `preholidays`, `workdays`).
 * @returns the year, or everything that is wrong with the file
 */
export async function readCalendarFile(
  text: string,
): Promise<{ year: number; marks: DayMarks } | { faults: readonly Fault[] }> {
  const clean = text.replace(/^\uFEFF/, '').trim()
  const found = clean.startsWith('<') ? await gatherXml(clean) : gatherJson(clean)
  const { year, said } = found
  const faults = [...found.faults, ...(year === null ? [] : faultsOfDays(year, said))]
  if (faults.length === 0 && said.length === 0) faults.push(emptyFile)
  if (faults.length > 0 || year === null) return { faults: faults.slice(0, NAMED) }
  return { year, marks: marksFrom(year, said) }
}

// ---- XML ----

const kinds: Record<string, Kind> = { 1: 'off', 2: 'shortened', 3: 'working' }

async function gatherXml(text: string): Promise<Gathered> {
  const found: Gathered = { year: null, said: [], faults: [] }
  let isCalendar = false
  const open = (name: string, attributes: Record<string, string>) => {
    if (name === 'calendar') {
      isCalendar = true
      found.year = yearOf(attributes['year'] ?? '')
      if (found.year === null) found.faults.push(wrongYear(attributes['year'] ?? ''))
    }
    if (name !== 'day') return
    const { d = '', t = '' } = attributes
    const kind = kinds[t]
    if (kind === undefined) found.faults.push(unknownKind(d, t))
    else found.said.push({ day: d.replace('.', '-'), kind })
  }
  try {
    await visitXml(piecesOf(text), { open })
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    return { year: null, said: [], faults: [brokenFile] }
  }
  return isCalendar ? found : { year: null, said: [], faults: [unknownFile] }
}

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

// ---- JSON ----

const lists: Record<string, Kind> = { holidays: 'off', preholidays: 'shortened', workdays: 'working' }

function gatherJson(text: string): Gathered {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return { year: null, said: [], faults: [unknownFile] }
  }
  if (content === null || typeof content !== 'object' || Array.isArray(content))
    return { year: null, said: [], faults: [unknownFile] }
  const found: Gathered = { year: null, said: [], faults: [] }
  for (const [name, dates] of Object.entries(content)) {
    const kind = Object.hasOwn(lists, name) ? lists[name] : undefined
    if (kind === undefined || !Array.isArray(dates)) found.faults.push(unknownList(name))
    else for (const date of dates) gatherDate(found, kind, date)
  }
  if (found.year !== null && !('workdays' in content)) addUnnamedWeekends(found, found.year)
  return found
}

function gatherDate(found: Gathered, kind: Kind, date: unknown): void {
  const [, year = '', day = ''] = (typeof date === 'string' ? /^(\d{4})-(\d\d-\d\d)$/.exec(date) : null) ?? []
  const known = yearOf(year)
  if (known === null) found.faults.push(wrongDate(String(date)))
  else if (found.year !== null && known !== found.year) found.faults.push(otherYear(String(date), found.year))
  else {
    found.year = known
    found.said.push({ day, kind })
  }
}

/** A list that names the weekends too is complete: a weekend that is not in it is worked. */
function addUnnamedWeekends(found: Gathered, year: number): void {
  const named = new Set(found.said.map(each => each.day))
  const weekends = daysOf(year).filter(day => isWeekend(year, day))
  const missing = weekends.filter(day => !named.has(day))
  if (missing.length < weekends.length / 2) found.said.push(...missing.map(day => ({ day, kind: 'working' as const })))
}

// ---- both ----

function yearOf(text: string): number | null {
  const year = /^\d{4}$/.test(text) ? Number(text) : 0
  return year >= 2000 && year <= 2100 ? year : null
}

function daysOf(year: number): string[] {
  const first = Date.UTC(year, 0, 1)
  return Array.from({ length: 366 }, (_, n) => new Date(first + n * 86_400_000).toISOString())
    .filter(time => time.startsWith(String(year)))
    .map(time => time.slice(5, 10))
}

function faultsOfDays(year: number, said: readonly Said[]): Fault[] {
  const known = new Map<string, Kind>()
  return said.flatMap(({ day, kind }) => {
    const before = known.get(day)
    known.set(day, kind)
    if (!isDayOfYear(year, day)) return [wrongDate(`${year}-${day}`)]
    return before !== undefined && before !== kind ? [twice(day)] : []
  })
}

/** What Monday to Friday says by itself is left out. */
function marksFrom(year: number, said: readonly Said[]): DayMarks {
  const of = (kind: Kind) => [...new Set(said.filter(each => each.kind === kind).map(each => each.day))].toSorted()
  return {
    daysOff: of('off').filter(day => !isWeekend(year, day)),
    workingDays: of('working').filter(day => isWeekend(year, day)),
    shortened: of('shortened'),
    provisional: false,
  }
}

const fault = (code: string, ru: string, en: string): Fault => ({
  path: 'text',
  code,
  message: new Localised({ ru, en }),
})
const unknownFile = fault(
  'unknown_file',
  'Это не файл производственного календаря: нужен XML (xmlcalendar) или JSON со списками дат',
  'This is no file of a production calendar: XML (xmlcalendar) or JSON with lists of dates is needed',
)
const brokenFile = fault('broken_file', 'Файл XML поврежден или содержит DOCTYPE', 'The XML is broken or has a DOCTYPE')
const emptyFile = fault('empty_file', 'В файле нет ни одного дня', 'There is no day in the file')
const wrongYear = (year: string) =>
  fault('wrong_year', `Год должен быть от 2000 до 2100: «${year}»`, `The year must be from 2000 to 2100: “${year}”`)
const wrongDate = (date: string) => fault('wrong_date', `Такого дня нет: «${date}»`, `There is no such day: “${date}”`)
const otherYear = (date: string, year: number) =>
  fault('other_year', `День другого года: ${date}, а не ${year}`, `A day of another year: ${date}, not ${year}`)
const twice = (day: string) =>
  fault('said_twice', `День назван дважды по-разному: ${day}`, `The day is said twice: ${day}`)
const unknownKind = (day: string, kind: string) =>
  fault('unknown_kind', `Неизвестный вид дня ${day}: «${kind}»`, `Unknown kind of the day ${day}: “${kind}”`)
const unknownList = (name: string) => fault('unknown_list', `Непонятный список: «${name}»`, `Unknown list: “${name}”`)
