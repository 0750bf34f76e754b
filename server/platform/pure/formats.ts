import type { Language } from '../contract.ts'
import { groupDigits } from './money.ts'
import { daysBetween, localDateOf } from './working-time.ts'

const nbsp = '\u00a0'
const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `25.11` in the current year, `15.01.2027` otherwise; `today` is a date in the viewer's zone. */
export function formatDate(date: string, today: string, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const isThisYear = today.startsWith(year)
  if (language === 'ru') return isThisYear ? `${day}.${month}` : `${day}.${month}.${year}`
  const head = `${Number(day)}${nbsp}${monthsEn[Number(month) - 1] ?? month}`
  return isThisYear ? head : `${head}${nbsp}${year}`
}

/** «Пятница, 20 ноября» over a day of the timeline; the year is told when it is not the current one. */
export function formatDayHead(date: string, today: string, language: Language): string {
  const time = new Date(`${date}T00:00:00Z`)
  const weekday = dateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(time)
  const day = dateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(time)
  const year = today.slice(0, 4) === date.slice(0, 4) ? '' : ` ${date.slice(0, 4)}`
  return `${weekday.slice(0, 1).toUpperCase()}${weekday.slice(1)}, ${(day + year).replaceAll(' ', nbsp)}`
}

/** «9 мая» */
export function formatDayOfYear(date: string, language: Language): string {
  return dateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}

/** «май» */
export function formatMonth(date: string, language: Language): string {
  return dateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}

/** «пн» */
export function formatWeekday(date: string, language: Language): string {
  return dateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}

/** `15:30`, 24 hours in both languages. */
export function formatTime(instant: string | Date, timeZone: string): string {
  const time = typeof instant === 'string' ? new Date(instant) : instant
  return dateTimeFormat('ru', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(time)
}

const nearDays: Record<Language, Record<string, string>> = {
  ru: { '-1': 'вчера', '0': 'сегодня', '1': 'завтра' },
  en: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
}

/** вчера, сегодня, завтра; any other date as `formatDate`. */
export function formatNearDate(date: string, today: string, language: Language): string {
  return nearDays[language][String(daysBetween(today, date))] ?? formatDate(date, today, language)
}

/** «сегодня, 15:30», «25.11, 10:00». */
export function formatDateTime(instant: string | Date, timeZone: string, now: Date, language: Language): string {
  const date = localDateOf(instant, timeZone)
  const day = formatNearDate(date, localDateOf(now, timeZone), language)
  return `${day}, ${formatTime(instant, timeZone)}`
}

/** For what has happened: «только что», «3 мин назад» up to an hour, then the near date. */
export function formatAgo(instant: string | Date, timeZone: string, now: Date, language: Language): string {
  const time = typeof instant === 'string' ? new Date(instant) : instant
  const minutes = Math.floor((now.getTime() - time.getTime()) / 60_000)
  if (minutes < -1 || minutes >= 60) return formatDateTime(time, timeZone, now, language)
  if (minutes < 1) return language === 'ru' ? 'только что' : 'just now'
  return language === 'ru' ? `${minutes}${nbsp}мин назад` : `${minutes}${nbsp}min ago`
}

/** `1 200`, `2,4` or `1,200`, `2.4`; at most `decimals` places, none that say nothing. */
export function formatNumber(value: number, language: Language, decimals = 1): string {
  if (!Number.isFinite(value)) return '—'
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(decimals).split('.')
  const tail = fraction.replace(/0+$/, '')
  const isZero = /^0*$/.test(whole) && tail === ''
  const number = groupDigits(whole, language) + (tail === '' ? '' : (language === 'ru' ? ',' : '.') + tail)
  return value < 0 && !isZero ? `−${number}` : number
}

/** `65 %` or `65%`. */
export function formatPercent(value: number, language: Language, decimals = 0): string {
  return `${formatNumber(value, language, decimals)}${language === 'ru' ? `${nbsp}%` : '%'}`
}

const shortWords: Record<Language, RegExp> = {
  ru: /(?<![\p{L}\p{N}])(в|во|на|с|со|к|ко|у|о|об|от|до|по|из|за|и|а|но|не|ни|для|без|при|над|под|про)[ ]+(?=\S)/giu,
  en: /(?<![\p{L}\p{N}])(a|an|the|of|in|on|at|to|by)[ ]+(?=\S)/giu,
}

/**
 * Keeps together what must not break at the end of a line: a number and its word, a short preposition and the
 * next word, «№ 5», «2-я», a dash and the word before it. Changes blanks and hyphens only.
 */
export function typo(text: string, language: Language): string {
  return text
    .replace(shortWords[language], `$1${nbsp}`)
    .replace(shortWords[language], `$1${nbsp}`)
    .replace(/(\d)[ ]+(?=[\p{L}%₽$€№])/gu, `$1${nbsp}`)
    .replace(/([№§])[ ]+(?=\d)/gu, `$1${nbsp}`)
    .replace(/(?<=\d)-(?=\p{L}{1,3}(?!\p{L}))/gu, '\u2011')
    .replace(/(?<=\S)[ ]+(?=[—–][ ])/gu, nbsp)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs more than a hundred uses of it. */
function dateTimeFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${Object.values(options).join(' ')}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', options)
  formats.set(key, format)
  return format
}
