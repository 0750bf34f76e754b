import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layoutSwap } from './layout.ts'

test.each([
  ['bynth', 'интер'],
  ['vtldtltd', 'медведев'],
  ['Hjvfirf', 'Ромашка'],
  ['щдвфм', 'oldav'],
  ['`krf', 'ёлка'],
  ['bdfyjd b/b/', 'иванов и.и.'],
  ['шмфтщм"ьфшдюкг', 'ivanov@mail.ru'],
])('%s comes from the other layout as %s', (typed, meant) => {
  expect(layoutSwap(typed)).toBe(meant)
})

test('digits have nothing to swap', () => {
  expect(layoutSwap('8 916')).toBeNull()
  expect(layoutSwap('')).toBeNull()
})

test('swapping a Russian word twice gives it back', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[а-йлнп-цш-ьы-я]{2,20}$/), word => {
      const once = layoutSwap(word)
      fc.pre(once !== null && /^[a-z]+$/i.test(once))
      expect(layoutSwap(once)).toBe(word)
    }),
  )
})
