import { nameOrders } from '../../identity/rules.ts'

/** How two names without their legal forms stand to each other. */
export type NameRelation = 'same' | 'similar' | 'other'

/** In shorter words one other letter makes another word: «Рим» and «Дом». */
const SHORTEST_TYPO = 5

/**
 * Two names: the same; similar — words moved, joined or split, one slip in one longer word, a patronymic left out or
 * names cut to initials; or others.
 */
export function compareNames(one: readonly string[], other: readonly string[], isPerson: boolean): NameRelation {
  if (one.length === 0 || other.length === 0) return 'other'
  if (one.join(' ') === other.join(' ')) return 'same'
  const [a, b] = [one.toSorted(), other.toSorted()]
  if (a.join(' ') === b.join(' ')) return isPerson ? 'same' : 'similar'
  if (!isPerson && one.join('') === other.join('')) return 'similar'
  const [restOfOne, restOfOther] = differing(a, b)
  if (restOfOne.length === 1 && restOfOther.length === 1)
    return isSlip(restOfOne[0] ?? '', restOfOther[0] ?? '') || (isPerson && isShortened(restOfOne, restOfOther))
      ? 'similar'
      : 'other'
  return isPerson && Math.min(one.length, other.length) >= 2 && isShortened(restOfOne, restOfOther)
    ? 'similar'
    : 'other'
}

