import type { Language } from '../contract.ts'

/** An amount travels as decimal text and is counted in bigint hundredths: no float ever touches it. */
export interface Money {
  amount: string
  currency: string
}

const amountPattern = /^(-?)(\d+)(?:\.(\d{1,2}))?$/
const units: readonly [RegExp, bigint][] = [
  [/(?:тыс(?:\.|яч[аи]?)?|к|k)$/iu, 1_000n],
  [/(?:млн\.?|миллион(?:а|ов)?|m)$/iu, 1_000_000n],
  [/(?:млрд\.?|миллиард(?:а|ов)?|bn)$/iu, 1_000_000_000n],
]
const signs: readonly [RegExp, string][] = [
  [/₽|руб(?:\.|л[яьей]*)?|(?<![\p{L}])р\.?$|rub/iu, 'RUB'],
  [/\$|usd/iu, 'USD'],
  [/€|eur/iu, 'EUR'],
  [/₸|kzt/iu, 'KZT'],
  [/¥|cny/iu, 'CNY'],
  [/byn/iu, 'BYN'],
]
const symbols: Record<string, string> = { RUB: '₽', USD: '$', EUR: '€', KZT: '₸', CNY: '¥' }

/** Hundredths of the amount; the text must be in the form of the API. */
export function minorOf(amount: string): bigint {
  const found = amountPattern.exec(amount)
  if (found === null) throw new RangeError(`no amount: ${amount}`)
  const value = BigInt(found[2] ?? '0') * 100n + BigInt((found[3] ?? '').padEnd(2, '0'))
  return found[1] === '-' ? -value : value
}

export function amountOf(minor: bigint): string {
  const abs = minor < 0n ? -minor : minor
  return `${minor < 0n ? '-' : ''}${abs / 100n}.${String(abs % 100n).padStart(2, '0')}`
}

/**
 * What a person typed: «150 000,50», «150000.00», «1,5 млн», «150 тыс. ₽». Null when it is no amount, or has
 * more than two decimals. A group of exactly three digits after the only separator is thousands: money has two.
 */
export function parseMoney(text: string, currency = 'RUB'): Money | null {
  let rest = text.replace(/[\s\u00a0\u202f'’]/g, '')
  for (const [pattern, code] of signs) {
    if (!pattern.test(rest)) continue
    currency = code
    rest = rest.replace(pattern, '')
    break
  }
  let factor = 1n
  for (const [pattern, value] of units) {
    if (!pattern.test(rest)) continue
    factor = value
    rest = rest.replace(pattern, '')
    break
  }
  const minor = parseDecimal(rest.replace('−', '-'), factor)
  return minor === null ? null : { amount: amountOf(minor), currency }
}

function parseDecimal(text: string, factor: bigint): bigint | null {
  const found = /^(-?)(\d[\d.,]*)$/.exec(text)
  if (found === null) return null
  const body = found[2] ?? ''
  const last = Math.max(body.lastIndexOf(','), body.lastIndexOf('.'))
  const separator = body[last] ?? ''
  const isOnly = last >= 0 && body.indexOf(separator) === last
  const tail = last < 0 ? '' : body.slice(last + 1)
  const hasOther = /[.,]/.test(body.slice(0, Math.max(last, 0)))
  const isDecimal = isOnly && !(tail.length === 3 && !hasOther && factor === 1n && body[0] !== '0')
  const whole = isDecimal ? body.slice(0, last) : body
  if (!/^\d+$|^\d{1,3}(?:[.,]\d{3})+$/.test(whole)) return null
  const fraction = isDecimal ? tail : ''
  if (!/^\d*$/.test(fraction) || fraction.length > 12) return null
  const scale = 10n ** BigInt(fraction.length)
  const scaled = BigInt(whole.replace(/[.,]/g, '') + fraction) * factor * 100n
  if (scaled % scale !== 0n) return null
  const minor = scaled / scale
  if (minor >= 10n ** 18n) return null
  return found[1] === '-' ? -minor : minor
}

/** `1 980 000,50 ₽` or `RUB 1,980,000.50`; hundredths only when there are some. */
export function formatMoney(money: Money, language: Language): string {
  const minor = minorOf(money.amount)
  const abs = minor < 0n ? -minor : minor
  const hundredths = abs % 100n
  const whole = groupDigits(String(abs / 100n), language)
  const decimals = hundredths === 0n ? '' : `${language === 'ru' ? ',' : '.'}${String(hundredths).padStart(2, '0')}`
  return place(minor < 0n, whole + decimals, money.currency, language)
}

const steps: readonly [bigint, string, string][] = [
  [10n ** 14n, '\u00a0трлн', 'tn'],
  [10n ** 11n, '\u00a0млрд', 'bn'],
  [10n ** 8n, '\u00a0млн', 'm'],
  [10n ** 5n, '\u00a0тыс.', 'k'],
]

/** `8,5 млн ₽` or `RUB 8.5m` for heads and chips: one decimal below a hundred of the unit, rounded half up. */
export function shortMoney(money: Money, language: Language): string {
  const minor = minorOf(money.amount)
  const abs = minor < 0n ? -minor : minor
  for (const [index, [size, ru, en]] of steps.entries()) {
    if (abs < size) continue
    const tenths = divideHalfUp(abs * 10n, size)
    const isLarge = tenths >= 1000n
    const shown = isLarge ? divideHalfUp(abs, size) * 10n : tenths
    const larger = steps[index - 1]
    if (shown >= 10_000n && larger !== undefined)
      return shortMoney({ amount: amountOf(minor < 0n ? -larger[0] : larger[0]), currency: money.currency }, language)
    const decimals = shown % 10n === 0n ? '' : `${language === 'ru' ? ',' : '.'}${shown % 10n}`
    const number = groupDigits(String(shown / 10n), language) + decimals + (language === 'ru' ? ru : en)
    return place(minor < 0n, number, money.currency, language)
  }
  const whole = divideHalfUp(abs, 100n)
  return place(minor < 0n, groupDigits(String(whole), language), money.currency, language)
}

function place(isNegative: boolean, number: string, currency: string, language: Language): string {
  const sign = isNegative ? '−' : ''
  return language === 'ru'
    ? `${sign}${number}\u00a0${symbols[currency] ?? currency}`
    : `${sign}${currency}\u00a0${number}`
}

/** Groups of three from the right, by U+00A0 or a comma. */
export function groupDigits(digits: string, language: Language): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? '\u00a0' : ',')
}

/** Expected revenue × probability (per cent, whole), half up. */
export function weighted(money: Money, probability: number): Money {
  return {
    amount: amountOf(divideHalfUp(minorOf(money.amount) * BigInt(Math.round(probability)), 100n)),
    currency: money.currency,
  }
}

/** One sum per currency, in the order of first appearance: there are no rates to convert by. */
export function sumMoney(items: Iterable<Money>): Money[] {
  const sums = new Map<string, bigint>()
  for (const { amount, currency } of items) sums.set(currency, (sums.get(currency) ?? 0n) + minorOf(amount))
  return Array.from(sums, ([currency, minor]) => ({ amount: amountOf(minor), currency }))
}

function divideHalfUp(value: bigint, divisor: bigint): bigint {
  const abs = value < 0n ? -value : value
  const rounded = (abs * 2n + divisor) / (divisor * 2n)
  return value < 0n ? -rounded : rounded
}
