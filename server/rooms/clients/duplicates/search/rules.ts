import type { Census } from '../comparing/rules.ts'
import { decideNameRarity, wholeName } from '../matching/rules.ts'
import { expectNamesakes } from '../names/rules.ts'

/** What a search does, in this order; a place inside a step is kept, so that any node can go on from there. */
export const STEPS = [
  { does: 'values', of: 'phone' },
  { does: 'values', of: 'email' },
  { does: 'values', of: 'inn' },
  { does: 'values', of: 'ogrn' },
  { does: 'values', of: 'site' },
  { does: 'values', of: 'domain' },
  { does: 'keys', of: 'client' },
  { does: 'blocks', of: 'client' },
  { does: 'keys', of: 'contact' },
  { does: 'blocks', of: 'contact' },
  { does: 'keys', of: 'prospect' },
  { does: 'blocks', of: 'prospect' },
] as const
export type Step = (typeof STEPS)[number]
export type ValueKind = Extract<Step, { does: 'values' }>['of']

/** How far a search is, in whole per cent. */
export function progressOf(run: { state: string; step: number; done: number; total: number }): number {
  if (run.state === 'done') return 100
  const inside = run.total > 0 ? Math.min(1, run.done / run.total) : 0
  return Math.min(99, Math.floor(((run.step + inside) / STEPS.length) * 100))
}

/** What a step is called for a person. */
export function stageOf(step: number): 'numbers' | 'names' | 'end' {
  const { does } = STEPS[step] ?? { does: 'end' as const }
  return does === 'values' ? 'numbers' : does === 'end' ? 'end' : 'names'
}

const SHORTEST_TYPO = 5

/** Keys of a name of which a similar one has at least one too: all its words, and all words but a half of one. */
export function blockKeys(words: readonly string[], isPerson: boolean): string[] {
  const keys = new Set([`= ${words.toSorted().join(' ')}`])
  if (!isPerson) keys.add(`+ ${words.join('')}`)
  for (const [at, word] of words.entries()) {
    if (word.length < SHORTEST_TYPO || /\d/.test(word)) continue
    const rest = words.toSpliced(at, 1).sort().join(' ')
    // Of a word with a letter more or less the halves have another length.
    for (const half of new Set([Math.floor(word.length / 2), Math.floor((word.length - 1) / 2)])) {
      keys.add(`< ${rest} ${word.slice(0, half)}`)
      keys.add(`> ${rest} ${word.slice(-half)}`)
    }
  }
  return [...keys]
}

/** Does the name by itself tell so much that a similar one is worth looking for? */
export function isTellingName(words: readonly string[], isPerson: boolean, census: Census): boolean {
  if (words.length === 0) return false
  if (words.length === 1 && isPerson) return false
  const names = { mine: words, theirs: words, isPerson }
  const others = [census.holdersOf(wholeName(words, isPerson)) - 1]
  return decideNameRarity(names, others, expectNamesakes(words, isPerson, census)) === 'name_rare'
}

const SLOTS = 1 << 23

/**
 * Counts words, and whole names without keeping them: a count may be too high where two names meet in both
 * tables, which makes a rare name look common, never the other way round.
 */
export class CensusTaker implements Census {
  readonly of = new Map<string, number>()
  names = 0
  readonly #tables = [new Uint8Array(SLOTS), new Uint8Array(SLOTS)] as const

  add(words: readonly string[], isPerson: boolean): void {
    if (words.length === 0) return
    this.names++
    for (const word of new Set(words)) this.of.set(word, (this.of.get(word) ?? 0) + 1)
    const name = wholeName(words, isPerson)
    for (const [at, table] of this.#tables.entries()) {
      const slot = hash(name, at)
      table[slot] = Math.min(255, (table[slot] ?? 0) + 1)
    }
  }

  holdersOf(name: string): number {
    return Math.min(...this.#tables.map((table, at) => table[hash(name, at)] ?? 0))
  }
}

function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  state ^= state >>> 15
  state = Math.imul(state, 0x85ebca6b)
  return (state ^ (state >>> 13)) & (SLOTS - 1)
}