/** Words of each that the other has not. */
function differing(one: readonly string[], other: readonly string[]): [string[], string[]] {
  const left = [...other]
  const rest = one.filter(word => {
    const at = left.indexOf(word)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  return [rest, left]
}

/** The shorter name leaves words out or cuts them to a letter: «Иванов И. И.», «Иванов Иван». */
function isShortened(one: readonly string[], other: readonly string[]): boolean {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one]
  const left = [...many]
  return few.every(word => {
    const at = left.findIndex(each => (word.length === 1 || each.length === 1) && each[0] === word[0])
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/** One slip of the finger: a letter too many, missing, another one, or two changed about. */
export function isSlip(one: string, other: string): boolean {
  if (Math.max(one.length, other.length) < SHORTEST_TYPO || Math.abs(one.length - other.length) > 1) return false
  // Other numbers are other things: «Школа 1021» and «Школа 1022».
  if (/\d/.test(one) || /\d/.test(other)) return false
  let from = 0
  while (from < one.length && one[from] === other[from]) from++
  let [endOfOne, endOfOther] = [one.length, other.length]
  while (endOfOne > from && endOfOther > from && one[endOfOne - 1] === other[endOfOther - 1]) {
    endOfOne--
    endOfOther--
  }
  const [a, b] = [one.slice(from, endOfOne), other.slice(from, endOfOther)]
  return Math.max(a.length, b.length) <= 1 || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0])
}

/** Words long enough for a slip, with the halves of which a slip leaves one whole. */
export function splitForSlips(words: readonly string[]): { word: string; head: string; tail: string }[] {
  return [...new Set(words)]
    .filter(word => word.length >= SHORTEST_TYPO && !/\d/.test(word))
    .map(word => ({
      word,
      head: word.slice(0, Math.floor(word.length / 2)),
      tail: word.slice(Math.floor(word.length / 2)),
    }))
}

const MOST_WORDS = 6
const SHORTEST_PART = 3

/**
 * Whole names under which a similar one may be stored: words moved, joined or split, and each known word that differs
 * by one slip put in the place of the one typed.
 * @param slips known words by the typed word that they differ from
 */
export function listVariants(
  words: readonly string[],
  isPerson: boolean,
  slips: ReadonlyMap<string, readonly string[]>,
): string[] {
  if (words.length === 0 || words.length > MOST_WORDS) return []
  const orders = (each: readonly string[]) => (each.length <= 3 ? nameOrders(each) : [each.join(' ')])
  const variants = new Set<string>()
  if (!isPerson) {
    for (const order of orders(words)) variants.add(order)
    for (let at = 0; at + 1 < words.length; at++)
      variants.add(words.toSpliced(at, 2, `${words[at]}${words[at + 1]}`).join(' '))
    for (const [at, word] of words.entries())
      for (let cut = SHORTEST_PART; cut <= word.length - SHORTEST_PART; cut++)
        variants.add(words.toSpliced(at, 1, word.slice(0, cut), word.slice(cut)).join(' '))
  }
  for (const [at, word] of words.entries())
    for (const known of slips.get(word) ?? [])
      for (const order of isPerson ? orders(words.toSpliced(at, 1, known)) : [words.toSpliced(at, 1, known).join(' ')])
        variants.add(order)
  for (const order of isPerson ? orders(words) : [words.join(' ')]) variants.delete(order)
  return [...variants]
}

/** A whole name to look for. */
export interface NameKey {
  value: string
  /** Names from a later word on will do: `иван иванов` is found by `иванов иван`. */
  part: boolean
}

/**
 * The fewest look-ups that find every one of these names: a name is stored from each of its words on, so where all turns
 * of a short one are asked for, one of them finds them all.
 */
export function turnNames(values: ReadonlySet<string>): NameKey[] {
  const keys = new Map<string, NameKey>()
  for (const value of values) {
    const turns = turnsOf(value.split(' '))
    const isWhole = turns.length > 0 && turns.every(turn => values.has(turn))
    const key = isWhole ? turns.reduce((least, turn) => (turn < least ? turn : least), value) : value
    keys.set(key, { value: key, part: isWhole })
  }
  return [...keys.values()]
}

/** A short name from each of its other words on. */
function turnsOf([one, two, three, ...more]: readonly string[]): string[] {
  if (two === undefined || more.length > 0) return []
  return three === undefined ? [`${two} ${one}`] : [`${two} ${three} ${one}`, `${three} ${one} ${two}`]
}

/** How often each word stands in a name, among how many names. */
export interface Frequencies {
  of: ReadonlyMap<string, number>
  names: number
}

/** Below this many names chance says nothing; the names of people are so few that it says something sooner. */
const FEWEST_NAMES = { company: 100_000, person: 1_000 }
const RARE = 0.0001
const UNCOMMON = 0.05

/** Words of a name do not meet by chance alone: surname, name and patronymic are all of one sex. */
const AFFINITY = 4

/** Surname, name and patronymic stand for themselves; the words of a double surname come together. */
const PARTS_OF_PERSON = 3

/**
 * How many others are to be expected under this name. A full name tells who it is only when that is far below one; an
 * initial may be anybody's.
 */
export function expectNamesakes(words: readonly string[], isPerson: boolean, { of, names }: Frequencies): number {
  const total = Math.max(names, FEWEST_NAMES[isPerson ? 'person' : 'company'])
  const counts = words
    .filter(word => !isPerson || word.length > 1)
    .map(word => Math.max(0, (of.get(word) ?? 0) - 1))
    .sort((one, other) => other - one)
  const parts = isPerson ? counts.slice(0, PARTS_OF_PERSON) : counts
  const chance = parts.reduce((expected, count) => (expected * count) / total, total)
  return words.length > 1 ? chance * AFFINITY : chance
}

/** Whether a person's name by itself tells who it is, by the namesakes to be expected. */
export function decideRarity(expected: number): 'name_rare' | 'name_uncommon' | null {
  return expected <= RARE ? 'name_rare' : expected <= UNCOMMON ? 'name_uncommon' : null
}

/** More known words than this differ from one typed by a slip only among very short ones. */
export const MOST_SLIPS = 12

const FEWEST_KEPT = 20
const LITTLE_GROWTH = 0.5

/**
 * What was read of the words of names, for work that asks of thousands of records in a row: popular words come again in
 * every batch. Kept for the length of a job, never longer.
 */
export class WordMemory {
  readonly #slips = new Map<string, string[]>()
  /** Words that came in before the one that they are a slip of was asked for. */
  readonly #ahead = new Map<string, string[]>()
  readonly #counts = new Map<string, { n: number; until: number }>()
  #passed = 0

  slipsOf(word: string): readonly string[] | undefined {
    return this.#slips.get(word)
  }

  /** A word of the vocabulary, with those that differ by a slip: each of them is a slip of it from now on. */
  keepSlips(word: string, slips: readonly string[]): void {
    this.#slips.set(word, [...new Set([...slips, ...(this.#ahead.get(word) ?? [])])].slice(0, MOST_SLIPS))
    this.#ahead.delete(word)
    this.noteSlips(word, slips)
  }

  /** A word that is new in the base, or will be: those that are remembered, now or later, learn of it. */
  noteSlips(word: string, slips: readonly string[]): void {
    for (const slip of slips) {
      const known = this.#slips.get(slip) ?? this.#ahead.get(slip)
      if (known === undefined) this.#ahead.set(slip, [word])
      else if (!known.includes(word) && known.length < MOST_SLIPS) known.push(word)
    }
  }

  /** So many names more were asked of, and may have been written. */
  pass(names: number): void {
    this.#passed += names
  }

  countOf(word: string): number | undefined {
    const known = this.#counts.get(word)
    return known && this.#passed <= known.until ? known.n : undefined
  }

  /** How many names of so many hold this word: that holds as long as the base grows little, except of rare words. */
  keepCount(word: string, n: number, names: number): void {
    if (n >= FEWEST_KEPT) this.#counts.set(word, { n, until: this.#passed + names * LITTLE_GROWTH })
  }
}
