import { givenNames } from '../../../../platform/pure/given-names.ts'
import { isLegalFormAbbreviation, stripLegalForms } from '../../../../platform/pure/legal-forms.ts'
import { nameWords } from '../../../../platform/pure/names.ts'
import { checkInn } from '../../../../platform/pure/requisites.ts'

type Kind = 'organisation' | 'entrepreneur' | 'person'

const SCIENTIFIC = /^(\d)[.,]?(\d*)[eе]\+?(\d{1,2})$/i
const PATRONYMIC = /(?:ович|евич|ьич|овна|евна|ична|инична|оглы|кызы)$/

/**
 * Digits as a table program spoiled them: `7.9161234567E+10`, `79161234567.0`, blanks between thousands, an apostrophe
 * before them. What is no number is left as it is.
 */
export function mendDigits(text: string): string {
  const plain = text.replace(/^[\s']+|\s+$/g, '')
  const power = SCIENTIFIC.exec(plain)
  if (power) {
    const digits = `${power[1]}${power[2]}`
    const length = Number(power[3]) + 1
    // Fewer digits than the number has: the others are lost, and zeros would be made up.
    return digits.length >= length - 1 && length <= 20 ? digits.padEnd(length, '0').slice(0, length) : plain
  }
  return /^\d[\d\s]*[.,]0+$/.test(plain) ? plain.replace(/[.,]0+$|\s/g, '') : plain
}

/** «7,91612E+10»: the digits behind are gone for good. */
export function hasLostDigits(text: string): boolean {
  return SCIENTIFIC.test(text.trim()) && SCIENTIFIC.test(mendDigits(text))
}

/** A number that lost its leading zero in a table: given back where the check digits fit. */
export function mendInn(text: string): string {
  const digits = mendDigits(text).replace(/[\s\u00a0]/g, '')
  if (!/^\d{9}$|^\d{11}$/.test(digits)) return digits
  const padded = `0${digits}`
  return checkInn(padded).ok ? padded : digits
}

/** KPP has no check digit: eight digits are one that lost its zero. */
export function mendKpp(text: string): string {
  const digits = mendDigits(text)
    .replace(/[\s\u00a0]/g, '')
    .toUpperCase()
  return /^\d{8}$/.test(digits) ? `0${digits}` : digits
}

/** Whether a name says by its legal form that it is a company, a sole trader included. */
export function looksLikeCompany(name: string): boolean {
  const words = nameWords(name)
  return words.length > 1 && stripLegalForms(words).length < words.length
}

/** «Иванов Иван Иванович», «Анна Ким»: two to four words, one of them a given name or a patronymic. */
export function looksLikePerson(name: string): boolean {
  const words = nameWords(name)
  if (words.length < 2 || words.length > 4 || /\d/.test(name)) return false
  return words.some(word => givenNames.has(word) || PATRONYMIC.test(word))
}

const KINDS: readonly [Kind, RegExp][] = [
  ['entrepreneur', /^(?:ип|индивидуальный|entrepreneur|sole)|предпринимател/],
  ['person', /физ|частное|person|individual|человек/],
  ['organisation', /юр|организаци|компани|legal|organi[sz]ation|company|ооо|ао|обособленн/],
]

/** What a column for the kind says; null when it says nothing. */
export function readKind(text: string): Kind | null {
  const words = nameWords(text).join(' ')
  return words === '' ? null : (KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null)
}

/** Whose row it is, where no column says so: by the legal form, the numbers, the name. */
export function guessKind(name: string, inn: string, kpp: string): Kind {
  const words = nameWords(name)
  if (/^(?:ип|индивидуальный предприниматель|пбоюл)(?: |$)/.test(words.join(' ')) || words.at(-1) === 'ип')
    return 'entrepreneur'
  if (kpp !== '' || inn.length === 10) return 'organisation'
  if (words.some(isLegalFormAbbreviation) || looksLikeCompany(name)) return 'organisation'
  if (looksLikePerson(name)) return 'person'
  return inn.length === 12 ? 'entrepreneur' : 'organisation'
}

const RELATIONS: readonly ['customer' | 'supplier' | 'partner' | 'competitor' | 'other', RegExp][] = [
  ['supplier', /поставщик|supplier|vendor/],
  ['partner', /партнер|partner|дилер/],
  ['competitor', /конкурент|competitor/],
  ['customer', /клиент|покупател|заказчик|customer|client/],
]

/** How somebody stands to us, as other programs name it. */
export function readRelation(text: string): 'customer' | 'supplier' | 'partner' | 'competitor' | 'other' | null {
  const words = nameWords(text).join(' ')
  return words === '' ? null : (RELATIONS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other')
}
