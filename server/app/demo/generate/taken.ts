const FIRST_SIZE = 1 << 12
const FULLEST = 0.6

/**
 * What belongs to somebody already: no two parties of a base share a phone, a mail, a domain or an OGRN by chance.
 * Only hashes are kept, four bytes each; where two meet, one more is taken for somebody's, which does no harm.
 */
export class Taken {
  #table: Uint32Array
  #count: number

  /** @param table of another one: it knows what that one knew */
  constructor(table: Uint32Array = new Uint32Array(FIRST_SIZE)) {
    this.#table = table
    this.#count = table.reduce((count, held) => (held === 0 ? count : count + 1), 0)
  }

  /** Can be handed to another thread. */
  get table(): Uint32Array {
    return this.#table
  }

  add(text: string): void {
    this.#take(hash(text))
  }

  /** The first of these that nobody has; it is taken from now on. */
  first(candidate: (attempt: number) => string): string {
    for (let attempt = 0; ; attempt++) {
      const text = candidate(attempt)
      if (this.#take(hash(text))) return text
    }
  }

  #take(value: number): boolean {
    const mask = this.#table.length - 1
    let at = value & mask
    for (let held = this.#table[at]; held !== 0; held = this.#table[at]) {
      if (held === value) return false
      at = (at + 1) & mask
    }
    this.#table[at] = value
    if (++this.#count > this.#table.length * FULLEST) this.#grow()
    return true
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Uint32Array(old.length * 2)
    const mask = this.#table.length - 1
    for (const value of old) {
      if (value === 0) continue
      let at = value & mask
      while (this.#table[at] !== 0) at = (at + 1) & mask
      this.#table[at] = value
    }
  }
}

/** 32 bits, never zero: that is an empty place. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0 || 1
}
