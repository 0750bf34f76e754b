import { digitsOf, readPhone } from '../../../../platform/pure/phones.ts'
import { checkInn, checkKpp, checkOgrn, checkOgrnip } from '../../../../platform/pure/requisites.ts'
import { hideNumber, isFree, keep, type Page, scan, setAside } from '../page/rules.ts'

const SEP = '\\s*(?:[:=|;№-]|\\t|/)?\\s*'
const innLabel = new RegExp(
  `(?<!\\p{L})и\\s?н\\s?н(?:\\s*/\\s*кпп)?${SEP}"?(\\d{10,12})(?!\\d)(?:\\s*[/,;]?\\s*(?:кпп${SEP})?(\\d{4}[\\dA-Z]{2}\\d{3})(?!\\d))?`,
  'giu',
)
const kppLabel = new RegExp(`к\\s?п\\s?п${SEP}(\\d{4}[\\dA-Z]{2}\\d{3})(?!\\d)`, 'giu')
const ogrnLabel = new RegExp(`о\\s?г\\s?р\\s?н(?:\\s?ип)?${SEP}(\\d{13}|\\d{15})(?!\\d)`, 'giu')
const ACCOUNT =
  'р(?:ас)?\\s?[/.]\\s?сч?(?:[её]т)?|рас(?:ч[её]тный)?\\.?\\s?/?\\s?сч(?:[её]т)?|к(?:ор)?\\.?\\s?[/.]\\s?сч?(?:[её]т)?|кор(?:р(?:еспондентский)?)?\\.?\\s?сч(?:[её]т)?|корсч[её]т|л\\s?/\\s?с|лицевой сч[её]т|казначейский сч[её]т|сч[её]т|сч\\.'
/** Numbers that are nobody's phone: accounts, banks, statistics, cards, lots, orders, papers. */
const numberLabels = new RegExp(
  `(?<!\\p{L})(?:${ACCOUNT}|бик|bik|окпо|оквэд|октмо|окато|бик банка|карта|icq|ip|лот|заказ[а-я]*|заявк[а-я]*|обращени[а-я]*|договор[а-я]*|сделк[а-я]*|исх\\.?|вх\\.?|tranid|formid|utm|артикул|арт\\.?|ral|объявлени[а-я]*|тендер[а-я]*|снилс|полис[а-я]*)\\s*(?:\\(?[№#]\\)?\\s*)?[:=|;-]?\\s*(?:[№#]\\s*)?(?:росте[а-я]+\\s*)?\\d[\\d.:/-]*(?: \\d{3,4}){0,4}(?![\\d-])`,
  'giu',
)
/** Whole words: «доб. 12 Смирнова» is no twelve centimetres. */
const UNITS =
  '₽|руб(?:л(?:ь|я|ей))?|р\\.|тыс(?:яч[аи]?)?|млн|kk?|%|штук[аи]?|шт|кг|тн|тонн[аы]?|м2|м3|м²|м³|кв|куб(?:ов|а)?|мм|см|дн(?:ей|я)?|чел(?:овека?)?|соток|пар[аы]?|комплект(?:ов|а)?'
