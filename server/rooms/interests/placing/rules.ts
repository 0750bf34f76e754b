/** Digits of an id: what nobody put anywhere stands by it, so in the order in which it was registered. */
const DIGITS = 32
/** At an end one goes on by a second of the time with which ids begin, instead of into an ever smaller gap. */
const STEP = 1n << 90n
/** So many digits beyond those of the gap: two who choose the same gap at once do not choose the same key. */
const SPREAD = 8

/**
 * A key between two others, as hexadecimal digits that are compared as texts; null is the end of the column.
 * @param random from 0 to 1: where in the middle half of the gap
 */
export function keyBetween(above: string | null, below: string | null, random: number): string {
  const length = Math.max(DIGITS, above?.length ?? 0, below?.length ?? 0) + SPREAD
  const valueOf = (key: string) => BigInt(`0x${key.padEnd(length, '0')}`)
  const step = STEP << BigInt(4 * (length - DIGITS))
  const low = above === null ? (below === null ? 0n : atLeastZero(valueOf(below) - step)) : valueOf(above)
  const end = below === null ? low + step : valueOf(below)
  // Equal keys leave no gap: right after both.
  const gap = end > low ? end - low : 1n << BigInt(4 * SPREAD)
  const share = BigInt(Math.floor((0.25 + random / 2) * 2 ** 32))
  const digits = (low + ((gap * share) >> 32n)).toString(16).padStart(length, '0')
  const shared = length - gap.toString(16).length
  return digits.slice(0, shared + SPREAD + 1)
}

const atLeastZero = (value: bigint) => (value < 0n ? 0n : value)
