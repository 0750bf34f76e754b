import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markRanges } from './matching.ts'

const marked = (text: string, ...tokens: string[]) => markRanges(text, tokens).map(([from, to]) => text.slice(from, to))

test('words are marked whatever their case, order or ё', () => {
  expect(marked('Семёнов Пётр Ильич', 'петр', 'семенов')).toEqual(['Семёнов', 'Пётр'])
  expect(marked('ООО «Ромашка»', 'РОМ')).toEqual(['Ром'])
  expect(marked('ООО «Ромашка» — Юг', 'ромашка')).toEqual(['Ромашка'])
})

test('a look-alike letter is marked as what it looks like', () => {
  expect(marked('ООО «Топор»', 'TОПОР')).toEqual(['Топор'])
})

test.each([
  ['+7 912 555-44-90', '89125554490', '912 555-44-90'],
  ['+7 912 555-44-90', '79125554490', '7 912 555-44-90'],
  ['+7 912 555-44-90', '5554490', '555-44-90'],
  ['+7 912 555-44-90', '4490', '44-90'],
  ['+7 912 555-44-90', '8 (912) 555', '912 555'],
  ['8 (912) 555-44-90', '+7 912', '912'],
  ['+7 912 555-44-90, доб. 118', '118', '118'],
  ['6671184526 / 667101001', '66711', '66711'],
])('in %s the digits %s mark %s', (text, token, part) => {
  expect(marked(text, token)).toEqual([part])
})

test('digits do not run over an extension', () => {
  expect(marked('+7 912 555-44-90, доб. 118', '90118')).toEqual([])
})

test('mail matches in any part', () => {
  expect(marked('i.ivanov@mail.ru', 'ivanov@')).toEqual(['ivanov@'])
  expect(marked('I.Ivanov@Mail.ru', 'mail.ru')).toEqual(['Mail.ru'])
})

test('a token of several words marks each of them', () => {
  expect(marked('Ромашка (Юг)', 'юг-ромашка')).toEqual(['Ромашка', 'Юг'])
})

test('touching marks are one mark', () => {
  expect(markRanges('Ромашка', ['ром', 'ашк'])).toEqual([[0, 6]])
  expect(markRanges('Ромашка', ['лютик', '', '  '])).toEqual([])
})

test('marks are ordered, apart and inside the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme', maxLength: 5 })),
      (text, tokens) => {
        let end = -1
        for (const [from, to] of markRanges(text, tokens)) {
          expect(from).toBeGreaterThan(end)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(text.length)
          end = to
        }
      },
    ),
  )
})

test('what stands in the text is marked', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[а-яё ]{1,30}$/),
      fc.nat(20),
      fc.integer({ min: 1, max: 9 }),
      (text, from, length) => {
        const token = text.slice(from, from + length).trim()
        fc.pre(token !== '')
        expect(markRanges(text.toUpperCase(), [token]).length).toBeGreaterThan(0)
      },
    ),
  )
})
