import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countTypos, leastTypos, lettersOf, strangeLetters, typosForgiven } from './typos.ts'

test.each([
  ['иванв', 'иванов', 1],
  ['иавнов', 'иванов', 1],
  ['иванноов', 'иванов', 2],
  ['кузнецов', 'кузнецов', 0],
  ['кузнтцлв', 'кузнецов', 2],
  ['', 'два', 3],
])('between %j and %j lie %i typos', (typed, meant, typos) => {
  expect(countTypos(typed, meant).whole).toBe(typos)
})

test('a word that is not typed to its end is near to a beginning', () => {
  expect(countTypos('кузнцо', 'кузнецов')).toEqual({ whole: 2, start: 1, startLength: 7 })
  expect(countTypos('иванов', 'иванова')).toEqual({ whole: 1, start: 0, startLength: 6 })
})

test('a short word is meant as it is typed, a long one may hold two typos', () => {
  expect(['петр', 'попов', 'иванова', 'васильев'].map(typosForgiven)).toEqual([0, 1, 1, 2])
})

const word = fc.stringMatching(/^[а-д]{0,9}$/)

test('typos are the same in both directions, none between equals, and never more than letters', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const { whole, start, startLength } = countTypos(a, b)
      expect(countTypos(b, a).whole).toBe(whole)
      expect(whole === 0).toBe(a === b)
      expect(whole).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      expect(whole).toBeLessThanOrEqual(Math.max(a.length, b.length))
      expect(start).toBe(countTypos(a, b.slice(0, startLength)).whole)
      expect(start).toBeLessThanOrEqual(whole)
    }),
  )
})

test('letters alone never say that two words are farther apart than they are', () => {
  const any = fc.oneof(word, fc.stringMatching(/^[а-яa-z0-9]{0,12}$/), fc.string())
  fc.assert(
    fc.property(any, any, (a, b) => {
      const { whole, start } = countTypos(a, b)
      expect(leastTypos(lettersOf(a), lettersOf(b))).toBeLessThanOrEqual(whole)
      expect(strangeLetters(lettersOf(a), lettersOf(b))).toBeLessThanOrEqual(start)
    }),
  )
})

test('a text of any length is compared', () => {
  expect(countTypos('а'.repeat(200), 'а'.repeat(300)).whole).toBe(0)
  expect(countTypos('аб'.repeat(30), 'ба'.repeat(30)).whole).toBe(2)
})

test('one letter taken out, put in, replaced or swapped is one typo', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[а-я]{3,12}$/), fc.nat(), fc.constantFrom('1', '2'), (text, n, other) => {
      const at = n % (text.length - 1)
      const [head, tail] = [text.slice(0, at), text.slice(at)]
      expect(countTypos(head + tail.slice(1), text).whole).toBe(1)
      expect(countTypos(head + other + tail, text).whole).toBe(1)
      expect(countTypos(head + other + tail.slice(1), text).whole).toBe(1)
      expect(countTypos(head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2), text).whole).toBeLessThanOrEqual(1)
    }),
  )
})
