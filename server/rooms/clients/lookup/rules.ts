import type { Limits } from '../../../platform/pure/field-marks.ts'
import { readEmail } from '../../../platform/pure/emails.ts'
import { nameWords } from '../../../platform/pure/names.ts'
import { digitsOf } from '../../../platform/pure/phones.ts'

/** One thing that a record must have to be in the list: a range of the identity index, beginning with what was typed. */
export interface Term {
  kinds: readonly string[]
  /** Beginnings that mean the same: `8913…` and `913…`. */
  starts: readonly string[]
  /** Digits that may also stand inside of a phone. */
  inside: string | null
  /** What is found by the whole value only: the kinds of it are not shown to this reader. */
  wholes?: readonly { kind: string; value: string }[]
}

const WORD_KINDS = ['name', 'text', 'email', 'site', 'messenger']
const NUMBER_KINDS = ['phone', 'inn', 'ogrn', 'kpp', 'name', 'text', 'messenger']
const MAIL_KINDS = ['email', 'messenger', 'site']
const LEAST_INSIDE = 4
const MOST_TERMS = 8

/** What the text of a list's search asks for; all terms must fit. An empty text asks for nothing. */
export function decideTerms(q: string, limits: Limits | null = null): Term[] {
  const terms: Term[] = []
  for (const [token] of q.matchAll(/(?<!\S)[+(]?\d[\d\s().+\-–—]*(?=[\s,;]|$)|\S+/g)) {
    const digits = digitsOf(token)
    if (digits.length >= 2 && /^[+\d\s().\-–—]+$/.test(token)) terms.push(numberTerm(digits))
    else if (/[a-z0-9]@|@[a-z0-9]|[a-z0-9]\.[a-z]/i.test(token)) {
      terms.push({ kinds: MAIL_KINDS, starts: [token.toLowerCase().replace(/^@/, '')], inside: null })
    } else for (const word of nameWords(token)) terms.push({ kinds: WORD_KINDS, starts: [word], inside: null })
  }
  const asked = terms.slice(0, MOST_TERMS)
  return limits === null ? asked : asked.map(term => withinLimits(term, limits))
}

/**
 * Whoever does not see a value whole finds by the whole value alone, as somebody who has the caller on the line: parts
 * of it would tell it digit by digit.
 */
function withinLimits({ kinds, starts, inside }: Term, limits: Limits): Term {
  const unseen = new Set([
    ...(limits.phone ? ['phone', 'messenger'] : []),
    ...(limits.email ? ['email', 'messenger'] : []),
    ...(limits.requisites ? ['inn', 'ogrn', 'kpp'] : []),
  ])
  const wholes = starts.flatMap(value =>
    kinds.filter(kind => unseen.has(kind) && isWhole(kind, value)).map(kind => ({ kind, value })),
  )
  const left = kinds.filter(kind => !unseen.has(kind))
  return { kinds: left, starts, inside: limits.phone ? null : inside, wholes }
}

const LENGTHS: Readonly<Record<string, readonly number[]>> = { phone: [10], inn: [10, 12], ogrn: [13, 15] }

function isWhole(kind: string, value: string): boolean {
  if (kind === 'email') return readEmail(value).valid
  return LENGTHS[kind]?.includes(value.length) ?? false
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
