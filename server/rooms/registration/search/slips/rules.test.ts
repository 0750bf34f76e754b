import fc from 'fast-check'
import { expect, test } from 'vitest'
import { soundOf } from '../../../../platform/pure/sounds.ts'
import { textOf } from '../candidates/rules.ts'
import { type Heard, readingsOf, type Sounded, soundingsOf, takeApart } from './rules.ts'

const words =
  'иванов иванова петров анна сергей жанна строй инвест стройинвест кузнецов kontur romashka petrov сова'.split(' ')

/** What a vocabulary of these words answers. */
function heardOf(q: string): Heard {
  const { start, whole, near } = soundingsOf(takeApart(q))
  const all: Sounded[] = words.map(word => ({ word, sound: soundOf(word) }))
  const answer = (asked: readonly string[], fits: (each: Sounded, of: string) => boolean) =>
    new Map(asked.map(of => [of, all.filter(each => fits(each, of))]))
  return {
    start: answer(start, (each, of) => each.sound.startsWith(of)),
    whole: answer(whole, (each, of) => each.sound === of),
    // The index of remnants tells too much rather than too little.
    near: answer(near, () => true),
  }
}
const read = (q: string) => readingsOf(takeApart(q), heardOf(q))
const best = (q: string) => {
  const [reading] = read(q)
  return reading && [reading.kind, reading.terms.map(textOf).join(' ')]
}

test.each([
  ['bdfyjd', ['layout', 'иванов']],
  ['ivanov', ['translit', 'иванов']],
  ['ivan', ['translit', 'иван']],
  ['шмфтщм', ['layout', 'иванов']],
  ['ивнов', ['typo', 'иванов']],
  ['bdfyjd fyyf', ['layout', 'иванов анна']],
  ['иванов fyyf', ['layout', 'иванов анна']],
  [';fyyf', ['layout', 'жанна']],
  ['стройинвест сергей', undefined],
  ['строй инвест', ['words', 'стройинвест']],
  ['инвестстрой', ['words', 'инвест строй']],
  ['COBA', ['letters', 'сова']],
  ['ромашка', ['translit', 'romashka']],
  ['кузнецав 9161234567', ['typo', 'кузнецов 9161234567']],
  ['анн 12', undefined],
  ['@pertov', ['typo', 'petrov']],
])('%j is read as %j', (q, meant) => {
  const got = best(q)
  if (meant === undefined) expect(read(q).filter(reading => reading.cost < 2)).toEqual([])
  else expect(got).toEqual(meant)
})

test('of the pieces of a mail the one that nobody has is the wrong one', () => {
  const sounded = (word: string): Sounded => ({ word, sound: soundOf(word) })
  const others = Array.from('bcdfghklmnpqrstvwxz', letter => sounded(`${letter}etrov`))
  const near = new Map([
    ['petrov', [sounded('petrov'), ...others]],
    ['romahska', [sounded('romashka')]],
  ])
  const [reading] = readingsOf(takeApart('petrov@romahska.ru'), { start: new Map(), whole: new Map(), near })
  expect(reading?.terms.map(textOf)).toEqual(['petrov@romashka.ru'])
})

test('a slip at the beginning of a word whose end is not typed is read, though both are equally long', () => {
  const near = new Map([['фетшров', [{ word: 'фетрова', sound: soundOf('фетрова') }]]])
  const readings = readingsOf(takeApart('фетшров'), { start: new Map(), whole: new Map(), near })
  expect(readings.map(({ terms }) => terms.map(textOf).join(' '))).toContain('фетров')
})

test('a short word is taken as it is typed', () => {
  expect(read('ана').filter(({ kind }) => kind === 'typo')).toEqual([])
  expect(read('фы')).toEqual([])
})

test('readings come in the order of likelihood, and never the line itself', () => {
  const typed = fc.oneof(
    fc.constantFrom(...words),
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[а-яa-z]{1,9}$/),
  )
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 4 }), parts => {
      const readings = read(parts.join(' '))
      expect(readings.map(({ cost }) => cost)).toEqual(readings.map(({ cost }) => cost).toSorted((a, b) => a - b))
      expect(readings.every(({ kind, terms }) => kind !== null && terms.length > 0)).toBe(true)
      expect(readings.length).toBeLessThanOrEqual(25)
    }),
  )
})