const marked = [
  /[№#]\s?\d[\d/-]{3,}/gu,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/gu,
  /(?<![\d.\-(])(?:[0-2]?\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:20)?\d\d(?![\d.-])/gu,
  /(?<!\d)20\d\d-\d\d-\d\d(?!\d)/gu,
  /(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)/gu,
  /(?<!\d)\d{4} \d{4} \d{4} \d{4}(?!\d)/gu,
  /(?<!\d)\d{16,25}(?!\d)/gu,
  /(?<!\p{L})паспорт[^\n\d]{0,20}\d\d ?\d\d[^\n\d]{0,10}\d{6}(?!\d)/giu,
  /(?<![\d+-])\d{4,15}(?:,\d+)?\s?(?:₽|руб|р\.|тыс|млн)/giu,
  new RegExp(`(?<![\\d-])\\d{1,3}(?:[ .]\\d{3})*(?:,\\d+)?\\s?(?:${UNITS})(?!\\p{L})`, 'giu'),
]

const phoneLabel = /(?:тел(?:ефон)?|т|моб|факс|ф|phone|tel|звонить|номер)[\s.:]*$/iu

/** Numbers of companies by their labels and check digits; whatever else is a number but no phone is set aside. */
export function readRequisites(page: Page): void {
  for (const match of scan(page, innLabel)) {
    const [whole, inn = '', kpp] = match
    const at = match.index + whole.indexOf(inn)
    if (checkInn(inn).ok) keep(page, 'inn', at, at + inn.length)
    else setAside(page, at, at + inn.length)
    if (kpp !== undefined && checkKpp(kpp).ok) {
      const kppAt = match.index + whole.lastIndexOf(kpp)
      keep(page, 'kpp', kppAt, kppAt + kpp.length)
    }
  }
  for (const [pattern, kind, isRight] of [
    [kppLabel, 'kpp', (text: string) => checkKpp(text).ok],
    [ogrnLabel, 'ogrn', (text: string) => checkOgrn(text).ok || checkOgrnip(text).ok],
  ] as const) {
    for (const match of scan(page, pattern)) {
      const number = match[1] ?? ''
      const at = match.index + match[0].length - number.length
      if (isRight(number)) keep(page, kind, at, at + number.length)
      else setAside(page, at, at + number.length)
    }
  }
  for (const pattern of [numberLabels, ...marked]) {
    for (const match of scan(page, pattern)) {
      const digits = digitsOf(match[0])
      // «заказ 8 916 …» is somebody's phone all the same
      if (pattern === numberLabels && /^[78]/.test(digits) && readPhone(digits).kind === 'mobile') continue
      const first = match[0].search(/\d/)
      hideNumber(page, match.index + Math.max(0, first), match.index + match[0].length)
    }
  }
  for (const match of scan(page, /(?<!\d|\d-|\+|\+\()\d{10,15}(?!\d|-\d)/g)) {
    const number = match[0]
    const to = match.index + number.length
    if (phoneLabel.test(page.plain.slice(Math.max(0, match.index - 12), match.index))) continue
    // Ten digits that begin with 9 are a mobile far more often than a number of the tax office.
    const isInn = checkInn(number).ok && !(number.length === 10 && number.startsWith('9'))
    if (isInn) keep(page, 'inn', match.index, to)
    else if (checkOgrn(number).ok || checkOgrnip(number).ok) keep(page, 'ogrn', match.index, to)
  }
}

const runPattern = /(?:\+|\(|(?<![\d.,]))\(?\+?\d[\d ().\-/\t]*\d/g
const extensionPattern =
  /^[\s,;(.]*(?:(?:доб(?:авочный|ав)?|вн(?:утр(?:енний)?)?|ext(?:ension)?|[xх](?=\s?\d))[\s.:№]*|#\s*|(?<=^\s*),,\s*)(\d[\d-]{0,6}\d|\d)(?![\d-])\)?/iu
const LOCAL = /^(?:\d{1,3}-\d\d-\d\d|\d{3}-\d{3}|\d\d-\d{3})$/

/** Phones in any notation, several of them, each with its extension. */
export function readPhones(page: Page): void {
  for (const run of scan(page, runPattern)) {
    const before = page.plain[run.index - 1] ?? ''
    // «А123ВС», «i5»: digits behind a letter belong to a word; «т89…» and «tel8…» do not
    if (/\p{L}/u.test(before) && !/(?<!\p{L})(?:т|м|тел|моб|t|m|tel|wa|тг)$/iu.test(page.plain.slice(0, run.index)))
      continue
    readRun(page, run.index, run[0])
  }
}

interface Token {
  from: number
  to: number
}

function readRun(page: Page, start: number, run: string): void {
  const tokens: Token[] = [...run.matchAll(/[^\s/]+/g)].map(match => ({
    from: start + match.index,
    to: start + match.index + match[0].length,
  }))
  let first = 0
  while (first < tokens.length) {
    const last = findPhone(page, tokens, first)
    if (last === -1) {
      first += 1
      continue
    }
    keepPhone(page, (tokens[first] as Token).from, (tokens[last] as Token).to)
    first = last + 1
  }
}

/** Index of the token with which a phone that begins at `first` ends; -1 when none does. */
function findPhone(page: Page, tokens: readonly Token[], first: number): number {
  const from = (tokens[first] as Token).from
  let found = -1
  for (let last = first; last < tokens.length; last++) {
    const to = (tokens[last] as Token).to
    const typed = page.plain.slice(from, to)
    const digits = digitsOf(typed)
    if (digits.length > 15 || (last > first && /^\+/.test(page.plain.slice((tokens[last] as Token).from, to)))) break
    if (digits.length < 10 || !mayBePhone(typed, digits, first === last) || readPhone(withoutZero(typed)).e164 === null)
      continue
    const isRussian = /^\+?[78]/.test(typed.replace(/^\(/, '')) || digits.length === 10
    found = last
    // «8 9 1 6 …»: an eight that leads is not the first of the ten
    const isShort = digits.length === 10 && /^[78]/.test(digits) && last + 1 < tokens.length
    if (isRussian && !isShort) break
  }
  if (found >= 0) return found
  const only = page.plain.slice(from, (tokens[first] as Token).to).replace(/[().]+$/, '')
  const labelled = phoneLabel.test(page.plain.slice(Math.max(0, from - 12), from))
  const digits = digitsOf(only)
  if (LOCAL.test(only) && (labelled || /^\d{1,3}-\d\d-\d\d$/.test(only))) return first
  return labelled && /^\d{5,7}$/.test(digits) && only === digits ? first : -1
}

/** Cheaper than asking the rules of all countries: with what a whole number may begin. */
function mayBePhone(typed: string, digits: string, isOneWord: boolean): boolean {
  if (/^\(?\+/.test(typed) || /^(?:00|810)/.test(digits)) return true
  if (digits.length > 11) return isOneWord
  return digits.length === 10 ? /^[34789]/.test(digits) : /^[78]/.test(digits) || isOneWord
}

/** «+49 (0)711 …»: the nought is dialled inside the country only. */
function withoutZero(typed: string): string {
  return typed.startsWith('+') ? typed.replace('(0)', '') : typed
}

function keepPhone(page: Page, from: number, to: number): void {
  const typedHere = page.plain.slice(from, to)
  // a bracket belongs to the number only around its code
  const start = from + typedHere.search(/\(?\+|\(\+?\d{1,6}\)|\d/)
  const end = from + typedHere.length - (/\D*$/.exec(typedHere)?.[0].length ?? 0)
  const extension = extensionPattern.exec(page.plain.slice(end, end + 40))
  const typed = withoutZero(page.plain.slice(start, end).trim())
  const whole = extension ? end + extension[0].length : end
  if (extension && isFree(page, start, whole))
    keep(page, 'phone', start, whole, `${typed} доб. ${digitsOf(extension[1] ?? '')}`)
  else if (isFree(page, start, end)) keep(page, 'phone', start, end, typed)
}
