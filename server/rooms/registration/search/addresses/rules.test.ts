import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gapsOf, isNearCode, readAddress } from './rules.ts'

test('an address is taken apart at its signs', () => {
  expect(readAddress('ivan.petrov73@romashka-opt.ru')).toMatchObject({
    words: ['romashka'],
    codes: ['petrov73'],
    sure: ['ivan.petrov73@romashka-opt.', 'romashka-opt.ru', 'ivan.petrov73@'],
  })
  expect(readAddress('stroy_podarki').sure).toEqual([])
})

test('one piece is put right and the rest stays', () => {
  const { replace } = readAddress('i.petrof@mail.ru')
  expect(replace('petrof', 'petrov')).toBe('i.petrov@mail.ru')
  expect(replace('petrof', '$&')).toBe('i.$&@mail.ru')
})

test('a code that has one typo lies in one of its gaps', () => {
  const code = fc.stringMatching(/^[a-d]{3,6}[0-9]{2,4}$/)
  const slip = fc.constantFrom('out', 'in', 'other', 'swap')
  fc.assert(
    fc.property(code, fc.nat(), slip, fc.constantFrom('x', '7'), (word, n, kind, letter) => {
      const at = n % word.length
      const [head, own, tail] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)]
      const typed = {
        out: head + tail,
        in: head + letter + own + tail,
        other: head + letter + tail,
        swap: head + tail.slice(0, 1) + own + tail.slice(1),
      }[kind]
      fc.pre(typed !== word && typed.length >= 5)
      // The vocabulary knows a word from each of its letters on, but for the last two.
      const ends = Array.from({ length: word.length - 2 }, (_, from) => word.slice(from))
      const isFound = gapsOf(typed).some(
        gap => word >= gap.wordLow && word < gap.wordHigh && ends.some(end => end >= gap.low && end < gap.high),
      )
      expect([typed, isFound, isNearCode(typed, word)]).toEqual([typed, true, true])
    }),
  )
})
