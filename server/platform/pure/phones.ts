import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

export type PhoneKind = 'mobile' | 'landline' | 'tollfree' | 'foreign' | 'short' | 'unknown'

export interface Phone {
  /** As typed, never changed. */
  raw: string
  e164: string | null
  extension: string | null
  kind: PhoneKind
  /** Could be read; a short or internal number is readable although it has no international form. */
  valid: boolean
  /** Last ten digits, by which two notations of one number are compared; null without an international form. */
  national: string | null
}

const extensionPattern =
  /(?:[\s,;(]*(?:доб(?:ав(?:очный)?)?|вн(?:утр(?:енний)?)?|ext(?:ension)?|[xх])[\s.:№]*|\s*[,;]?\s*#\s*|,{2,}\s*|;ext=)(\d{1,6})\s*\)?[\s.]*$/iu
/** What people write before or behind a number to say what kind of number it is. */
const LABELS =
  'тел(?:ефон)?|т|моб(?:ильный)?|сот(?:овый)?|раб(?:очий)?|дом(?:ашний)?|гор(?:одской)?|факс|ф|офис|tel|phone|mob|fax'
const labelPattern = new RegExp(`(?<!\\p{L})(?:${LABELS})(?!\\p{L})`, 'giu')
const onlyLabel = new RegExp(`^(?:${LABELS})$`, 'iu')
/** «123-45-67/68»: the second ending of a neighbouring line says nothing about the number before it. */
const siblingPattern = /\/\s*\d{1,4}\s*$/

/** Reads one number in any notation people type. Never fails: what cannot be read is kept with `valid: false`. */
export function readPhone(raw: string): Phone {
  const found = extensionPattern.exec(raw)
  const extension = found?.[1] ?? null
  const main = (found ? raw.slice(0, found.index) : raw).replace(siblingPattern, '')
  const digits = digitsOf(main)
  const international = readInternational(digits, /^[^\d+]*\+/.test(main))
  if (international !== null) {
    const { e164, kind } = international
    return { raw, e164, extension, kind, valid: true, national: e164.slice(1).slice(-10) }
  }
  if (digits === '' && extension !== null) return unreadable(raw, 'short', true, extension)
  // «спросить Иру, каб. 12» holds a number, but not one to call.
  const isShort = digits.length >= 2 && digits.length <= 6 && !/\p{L}/u.test(main.replace(labelPattern, ''))
  return unreadable(raw, isShort ? 'short' : 'unknown', isShort, isShort ? extension : null)
}

function unreadable(raw: string, kind: PhoneKind, valid: boolean, extension: string | null): Phone {
  return { raw, e164: null, extension, kind, valid, national: null }
}

function readInternational(digits: string, hasPlus: boolean): { e164: string; kind: PhoneKind } | null {
  if (digits.length === 11 && digits.startsWith('7')) return readNational(digits.slice(1))
  if (!hasPlus) {
    if (digits.length === 10) return readNational(digits)
    if (digits.length === 11 && digits.startsWith('8')) return readNational(digits.slice(1))
    if (digits.startsWith('810') && digits.length > 11) return readForeign(digits.slice(3))
    if (digits.startsWith('00')) return readForeign(digits.slice(2))
    // Typed without the plus: only a whole foreign number is believed.
    return digits.length > 10 ? readForeign(digits) : null
  }
  const foreign = readForeign(digits)
  // «+8 916 …» is a habit, not a country; Vietnam (+84) and the like win when they fit.
  return foreign ?? (digits.length === 11 && digits.startsWith('8') ? readNational(digits.slice(1)) : null)
}

/** Ten digits under +7: the first of them tells Russia's mobiles and towns from Kazakhstan (6, 7). */
function readNational(national: string): { e164: string; kind: PhoneKind } | null {
  const e164 = `+7${national}`
  switch (national[0]) {
    case '9':
      return { e164, kind: 'mobile' }
    case '6':
    case '7':
      return { e164, kind: 'foreign' }
    case '3':
    case '4':
      return { e164, kind: 'landline' }
    case '8':
      return { e164, kind: isSharedPhone(e164) ? 'tollfree' : 'landline' }
    default:
      return null
  }
}

function readForeign(digits: string): { e164: string; kind: PhoneKind } | null {
  if (digits.length < 8 || digits.length > 15) return null
  if (digits.startsWith('7')) return digits.length === 11 ? readNational(digits.slice(1)) : null
  const number = parsePhoneNumberFromString(`+${digits}`)
  return number?.isValid() ? { e164: number.number, kind: 'foreign' } : null
}

/** 8-800 numbers belong to a hotline, not to one client: they find, but never count as a duplicate. */
export function isSharedPhone(e164: string | null): boolean {
  return e164 !== null && /^\+780[04]/.test(e164)
}

/** Digits of any text, for comparing and for search by a part of a number. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

/** Whether a phone is more than a number: words by which people look for it. */
export function hasWords({ raw }: Pick<Phone, 'raw'>): boolean {
  const main = raw.replace(extensionPattern, '').replace(labelPattern, '')
  return /\p{L}{2}/u.test(main)
}

/** «тел», «моб» and the like: beside a number they say nothing about whose it is. */
export function isPhoneLabel(word: string): boolean {
  return onlyLabel.test(word)
}

/** Several numbers written into one cell; each part is the text of one number with its extension. */
export function splitPhones(text: string): string[] {
  const parts: string[] = []
  for (const piece of text.split(/([;,\n\r|/]|\s(?:и|или)\s)/u)) {
    const last = parts.at(-1)
    const isSeparator = /^(?:[;,\n\r|/]|\s(?:и|или)\s)$/u.test(piece)
    if (isSeparator || last === undefined) {
      parts.push(piece)
    } else if (continuesPrevious(piece, last, parts)) {
      const separator = parts.pop() ?? ''
      parts.push(`${parts.pop() ?? ''}${separator}${piece}`)
    } else {
      parts.push(piece)
    }
  }
  return parts
    .filter(part => !/^(?:[;,\n\r|/]|\s(?:и|или)\s)$/u.test(part))
    .flatMap(splitByBlanks)
    .map(part => part.trim())
    .filter(part => part !== '')
}

/** «…, доб. 118», «…/68» and a double comma belong to the number before the separator. */
function continuesPrevious(piece: string, separator: string, parts: readonly string[]): boolean {
  const before = parts.at(-2)
  if (before === undefined || !/\d/.test(before)) return false
  if (piece.trim() === '') return separator === ','
  if (/^\s*(?:доб|вн|ext|[xх#])/iu.test(piece)) return true
  return (separator === '/' || before.endsWith(',')) && digitsOf(piece).length <= 4 && /^[\s\d)]+$/.test(piece)
}

function splitByBlanks(text: string): string[] {
  if (digitsOf(text).length < 20) return [text]
  const parts: string[] = []
  let current = ''
  for (const word of text.trim().split(/\s+/)) {
    if (current !== '' && /^\+?\(?\d/.test(word) && readPhone(current).e164 !== null) {
      parts.push(current)
      current = word
    } else {
      current = current === '' ? word : `${current} ${word}`
    }
  }
  return [...parts, current]
}
