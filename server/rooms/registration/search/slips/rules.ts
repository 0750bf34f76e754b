import { isLegalFormAbbreviation } from '../../../../platform/pure/legal-forms.ts'
import { layoutSwap } from '../../../../platform/pure/layout.ts'
import { lookAlike, nameWords } from '../../../../platform/pure/names.ts'
import { soundOf, soundsOf } from '../../../../platform/pure/sounds.ts'
import { countTypos, leastTypos, lettersOf, strangeLetters, typosForgiven } from '../../../../platform/pure/typos.ts'
import { LONGEST_WORD } from '../../../clients/identity/rules.ts'
import { piecesOfWords, readPiece, readQuestion, type Term, tellingTerms } from '../rules.ts'
import { readAddress } from '../addresses/rules.ts'
import { textOf } from '../candidates/rules.ts'

export type SlipKind = 'layout' | 'letters' | 'translit' | 'words' | 'typo'

/** A word of the vocabulary, and how it sounds. */
export interface Sounded {
  word: string
  sound: string
}

/** Sounds to look up: words that begin so, that sound so as a whole, that lie a few typos away. */
export interface Soundings {
  start: string[]
  whole: string[]
  near: string[]
  /** Words as they were typed, if the vocabulary would know them. */
  typed: string[]
}

export interface Heard {
  start: ReadonlyMap<string, readonly Sounded[]>
  whole: ReadonlyMap<string, readonly Sounded[]>
  near: ReadonlyMap<string, readonly Sounded[]>
}

/** What a typed line may have meant: the terms, how far they are from what was typed, and by which slip. */
export interface Reading {
  terms: Term[]
  cost: number
  kind: SlipKind | null
}

/** One way to read some of the typed words that stand side by side. */
export interface Edge extends Reading {
  from: number
  span: number
}

type Word = Extract<Term, { kind: 'word' }>

export interface Typed {
  /** Words and addresses, in the order typed. */
  slots: Term[]
  /** Pieces as they would have come from the other layout, and whose place they take. */
  swaps: { from: number; span: number; terms: Term[] }[]
  /** Numbers are meant as they are typed. */
  fixed: Term[]
}

const SHORTEST = 3
const SHORTEST_SPLIT = 6
const LONGEST_SPLIT = 40
/** Of a longer word the beginning alone may be typed wrong. */
export const LONGEST_WHOLE = 6
/** A word of five letters may have lost one. */
const SHORTEST_NEAR = 4
const MOST_EDGES = 10
const MOST_READINGS = 24
/** A word that nobody bears, left as it is: it may still be a part of one. */
const UNKNOWN = 2.5
/** So that a line is read in one alphabet as a whole. */
const FOREIGN = 1.1

/** Takes a line apart in a way that keeps the keys: «;» and «[» are letters of the other layout. */
export function takeApart(q: string): Typed {
  const slots: Term[] = []
  const swaps: Typed['swaps'] = []
  for (const piece of piecesOfWords(q)) {
    const own = /\p{L}/u.test(piece) ? piece.split(/[;|]+/).flatMap(readPiece) : nameWords(piece).map(word)
    const from = slots.length
    slots.push(...own)
    const swapped = layoutSwap(piece)
    const terms = swapped === null ? [] : readPiece(swapped)
    if (own.length > 0 && terms.length > 0 && isClean(swapped ?? '')) swaps.push({ from, span: own.length, terms })
  }
  const fixed = readQuestion(q).terms.filter(term => term.kind === 'number' || term.kind === 'extension')
  return { slots, swaps, fixed }
}

/** The other layout must give words: what comes out with a bracket inside was not meant. */
function isClean(swapped: string): boolean {
  return /^["«(]?[\p{L}\p{N}@._'’-]+["»).,]?$/u.test(swapped)
}

const isLatin = (word: string) => /[a-z]/.test(word)
const isWord = (term: Term | undefined): term is Word => term?.kind === 'word' && /^\p{L}+$/u.test(term.text)

/** Legal forms are left out of names. */
const isInVocabulary = (text: string) =>
  text.length >= SHORTEST && text.length <= LONGEST_WORD && !isLegalFormAbbreviation(text)

