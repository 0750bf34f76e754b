import { searchKey } from '../../../../platform/pure/names.ts'
import { hasWords } from '../../../../platform/pure/phones.ts'
import { countTypos } from '../../../../platform/pure/typos.ts'
import { textOf } from '../candidates/rules.ts'
import type { Term } from '../rules.ts'

/** A text of a record that a term may match, in the order in which the reason is told. */
export interface Field {
  field: string
  text: string
  is: 'name' | 'phone' | 'address' | 'requisite' | 'words'
  /** An extension, where the text is a phone. */
  extension?: string | null
  /** Not shown whole to whoever asks: found by all of it or not at all. */
  unseen?: boolean
}

export interface Match {
  field: string
  text: string
  ranges: [number, number][]
}

/** How well a term fits, best first: the whole text, a whole word, a beginning, a part. */
const WHOLE = 0
const WORD = 1
export const BEGINNING = 2
const PART = 3
const NONE = 9

interface Fit {
  quality: number
  ranges: [number, number][]
}
const nothing: Fit = { quality: NONE, ranges: [] }

export interface Explained {
  matches: Match[]
  /** Sum over the terms; the lower, the better. */
  score: number
  /** Terms that nothing in the record holds. */
  missed: number
  /** One text holds all terms one behind the other as they were typed; a surname may stand last for first. */
  isInOrder: boolean
}

/** Why a record was found: each field that holds a term, with the places to mark. */
export function explain(terms: readonly Term[], fields: readonly Field[]): Explained {
  const matches = new Map<Field, Match>()
  let score = 0
  let missed = 0
  // Texts that hold the terms so far in the order typed.
  let inOrder = new Map(fields.map(field => [field, nowhere]))
  for (const term of terms) {
    let best = NONE
    const further = new Map<Field, Walk>()
    for (const field of fields) {
      const fit = fitOf(term, field)
      if (fit.quality === NONE) continue
      best = Math.min(best, fit.quality)
      const match = matches.get(field) ?? { field: field.field, text: field.text, ranges: [] }
      match.ranges.push(...fit.ranges)
      matches.set(field, match)
      const walk = onward(inOrder.get(field), fit.ranges[0]?.[0])
      if (walk !== null) further.set(field, walk)
    }
    inOrder = further
    if (best === NONE) missed++
    score += best
  }
  for (const match of matches.values()) match.ranges = joinRanges(match.ranges)
  return { matches: [...matches.values()], score, missed, isInOrder: inOrder.size > 0 }
}

/** Where in a text a walk from term to term began and stands; it may go once over the end. */
interface Walk {
  first: number
  last: number
}
const nowhere: Walk = { first: -1, last: -1 }

function onward(walk: Walk | undefined, place: number | undefined): Walk | null {
  if (walk === undefined || place === undefined) return null
  const { first, last } = walk
  if (last < 0) return { first: place, last: place }
  const isOver = last < first
  const isOn = isOver ? place > last && place < first : place > last || place < first
  return isOn ? { first, last: place } : null
}

function fitOf(term: Term, field: Field): Fit {
  if (!field.unseen) return fitOfShown(term, field)
  const fit = fitOfShown(term, { ...field, extension: null })
  return fit.quality === WHOLE ? fit : nothing
}

function fitOfShown(term: Term, field: Field): Fit {
  switch (field.is) {
    case 'phone':
      return term.kind === 'number' || term.kind === 'extension' ? inPhone(term, field) : inWords(term, field.text)
    case 'address':
      return term.kind === 'address' && term.near !== undefined
        ? nearAddress(term.near, field.text)
        : inAddress(textOf(term), field.text)
    case 'requisite':
      return term.kind === 'number' ? inRequisite(term.digits, field.text) : nothing
    case 'name':
    case 'words':
      return inWords(term, field.text)
  }
}

