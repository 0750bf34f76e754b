/** A seeded source of chance (sfc32): the same seed and stream give the same demo base on every machine. */
export class Dice {
  #a: number
  #b: number
  #c: number
  #counter: number

  constructor(seed: number, stream: number, index: number) {
    this.#a = seed | 0
    this.#b = Math.imul(stream, 0x9e3779b1) | 0
    this.#c = index | 0
    this.#counter = 1
    for (let round = 0; round < 12; round++) this.word()
  }

  /** 32 unsigned bits. */
  word(): number {
    const result = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + result
    this.#c |= 0
    return result >>> 0
  }

  /** In [0, 1). */
  readonly next = (): number => this.word() / 4_294_967_296

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  digits(count: number): string {
    let digits = ''
    for (let index = 0; index < count; index++) digits += String(this.below(10))
    return digits
  }
}

/** Something to pick from, the earlier items more often: weights that people's habits have. */
export class Weighted<T> {
  readonly #items: readonly T[]
  readonly #limits: readonly number[]

  constructor(items: readonly (readonly [T, number])[]) {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0)
    let reached = 0
    this.#items = items.map(([item]) => item)
    this.#limits = items.map(([, weight]) => {
      reached += weight / total
      return reached
    })
  }

  pick(dice: Dice): T {
    const point = dice.next()
    let index = this.#limits.findIndex(limit => point < limit)
    if (index < 0) index = this.#items.length - 1
    const item = this.#items[index]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** UUIDv7 of a moment in a stream; the same record always gets the same id. */
export function idAt(time: number, dice: Dice): string {
  const high = Math.floor(time / 65_536)
  const low = time % 65_536
  const [x, y, z] = [dice.word(), dice.word(), dice.word()]
  return (
    `${byte(high >>> 24)}${byte(high >>> 16)}${byte(high >>> 8)}${byte(high)}-${byte(low >>> 8)}${byte(low)}-` +
    `7${(x & 0xfff).toString(16).padStart(3, '0')}-${byte(((x >>> 16) & 0x3f) | 0x80)}${byte(x >>> 22)}-` +
    `${byte(y >>> 24)}${byte(y >>> 16)}${byte(y >>> 8)}${byte(y)}${byte(z >>> 8)}${byte(z)}`
  )
}

function byte(value: number): string {
  return hex[value & 255] ?? '00'
}