/** The parts of a word that may be two words written together. */
function splits(word: string): [string, string][] {
  if (word.length < SHORTEST_SPLIT || word.length > LONGEST_SPLIT) return []
  return Array.from({ length: word.length - 2 * SHORTEST + 1 }, (_, at) => [
    word.slice(0, at + SHORTEST),
    word.slice(at + SHORTEST),
  ])
}

/** How a word may be written where a typo is looked for: a Latin one in Russian letters too. */
function spellings(text: string): string[] {
  return isLatin(text) ? [text, soundOf(text)] : [text]
}

/** What the vocabulary must be asked before the line can be read. */
export function soundingsOf({ slots, swaps }: Typed): Soundings {
  const start = new Set<string>()
  const whole = new Set<string>()
  const near = new Set<string>()
  for (const [at, slot] of slots.entries()) {
    if (slot.kind === 'address') for (const piece of readAddress(slot.text).words) near.add(piece)
    if (!isWord(slot)) continue
    const { text } = slot
    if (text.length >= SHORTEST) for (const sound of soundsOf(text)) start.add(sound)
    if (text.length >= SHORTEST_NEAR) for (const each of spellings(text)) near.add(each)
    const alike = lookAlike(text)
    if (alike !== null && alike.length >= SHORTEST) start.add(soundOf(alike))
    for (const part of splits(text).flat()) whole.add(soundOf(part))
    const next = slots[at + 1]
    if (isWord(next)) start.add(soundOf(text + next.text))
  }
  for (const term of swaps.flatMap(swap => swap.terms)) {
    if (isWord(term) && term.text.length >= SHORTEST) for (const sound of soundsOf(term.text)) start.add(sound)
    if (isWord(term) && term.text.length >= SHORTEST_NEAR) for (const each of spellings(term.text)) near.add(each)
  }
  for (const set of [start, whole, near]) set.delete('')
  const typed = slots.flatMap(slot => (isWord(slot) && isInVocabulary(slot.text) ? [slot.text] : []))
  return { start: [...start], whole: [...whole], near: [...near], typed }
}

/** Everything the line may have meant, the likeliest first; the line as it was typed is not among it. */
export function readingsOf({ slots, swaps, fixed }: Typed, heard: Heard, more: readonly Edge[] = []): Reading[] {
  const edges: Edge[] = [...more]
  for (const [from, slot] of slots.entries()) {
    const own = slot.kind === 'address' ? edgesOfAddress(slot.text, heard) : edgesOfWord(slot, heard)
    edges.push(...own.map(edge => ({ ...edge, from, span: 1 })))
    const next = slots[from + 1]
    if (isWord(slot) && isWord(next)) {
      const joined = slot.text + next.text
      if (isKnown(joined, heard)) {
        edges.push({ from, span: 2, terms: [{ kind: 'word', text: joined }], cost: 1.2, kind: 'words' })
      }
    }
  }
  for (const { from, span, terms } of swaps) {
    edges.push(...readSwapped(terms, heard).map(reading => ({ ...reading, from, span })))
  }
  return bestPaths(slots.length, edges)
    .filter(reading => reading.kind !== null)
    .map(reading => ({ ...reading, terms: tellingTerms([...reading.terms, ...fixed]) }))
    .filter(({ terms }) => terms.some(term => textOf(term).length >= SHORTEST))
}

/** Is each of the typed words the beginning of one in the vocabulary? */
export function areBorne({ slots }: Typed, heard: Heard): boolean {
  return slots.every(slot => !isWord(slot) || slot.text.length < SHORTEST || isKnown(slot.text, heard))
}

/** The cheapest ways from the first word to the last. */
function bestPaths(size: number, edges: readonly Edge[]): Reading[] {
  const reached: Reading[][] = Array.from({ length: size + 1 }, () => [])
  reached[0] = [{ terms: [], cost: 0, kind: null }]
  for (let at = 0; at < size; at++) {
    const here = cheapest(reached[at] ?? [], MOST_READINGS)
    for (const edge of edges) {
      if (edge.from !== at) continue
      for (const { terms, cost, kind } of here) {
        reached[at + edge.span]?.push({
          terms: [...terms, ...edge.terms],
          cost: cost + edge.cost,
          kind: kind ?? edge.kind,
        })
      }
    }
  }
  return cheapest(reached[size] ?? [], MOST_READINGS + 1)
}

