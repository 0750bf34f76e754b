import { lettersOf } from '../../../../platform/pure/typos.ts'

/** Who has a number, and of which party it is where others of that party may be meant too. */
export interface Bearer {
  owner: string
  party: string | null
}

/** By what a record is called. */
export interface Named extends Bearer {
  value: string
}

export interface Numbered {
  bearers: readonly Bearer[]
  names: readonly Named[]
}

/** Answers for one line of words after another who of those that have the number holds all of them too. */
export type AskHolders = (words: readonly string[]) => string[]

/** Records that hold all words themselves; where there is none, those that hold them together with others of their party. */
export function holdersAmong({ bearers, names }: Numbered): AskHolders {
  const letters = names.map(name => lettersOf(name.value))
  return words => {
    const marks = words.map(lettersOf)
    const whole = 2 ** words.length - 1
    const own = new Map<string, number>()
    const together = new Map<string, number>()
    for (const [at, { owner, party, value }] of names.entries()) {
      let held = 0
      for (const [word, text] of words.entries()) {
        // What lacks a letter of the word does not hold it.
        if (((marks[word] ?? 0) & ~(letters[at] ?? 0)) === 0 && value.includes(text)) held |= 1 << word
      }
      if (held === 0) continue
      own.set(owner, (own.get(owner) ?? 0) | held)
      if (party !== null) together.set(party, (together.get(party) ?? 0) | held)
    }
    const alone = bearers.filter(({ owner }) => own.get(owner) === whole)
    if (alone.length > 0) return [...new Set(alone.map(({ owner }) => owner))]
    const isFull = ({ party }: Bearer) => party !== null && together.get(party) === whole
    const numbered = bearers.filter(isFull)
    const named = names.filter(name => isFull(name) && own.has(name.owner))
    return [...new Set([...named, ...numbered].map(({ owner }) => owner))]
  }
}
