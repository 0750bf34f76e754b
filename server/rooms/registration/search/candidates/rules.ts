import { type IdentityKind, LONGEST_WORD } from '../../../clients/identity/rules.ts'
import type { NumberTerm, Term } from '../rules.ts'

export type MatchMode = 'start' | 'any' | 'exact'

export interface Between {
  low: string
  high: string
}
export interface Range extends Between {
  kind: IdentityKind
}

/** How one term is looked up in the identity index. */
export interface Probe {
  ranges: Range[]
  /** Digits anywhere in a phone: from so many places on behind the first, the hindmost ones before; at most from `most`. */
  phone: (Between & { places: number; most?: number }) | null
  /** A part inside a word, what must follow the word, the kinds of identifiers with such words, and how many are tried. */
  fragment: (Between & { tail: string; kinds: IdentityKind[]; words: number }) | null
}

/** A term is held by an identifier of this kind that has the text in it, or is nothing else. */
export interface Mark {
  term: number
  kind: IdentityKind
  text: string
  isWhole: boolean
}

export interface Together {
  terms: number
  ranges: (Range & { term: number })[]
  phone: (Between & { term: number }) | null
  marks: Mark[]
}

const LAST = '\u{10FFFF}'
const SHORTEST_FRAGMENT = 3
const SHORTEST_PHONE = 4
/** Different words with one part in them that are looked up; of numbers inside mails only a few are worth it. */
const MOST_WORDS = 60
const FEW_WORDS = 15

/** What begins so. */
export const from = (text: string): Between => ({ low: text, high: text + LAST })
/** Nothing sorts between a text and the same text with the lowest character behind it. */
const only = (text: string): Between => ({ low: text, high: `${text}\u0001` })
const at = (between: Between, ...kinds: IdentityKind[]): Range[] => kinds.map(kind => ({ kind, ...between }))
/** A text that `like` takes as it stands. */
export const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** What a term may be, dearer readings last. */
export function probeTerm(term: Term, mode: MatchMode): Probe {
  const reach = mode === 'exact' ? only : from
  const probe: Probe = { ranges: [], phone: null, fragment: null }
  switch (term.kind) {
    case 'word': {
      const isLatin = /^[a-z0-9]+$/.test(term.text)
      probe.ranges = isLatin
        ? at(reach(term.text), 'name', 'email', 'site', 'messenger', 'text')
        : at(reach(term.text), 'name', 'text', 'site')
      if (mode === 'any') {
        const kinds: IdentityKind[] = isLatin ? ['name', 'email', 'site', 'messenger'] : ['name', 'text']
        probe.fragment = fragmentOf(term.text, '', kinds)
      }
      return probe
    }
    case 'address': {
      probe.ranges = [
        ...at(reach(term.text.replace(/^@/, '')), 'email', 'site', 'messenger'),
        ...(term.words.length > 0 ? at(reach(term.words.join(' ')), 'name') : []),
      ]
      const head = /^[^.@_\-/:]*/.exec(term.text)?.[0] ?? ''
      if (mode === 'any')
        probe.fragment = fragmentOf(head, term.text.slice(head.length), ['email', 'site', 'messenger'])
      // «fo@romashka.ru»: two letters lead nowhere, what follows them does; ranking drops who has another beginning.
      const rest = term.text.slice(head.length).replace(/^[.@_\-/:]+/, '')
      if (mode === 'any' && head.length < SHORTEST_FRAGMENT && rest.length >= SHORTEST_FRAGMENT)
        probe.ranges.push(...at(from(rest), 'email', 'site', 'messenger'))
      return probe
    }
    case 'number': {
      const { digits, national } = term
      probe.ranges = [
        ...(digits.length >= SHORTEST_PHONE ? at(reach(digits), 'inn', 'ogrn', 'phone', 'kpp') : []),
        ...(national !== null ? at(reach(national), 'phone') : []),
        ...(digits.length >= 2 && digits.length <= 6 ? at(only(digits), 'extension') : []),
        ...at(reach(digits), 'name', 'messenger', 'text'),
      ]
      // A whole national number is nothing but the beginning of one; ten digits alone may stand behind a foreign code.
      const isWhole = national?.length === NATIONAL && digits.length > NATIONAL
      if (mode === 'any' && !isWhole && digits.length >= SHORTEST_PHONE) probe.phone = inPhone(digits)
      if (mode === 'any') probe.fragment = fragmentOf(digits, '', ['email', 'messenger'], FEW_WORDS)
      return probe
    }
    case 'extension':
      probe.ranges = at(only(term.digits), 'extension')
      return probe
  }
}

/** The same number, but with the digits at the start or at the end of it: that is what people remember. */
export function atEnds(probe: Probe): Probe {
  return { ranges: probe.ranges, phone: probe.phone && { ...probe.phone, most: 1 }, fragment: null }
}

