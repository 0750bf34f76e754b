const SHORTEST = 5
const LONG = 8

/** So many slips of the finger are forgiven in a word: in a short one another word would be meant. */
export function typosForgiven(word: string): 0 | 1 | 2 {
  return word.length < SHORTEST ? 0 : word.length < LONG ? 1 : 2
}

export interface Typos {
  /** Letters left out, added, mistaken or swapped with their neighbour between the two texts. */
  whole: number
  /** The same between the typed text and the best beginning of the other, with the length of that beginning. */
  start: number
  startLength: number
}

const LONGEST = 64
/** The last three rows of the table of distances, used again and again: nothing waits inside. */
let rows: [Uint8Array, Uint8Array, Uint8Array] = [
  new Uint8Array(LONGEST + 1),
  new Uint8Array(LONGEST + 1),
  new Uint8Array(LONGEST + 1),
]

/**
 * How far a typed text is from a meant one, of each the first 64 letters; of two beginnings that are equally near the
 * longer one is told.
 */
export function countTypos(typed: string, meant: string): Typos {
  const height = Math.min(typed.length, LONGEST)
  const width = Math.min(meant.length, LONGEST)
  let [before, last, next] = rows
  for (let at = 0; at <= width; at++) last[at] = at
  for (let row = 1; row <= height; row++) {
    next[0] = row
    const letter = typed.charCodeAt(row - 1)
    const previous = row > 1 ? typed.charCodeAt(row - 2) : -1
    for (let column = 1; column <= width; column++) {
      const other = meant.charCodeAt(column - 1)
      let cost = (last[column - 1] as number) + (letter === other ? 0 : 1)
      const fewer = Math.min(last[column] as number, next[column - 1] as number) + 1
      if (fewer < cost) cost = fewer
      if (column > 1 && previous === other && letter === meant.charCodeAt(column - 2)) {
        cost = Math.min(cost, (before[column - 2] as number) + 1)
      }
      next[column] = cost
    }
    const free = before
    before = last
    last = next
    next = free
  }
  rows = [before, last, next]
  let startLength = 0
  for (let at = 1; at <= width; at++) if ((last[at] as number) <= (last[startLength] as number)) startLength = at
  return { whole: last[width] as number, start: last[startLength] as number, startLength }
}

/** The letters of a word, a bit each; letters far apart in the alphabet may share one. */
export function lettersOf(word: string): number {
  let letters = 0
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31)
  return letters
}

/** Fewer typos than this do not lead from one set of letters to the other: one changes two letters at most. */
export function leastTypos(typed: number, meant: number): number {
  return Math.ceil(countBits(typed ^ meant) / 2)
}

/** So many of the typed letters the other word does not have at all. */
export function strangeLetters(typed: number, meant: number): number {
  return countBits(typed & ~meant)
}

function countBits(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555)
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333)
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
