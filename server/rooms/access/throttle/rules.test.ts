import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Bucket, decideAllowance, horizonOf, startOfPart } from './rules.ts'

const limit = { limit: 10, seconds: 900 }
const start = new Date('2026-03-02T09:00:00Z').getTime()

/** Plays hits at the given seconds and returns the times of those that passed. */
function play(seconds: readonly number[]): number[] {
  const counted = new Map<number, number>()
  const passed: number[] = []
  for (const at of [...seconds].sort((a, b) => a - b)) {
    const now = new Date(start + at * 1_000)
    const part = startOfPart(limit, now).getTime()
    const horizon = horizonOf(limit, now).getTime()
    const buckets: Bucket[] = [...counted, [part, 0] as const]
      .filter(([time]) => time > horizon)
      .map(([time, hits]) => ({ start: new Date(time), hits }))
    const withThis = [...buckets, { start: new Date(part), hits: 1 }]
    if (!decideAllowance(limit, now, withThis).allowed) continue
    counted.set(part, (counted.get(part) ?? 0) + 1)
    passed.push(at)
  }
  return passed
}

it('never lets more pass than the limit in any stretch of the length, wherever it begins', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 200 }), times => {
      const passed = play(times)
      for (const from of passed) {
        expect(passed.filter(at => at >= from && at < from + limit.seconds).length).toBeLessThanOrEqual(limit.limit)
      }
    }),
  )
})

it('lets the first ones pass and counts down', () => {
  const now = new Date(start)
  const at = (hits: number) => decideAllowance(limit, now, [{ start: now, hits }])
  expect(at(1)).toEqual({ allowed: true, left: 9, retryAfter: 0 })
  expect(at(10)).toEqual({ allowed: true, left: 0, retryAfter: 0 })
  expect(at(11).allowed).toBe(false)
})

it('says after how long one may try again, and then one may', () => {
  const full = { start: new Date(start), hits: 10 }
  const now = new Date(start + 300_000)
  const { retryAfter } = decideAllowance(limit, now, [full, { start: startOfPart(limit, now), hits: 1 }])
  const then = new Date(now.getTime() + retryAfter * 1_000)
  expect(full.start.getTime()).toBeLessThanOrEqual(horizonOf(limit, then).getTime() + 1)
  expect(retryAfter).toBeLessThanOrEqual(limit.seconds)
})