/** A national number has ten digits. */
const NATIONAL = 10
/** Longer ones stand in the index anew from every fourth digit on. */
const LONGER = 3

/** The end of the range is exclusive, so that digits of the longest phone still fit. */
function inPhone(digits: string): Between & { places: number } {
  return { ...from(digits.slice(0, NATIONAL)), places: Math.max(LONGER, NATIONAL - digits.length) }
}

/** `mashka` of `romashka`; with an address the word must end where the typed piece ends: `mashka.ru`. */
function fragmentOf(text: string, tail: string, kinds: IdentityKind[], words = MOST_WORDS): Probe['fragment'] {
  if (text.length < SHORTEST_FRAGMENT) return null
  return { ...(tail === '' ? from(text) : only(text)), tail, kinds, words }
}

/** The letters or digits of a term, as they are searched for. */
export function textOf(term: Term): string {
  return term.kind === 'word' || term.kind === 'address' ? term.text : term.digits
}

/** A term that may be a word of a name: a short number is one too. */
export function wordOfName(term: Term): string | null {
  if (term.kind === 'word') return term.text
  return term.kind === 'number' && term.digits.length < SHORTEST_PHONE ? term.digits : null
}

/**
 * One number among words of names: whoever has it is soon told; null where the line is another. What is written in Latin
 * letters may stand in a mail as well as in a name.
 */
export function numberAmong(terms: readonly Term[]): NumberTerm | null {
  const others = terms.filter(term => wordOfName(term) === null || /[a-z]/.test(textOf(term)))
  const [number] = others
  return terms.length > 1 && others.length === 1 && number?.kind === 'number' ? number : null
}

/** Words of one name, in any order; null when the terms are not only words. */
export function probeName(terms: readonly Term[], mode: MatchMode) {
  const words = terms.map(wordOfName)
  if (!words.every(word => word !== null)) return null
  // A patronymic is long and common; of other words the longest is the rarest.
  const byLength = words.toSorted((a, b) => Number(isPatronymic(a)) - Number(isPatronymic(b)) || b.length - a.length)
  const whole = words.join(' ')
  if (mode === 'exact')
    return { whole: [only(whole)], words: [], starts: [], parts: [], borne: [], fragment: null, enough: 1 }
  const longest = byLength[0] ?? ''
  return {
    whole: [...orders(words).map(order => from(order.join(' '))), from(words.join(''))],
    // A person's name in full stands together; other words may stand in another name apart.
    enough: words.length > 2 && words.some(isPatronymic) ? 1 : 5,
    borne: words.filter(word => word.length >= SHORTEST_FRAGMENT && word.length <= LONGEST_WORD),
    words: byLength.slice(0, 3).map(from),
    starts: words.map(word => `% ${escapeLike(word)}%`),
    parts: words.map(word => `%${escapeLike(word)}%`),
    fragment: mode === 'any' && longest.length >= SHORTEST_FRAGMENT ? from(longest) : null,
  }
}

/** Two or three words in each order, as typed first: the index knows a name from each of its words on. */
function orders(words: readonly string[]): (readonly string[])[] {
  const [a, b, c] = words
  if (a === undefined || b === undefined || words.length > 3) return [words]
  if (c === undefined) return [words, [b, a]]
  return [words, [b, c, a], [c, a, b], [b, a, c], [a, c, b], [c, b, a]]
}

/** Lines of words, each looked up as the beginning of a name. */
export function probePhrases(lines: readonly (readonly Term[])[]): Range[] {
  const phrases = lines
    .map(terms => terms.map(wordOfName))
    .filter(words => words.length > 0 && words.every(word => word !== null))
    .map(words => words.join(' '))
  return [...new Set(phrases)].flatMap(phrase => at(from(phrase), 'name'))
}

function isPatronymic(word: string): boolean {
  return /(?:[ое]вич|[ое]вна|ьич|ична)$/u.test(word)
}

/** All terms over the records of one party. */
export function probeTogether(terms: readonly Term[]): Together {
  const together: Together = { terms: terms.length, ranges: [], phone: null, marks: [] }
  terms.forEach((term, index) => {
    const probe = probeTerm(term, 'any')
    together.ranges.push(...probe.ranges.map(range => ({ ...range, term: index })))
    if (probe.phone && together.phone === null) together.phone = { ...probe.phone, term: index }
    const kinds = new Set([...probe.ranges.map(range => range.kind), ...(probe.fragment?.kinds ?? [])])
    for (const kind of kinds) {
      const text = term.kind === 'number' && kind === 'phone' ? (term.national ?? term.digits) : textOf(term)
      together.marks.push({ term: index, kind, text, isWhole: kind === 'extension' })
    }
  })
  return together
}
