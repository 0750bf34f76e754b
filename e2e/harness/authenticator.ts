import { createHmac } from 'node:crypto'

/** An app with codes on somebody's phone, as RFC 6238 has it; knows nothing of the product. */
export type Authenticator = {
  /** The code of this half minute, or of one beside it; never one that runs out while it is typed. */
  code: (steps?: number) => Promise<string>
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_MS = 30_000
const TYPING_MS = 6_000

export function authenticatorOf(shown: string): Authenticator {
  const letters = [...shown.replaceAll(' ', '')]
  const bits = letters.map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return {
    async code(steps = 0) {
      const left = STEP_MS - (Date.now() % STEP_MS)
      if (left < TYPING_MS) await new Promise(resolve => setTimeout(resolve, left))
      const counter = Buffer.alloc(8)
      counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps))
      const digest = createHmac('sha1', key).update(counter).digest()
      const offset = (digest.at(-1) ?? 0) & 15
      return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
    },
  }
}