const wordPattern = /[\p{L}\p{N}]+(?:['’ʼ`]\p{L}+)*/gu

function inWords(term: Term, text: string): Fit {
  if (term.kind === 'address' && term.near !== undefined) return nothing
  if (term.kind === 'address') return term.words.map(word => inText(word, text)).reduce(better, nothing)
  return inText(textOf(term), text)
}

function inText(needle: string, text: string): Fit {
  let fit = nothing
  let words = 0
  for (const found of text.matchAll(wordPattern)) {
    words++
    const word = foldWord(found[0])
    const at = word.indexOf(needle)
    if (at < 0) continue
    const quality = at > 0 ? PART : word.length === needle.length ? WORD : BEGINNING
    const start = found.index + at
    fit = better(fit, { quality, ranges: [[start, Math.min(start + needle.length, found.index + found[0].length)]] })
  }
  return fit.quality === WORD && words === 1 ? { ...fit, quality: WHOLE } : fit
}

/** As `searchKey` folds one word; the dear part only where two scripts meet. */
function foldWord(word: string): string {
  const folded = word.toLowerCase().replaceAll('ё', 'е')
  return /[\u0300-\u036fa-z'’ʼ`]/.test(folded) ? searchKey(word) : folded
}

function better(a: Fit, b: Fit): Fit {
  return b.quality < a.quality ? b : a
}

function inPhone(term: Extract<Term, { digits: string }>, field: Field): Fit {
  const { text } = field
  if (field.extension && term.digits === field.extension) {
    const at = text.lastIndexOf(field.extension)
    return { quality: WHOLE, ranges: at < 0 ? [] : [[at, at + field.extension.length]] }
  }
  if (term.kind === 'extension') return nothing
  if (term.digits.length < 4) {
    // «каб. 12»: a number among words is one of them.
    const fit = hasWords({ raw: text }) ? inText(term.digits, text) : nothing
    return fit.quality <= WORD ? fit : nothing
  }
  const places: number[] = []
  let digits = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (char >= '0' && char <= '9') {
      digits += char
      places.push(i)
    }
  }
  // All that was typed where it stands so; else what follows a typed 8, 7 or +7, and a part of that only at the beginning.
  for (const part of [term.digits, term.national]) {
    if (part === null) continue
    const at = digits.indexOf(part)
    if (at < 0 || (part !== term.digits && part.length < 10 && at > 1)) continue
    const isWhole = part.length === 10 || term.national?.length === 10 || part.length === digits.length
    const isEnd = at + part.length === digits.length
    const ranges: [number, number][] = [[places[at] ?? 0, (places[at + part.length - 1] ?? 0) + 1]]
    return { quality: isWhole ? WHOLE : isEnd ? WORD : at <= 1 ? BEGINNING : PART, ranges }
  }
  return nothing
}

function inAddress(needle: string, text: string): Fit {
  const lower = text.toLowerCase()
  const at = lower.indexOf(needle)
  if (at < 0) return nothing
  const isPiece = at === 0 || /[.@_\-/:]/.test(lower[at - 1] ?? '')
  return {
    quality: needle.length === lower.length ? WHOLE : isPiece ? BEGINNING : PART,
    ranges: [[at, at + needle.length]],
  }
}

const MOST_TYPOS = 2
const lastDomain = /(\.[^.]*)$/

function nearAddress(typed: string, text: string): Fit {
  const [a, b] = [typed, text.toLowerCase()].map(address => address.split(lastDomain)) as [string[], string[]]
  const [start = '', other = ''] = [a[0], b[0]]
  if (Math.abs(start.length - other.length) > MOST_TYPOS) return nothing
  const { whole } = countTypos(start, other)
  // One wrong thing is enough: the last domain is one, however it is written.
  const typos = whole + (a[1] === b[1] ? 0 : 1)
  return typos > MOST_TYPOS ? nothing : { quality: PART + typos / 10, ranges: [[0, text.length]] }
}

function inRequisite(digits: string, text: string): Fit {
  if (!text.startsWith(digits)) return nothing
  return { quality: text.length === digits.length ? WHOLE : BEGINNING, ranges: [[0, digits.length]] }
}

function joinRanges(ranges: readonly [number, number][]): [number, number][] {
  const joined: [number, number][] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}
