import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../../../platform/pure/ids.ts'
import { keyBetween } from './rules.ts'

const keyOf = (id: string) => id.replaceAll('-', '')

test('a key stands between its neighbours, however often one puts something there', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 200 }), acts => {
      const keys = [keyOf(newId()), keyOf(newId()), keyOf(newId())]
      for (const [place, random] of acts) {
        const at = place % (keys.length + 1)
        keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null, random))
      }
      expect(keys).toEqual(keys.toSorted())
      expect(new Set(keys).size).toBe(keys.length)
    }),
  )
})

test('what is put to an end again and again stays short', () => {
  let [first, last] = [keyOf(newId()), keyOf(newId())]
  for (let n = 0; n < 20_000; n++) {
    first = keyBetween(null, first, 0.5)
    last = keyBetween(last, null, 0.5)
  }
  expect(Math.max(first.length, last.length)).toBeLessThan(50)
})

test('what is put into one gap a thousand times has a key of hundreds of digits, not of thousands', () => {
  const above = keyOf(newId())
  let below = keyOf(newId())
  for (let n = 0; n < 1_000; n++) below = keyBetween(above, below, (n % 10) / 10)
  expect(below > above).toBe(true)
  expect(below.length).toBeLessThan(500)
})

test('two who choose the same gap at once get different keys', () => {
  const [above, below] = [keyOf(newId()), keyOf(newId())]
  const keys = Array.from({ length: 1_000 }, () => keyBetween(above, below, Math.random()))
  expect(new Set(keys).size).toBe(keys.length)
})

test('between equal keys there is still a key after both', () => {
  const key = keyOf(newId())
  expect(keyBetween(key, key, 0.5) > key).toBe(true)
})
