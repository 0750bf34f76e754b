import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Counted, decideGuess, OF_ACCOUNT, OF_ADDRESS, type Patience, waitAfter } from './rules.ts'

const start = Date.parse('2026-03-02T09:00:00Z')
const at = (minutes: number) => new Date(start + minutes * 60_000)

/** Plays wrong guesses at the given minutes and returns those that were looked at. */
function play(patience: Patience, minutes: readonly number[]): number[] {
  let counted: Counted | null = null
  const seen: number[] = []
  for (const minute of [...minutes].sort((a, b) => a - b)) {
    const guess = decideGuess(patience, counted, at(minute))
    if (!guess.allowed) continue
    counted = guess.next
    seen.push(minute)
  }
  return seen
}

it('looks at ten wrong guesses, counts down, and then at none for a quarter of an hour', () => {
  let counted: Counted | null = null
  const left: number[] = []
  for (let n = 0; n < 10; n++) {
    const guess = decideGuess(OF_ACCOUNT, counted, at(0))
    if (!guess.allowed) throw new Error('refused too early')
    counted = guess.next
    left.push(guess.left)
  }
  expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
  expect(decideGuess(OF_ACCOUNT, counted, at(0))).toEqual({ allowed: false, retryAfter: 900 })
  expect(decideGuess(OF_ACCOUNT, counted, at(14.5))).toEqual({ allowed: false, retryAfter: 30 })
  expect(decideGuess(OF_ACCOUNT, counted, at(15))).toMatchObject({ allowed: true, left: 0 })
})

it('lets whoever goes on guessing wait longer each time, and never longer than an hour', () => {
  const waits = [9, 10, 11, 12, 13, 200].map(wrong => waitAfter(OF_ACCOUNT, wrong))
  expect(waits).toEqual([0, 15, 30, 60, 60, 60])
  // Tried every minute of a day: ten at once, then ever more slowly.
  const seen = play(OF_ACCOUNT, [...Array(10).fill(0), ...Array.from({ length: 24 * 60 }, (_, minute) => minute)])
  expect(seen.slice(10, 14)).toEqual([15, 45, 105, 165])
})

it('never looks at more than ten wrong guesses in any quarter of an hour, whatever the pace', () => {
  for (const patience of [OF_ACCOUNT, OF_ADDRESS]) {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 300 }), minutes => {
        const seen = play(patience, minutes)
        for (const from of seen) {
          expect(seen.filter(minute => minute >= from && minute < from + 15).length).toBeLessThanOrEqual(10)
        }
      }),
    )
  }
})

it('forgets slips of an office after a pause, those of an account after a day', () => {
  const slips: Counted = { wrong: 9, lastAt: at(0), blockedUntil: null }
  expect(decideGuess(OF_ADDRESS, slips, at(15))).toMatchObject({ left: 9 })
  expect(decideGuess(OF_ACCOUNT, slips, at(15))).toMatchObject({ left: 0 })
  expect(decideGuess(OF_ACCOUNT, slips, at(24 * 60))).toMatchObject({ left: 9 })
})
