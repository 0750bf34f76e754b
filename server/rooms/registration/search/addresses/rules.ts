import { countTypos } from '../../../../platform/pure/typos.ts'

export interface Address {
  /** Pieces of letters that are long enough to hold a typo and still be told. */
  words: string[]
  /** Pieces with digits: they stand in no list of sounds. */
  codes: string[]
  replace(piece: string, meant: string): string
  /** Parts one of which is right where one thing is wrong: all but the last domain, the mailbox, what follows it. */
  sure: string[]
}

const SHORTEST = 5
const LONG = 8
const SHORTEST_SURE = 5
/** The vocabulary keeps words from each letter on, but for their last two. */
const SHORTEST_END = 3

/** A mail, a site or a nickname by its pieces. */
export function readAddress(text: string): Address {
  const pieces = text.split(/[.@_\-/:]+/).filter(piece => piece.length >= SHORTEST)
  const at = text.indexOf('@')
  return {
    words: pieces.filter(piece => /^\p{L}+$/u.test(piece)),
    codes: pieces.filter(piece => /\d/.test(piece) && /\p{L}/u.test(piece)),
    replace: (piece, meant) => text.replace(piece, () => meant),
    sure: at < 1 ? [] : sureParts(text.slice(0, at), text.slice(at + 1)),
  }
}

function sureParts(box: string, domain: string): string[] {
  const dot = domain.lastIndexOf('.')
  return [
    ...(dot > 2 ? [`${box}@${domain.slice(0, dot + 1)}`] : []),
    ...(domain.length >= SHORTEST_SURE ? [domain] : []),
    ...(box.length >= SHORTEST_SURE && domain !== '' ? [`${box}@`] : []),
  ]
}

/** Words that begin and end as typed, with one letter between that was mistyped: each is one range of the vocabulary. */
export interface Gap {
  code: string
  /** What stands behind the mistyped letter; of a whole word, or of its beginning where that is all that is sure. */
  low: string
  high: string
  wordLow: string
  wordHigh: string
}

const LAST = '\u{10FFFF}'

/** Where one typo may be in a code: the ranges that together hold every word that is one typo away. */
export function gapsOf(code: string): Gap[] {
  const gaps: Gap[] = []
  const ends = (end: string, begins: string) =>
    gaps.push({ code, low: end, high: `${end}\u0001`, wordLow: begins, wordHigh: begins + LAST })
  for (let at = 0; at < code.length; at++) {
    const begins = code.slice(0, at)
    const rest = code.slice(at)
    // A letter left out stands before the rest; a mistaken one, or two swapped, before what follows.
    if (rest.length >= SHORTEST_END) ends(rest, begins)
    if (rest.length > SHORTEST_END) ends(rest.slice(1), begins)
    if (rest.length > SHORTEST_END + 1) ends(rest.slice(2), begins)
  }
  // The last letters left out or swapped.
  for (let at = code.length - SHORTEST_END - 1; at < code.length; at++) {
    const [letter = '', next = ''] = code.slice(at)
    for (const exact of [
      code.slice(0, at) + code.slice(at + 1),
      code.slice(0, at) + next + letter + code.slice(at + 2),
    ])
      gaps.push({ code, low: exact, high: `${exact}\u0001`, wordLow: exact, wordHigh: `${exact}\u0001` })
  }
  for (let length = code.length - SHORTEST_END; length < code.length; length++) {
    const sure = code.slice(0, length)
    gaps.push({ code, low: sure, high: sure + LAST, wordLow: sure, wordHigh: sure + LAST })
  }
  return gaps
}

/** Is this the word that was meant by the code? */
export function isNearCode(code: string, word: string): boolean {
  if (Math.abs(code.length - word.length) > 1) return false
  const { whole } = countTypos(code, word)
  return whole > 0 && whole <= (code.length >= LONG ? 2 : 1)
}