function cheapest<R extends { cost: number }>(readings: readonly R[], most: number): R[] {
  return readings.toSorted((a, b) => a.cost - b.cost).slice(0, most)
}

type Alternative = Omit<Edge, 'from' | 'span'>

const word = (text: string): Term => ({ kind: 'word', text })
/** An address that is looked up as it stands. */
export const address = (text: string): Extract<Term, { kind: 'address' }> => ({ kind: 'address', text, words: [] })

function isKnown(text: string, heard: Heard): boolean {
  return (heard.start.get(soundOf(text)) ?? []).some(each => each.word.startsWith(text))
}

/** What one typed word may mean. */
function edgesOfWord(slot: Term, heard: Heard): Alternative[] {
  // Initials, numbers and words with digits are meant as they are typed, but for «спец47».
  const typed: Alternative = { terms: [slot], cost: 0, kind: null }
  if (!isWord(slot)) return [typed, ...edgesOfNumbered(textOf(slot))]
  // «i» between Latin words is «и».
  if (slot.text.length < SHORTEST) {
    const foreign: Alternative = { terms: [word(soundOf(slot.text))], cost: 0.3, kind: 'translit' }
    return isLatin(slot.text) ? [typed, foreign] : [typed]
  }
  const { text } = slot
  const known = isKnown(text, heard) || isLegalFormAbbreviation(text)
  const found = new Map<string, Alternative>()
  const add = (meant: string, cost: number, kind: SlipKind) => {
    if (meant !== text && cost < (found.get(meant)?.cost ?? Infinity)) {
      found.set(meant, { terms: [word(meant)], cost, kind })
    }
  }
  for (const sound of soundsOf(text)) addSounding(text, sound, heard.start.get(sound) ?? [], add)
  const alike = lookAlike(text)
  if (alike !== null && isKnown(alike, heard)) add(alike, 0.9, 'letters')
  for (const each of spellings(text)) addNear(text, heard.near.get(each) ?? [], add)
  const likely = [...found.values()].sort((a, b) => a.cost - b.cost).slice(0, MOST_EDGES)
  const cost = !known ? UNKNOWN : isForeign(text, likely) ? FOREIGN : 0
  return [{ terms: [slot], cost, kind: null }, ...likely, ...(known ? [] : edgesOfSplit(text, heard))]
}

/** A Latin word is known by some mail, and still it is the Latin spelling of a Russian one beside it. */
function isForeign(text: string, likely: readonly Alternative[]): boolean {
  return isLatin(text) && likely.some(each => each.kind === 'translit' && each.cost <= 1)
}

type Add = (meant: string, cost: number, kind: SlipKind) => void

/** The same sound in other letters: another alphabet, a soft sign too few, a letter doubled. */
function addSounding(text: string, sound: string, heard: readonly Sounded[], add: Add): void {
  for (const each of heard) {
    if (each.word.startsWith(text)) continue
    const isWhole = each.sound === sound
    const meant = isWhole ? each.word : beginningOf(each.word, sound)
    if (isLatin(each.word) !== isLatin(text)) add(meant, isWhole ? 1 : 1.3, 'translit')
    else if (typosForgiven(text) > 0) add(meant, isWhole ? 1.6 : 1.9, 'typo')
  }
}

function addNear(text: string, heard: readonly Sounded[], add: Add): void {
  const isForeign = isLatin(text)
  const sound = isForeign || heard.some(each => isLatin(each.word)) ? soundOf(text) : ''
  const letters = lettersOf(text)
  const sounds = lettersOf(sound)
  for (const each of heard) {
    const forgiven = typosForgiven(each.word.length > text.length ? each.word : text)
    if (isLatin(each.word) !== isForeign) {
      if (leastTypos(sounds, lettersOf(each.sound)) > forgiven) continue
      const { whole } = countTypos(sound, each.sound)
      if (whole <= forgiven) add(each.word, 2 + whole, 'translit')
      continue
    }
    const others = lettersOf(each.word)
    const mayBegin =
      text.length > LONGEST_WHOLE && each.word.length >= text.length && strangeLetters(letters, others) <= 1
    const mayBe = Math.abs(each.word.length - text.length) <= forgiven && leastTypos(letters, others) <= forgiven
    if (!mayBe && !mayBegin) continue
    const { whole, start, startLength } = countTypos(text, each.word)
    if (whole <= forgiven) add(each.word, 1 + whole, 'typo')
    else if (mayBegin && start === 1 && startLength < each.word.length)
      add(each.word.slice(0, startLength), 2.6, 'typo')
  }
}

