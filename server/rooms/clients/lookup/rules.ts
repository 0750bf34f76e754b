import { nameWords } from '../../../platform/pure/names.ts'
import { digitsOf } from '../../../platform/pure/phones.ts'

/** One thing that a record must have to be in the list: a range of the identity index, beginning with what was typed. */
export interface Term {
  kinds: readonly string[]
  /** Beginnings that mean the same: `8913…` and `913…`. */
  starts: readonly string[]
  /** Digits that may also stand inside of a phone. */
  inside: string | null
}

const WORD_KINDS = ['name', 'text', 'email', 'site', 'messenger']
const NUMBER_KINDS = ['phone', 'inn', 'ogrn', 'kpp', 'name', 'text', 'messenger']
const MAIL_KINDS = ['email', 'messenger', 'site']
const LEAST_INSIDE = 4
const MOST_TERMS = 8

/** What the text of a list's search asks for; all terms must fit. An empty text asks for nothing. */
export function decideTerms(q: string): Term[] {
  const terms: Term[] = []
  for (const [token] of q.matchAll(/(?<!\S)[+(]?\d[\d\s().+\-–—]*(?=[\s,;]|$)|\S+/g)) {
    const digits = digitsOf(token)
    if (digits.length >= 2 && /^[+\d\s().\-–—]+$/.test(token)) terms.push(numberTerm(digits))
    else if (/[a-z0-9]@|@[a-z0-9]|[a-z0-9]\.[a-z]/i.test(token)) {
      terms.push({ kinds: MAIL_KINDS, starts: [token.toLowerCase().replace(/^@/, '')], inside: null })
    } else for (const word of nameWords(token)) terms.push({ kinds: WORD_KINDS, starts: [word], inside: null })
  }
  return terms.slice(0, MOST_TERMS)
}

function numberTerm(digits: string): Term {
  const national = digits.length === 11 && /^[78]/.test(digits) ? digits.slice(1) : digits
  const starts = new Set([digits, national])
  if (/^[78]/.test(digits) && digits.length >= LEAST_INSIDE) starts.add(digits.slice(1))
  return {
    kinds: NUMBER_KINDS,
    starts: [...starts],
    inside: national.length >= LEAST_INSIDE && national.length <= 10 ? national : null,
  }
}

/** The first text after all those that begin with this one. */
export function endOf(start: string): string {
  return `${start}\u{10FFFF}`
}
