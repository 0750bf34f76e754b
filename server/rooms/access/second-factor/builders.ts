import { stepOf } from './rules.ts'
import { codeOf } from './service.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an app computes from the key that it was given. @param clock the present moment, as the product sees it */
export function appOf(key: string, clock: () => Date = () => new Date()): (steps?: number) => string {
  const bits = [...key].map(letter => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return (steps = 0) => codeOf(bytes, stepOf(clock()) + steps)
}