/** The least of a word that sounds so. */
function beginningOf(whole: string, sound: string): string {
  for (let length = 1; length < whole.length; length++) {
    const start = whole.slice(0, length)
    if (soundOf(start).startsWith(sound)) return start
  }
  return whole
}

function edgesOfSplit(text: string, heard: Heard): Alternative[] {
  const bears = (part: string) => (heard.whole.get(soundOf(part)) ?? []).some(each => each.word === part)
  return splits(text)
    .filter(parts => parts.every(bears))
    .slice(0, MOST_EDGES)
    .map(parts => ({ terms: parts.map(word), cost: 1.4, kind: 'words' }))
}

function edgesOfNumbered(text: string): Alternative[] {
  const parts = /^(\p{L}{3,})(\d+)$/u.exec(text)
  return parts?.[1] && parts[2] ? [{ terms: [word(parts[1]), word(parts[2])], cost: 1.2, kind: 'words' }] : []
}

function edgesOfAddress(text: string, heard: Heard): Alternative[] {
  const { words, replace, sure } = readAddress(text)
  const likely: Alternative[] = words.flatMap(piece => {
    const near = heard.near.get(piece) ?? []
    // A piece that somebody has as it stands is the wrong one less likely than its neighbour that nobody has.
    const doubt = near.some(each => each.word === piece) ? 0.5 : 0
    const meant = near.flatMap(each => {
      const typos = countTypos(piece, each.word).whole
      if (typos === 0 || typos > typosForgiven(piece)) return []
      return [{ terms: [address(replace(piece, each.word))], cost: 1 + typos + doubt, kind: 'typo' as const }]
    })
    return cheapest(meant, MOST_EDGES)
  })
  likely.sort((a, b) => a.cost - b.cost)
  const stopped = text.includes(',')
    ? [{ terms: [address(text.replaceAll(',', '.'))], cost: 0.5, kind: 'typo' as const }]
    : []
  const begun: Alternative[] = sure.map(part => ({
    terms: [{ ...address(part), near: text }],
    // The same mailbox at a domain like the typed one is likelier than another mailbox like it.
    cost: text.startsWith(part) ? 2.1 : 2.6,
    kind: 'typo',
  }))
  return [{ terms: [address(text)], cost: 0, kind: null }, ...stopped, ...likely, ...begun]
}

/** A piece from the other layout: each of its words must be borne by somebody, or stand alone and be long enough. */
function readSwapped(terms: readonly Term[], heard: Heard): Reading[] {
  const kind = 'layout'
  if (terms.some(term => term.kind === 'address')) return [{ terms: [...terms], cost: 1.5, kind }]
  const words = terms.filter(isWord)
  const isBorne = (text: string) => text.length < SHORTEST || isKnown(text, heard) || isLegalFormAbbreviation(text)
  const readings: Reading[] = []
  // «b» is «и» where a longer word was typed on the other layout, and nothing alone.
  if (words.every(each => isBorne(each.text))) readings.push({ terms: [...terms], cost: 1, kind })
  const [first] = words
  if (terms.length !== 1) return readings
  if (first === undefined) return [{ terms: [...terms], cost: 2.4, kind }]
  const add: Add = (meant, cost) => readings.push({ terms: [word(meant)], cost: cost + 1, kind })
  for (const sound of soundsOf(first.text)) addSounding(first.text, sound, heard.start.get(sound) ?? [], add)
  for (const each of spellings(first.text)) addNear(first.text, heard.near.get(each) ?? [], add)
  if (readings.length === 0 && first.text.length > SHORTEST) readings.push({ terms: [first], cost: 2.4, kind })
  return cheapest(readings, MOST_EDGES)
}
