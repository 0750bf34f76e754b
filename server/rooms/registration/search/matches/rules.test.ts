import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuestion } from '../rules.ts'
import { explain, type Field } from './rules.ts'

const marked = (typed: string, text: string, is: Field['is'], extension: string | null = null) => {
  const { matches } = explain(readQuestion(typed).terms, [{ field: 'f', text, is, extension }])
  return matches[0]?.ranges.map(([from, to]) => text.slice(from, to)) ?? null
}

test.each([
  ['семен', 'Семёнов Пётр', ['Семён']],
  ['петр семенов', 'Семёнов Пётр', ['Семёнов', 'Пётр']],
  ['машк', 'ООО «Ромашка»', ['машк']],
  ['нет', 'Ромашка', null],
])('%j marks in the name %j: %j', (typed, text, ranges) => {
  expect(marked(typed, text, 'name')).toEqual(ranges)
})

test.each([
  ['89162223333', '8 (916) 222-33-33', ['8 (916) 222-33-33']],
  ['89162223333', '+7 (916) 222-33-33', ['916) 222-33-33']],
  ['8899', '8 903 777-88-99', ['88-99']],
  ['7654321', '8 (495) 765-43-21', ['765-43-21']],
  ['8765', '8 (495) 765-43-21', null],
  ['12', 'каб. 12, Ира', ['12']],
  ['1', 'каб. 12, Ира', null],
  ['+7916222', '8 (916) 222-33-33', ['916) 222']],
  ['3333', '8 (916) 222-33-33', ['33-33']],
  ['916 222', '+7 916 222 33 33', ['916 222']],
  ['333', '8 (916) 222-33-33', null],
])('%j marks in the phone %j: %j', (typed, text, ranges) => {
  expect(marked(typed, text, 'phone')).toEqual(ranges)
})

test('an extension is marked at the end of the number', () => {
  expect(marked('118', '8 (495) 118-45-67 доб. 118', 'phone', '118')).toEqual(['118'])
})

test('a mail is marked in any part', () => {
  expect(marked('mashka.ru', 'info@Romashka.RU', 'address')).toEqual(['mashka.RU'])
})

test('an INN is marked from its start only', () => {
  expect(marked('770708', '7707083893', 'requisite')).toEqual(['770708'])
  expect(marked('083893', '7707083893', 'requisite')).toBeNull()
})

test('exact is better than the beginning, the beginning better than a part', () => {
  const score = (text: string) => explain(readQuestion('ромаш').terms, [{ field: 'name', text, is: 'name' }]).score
  expect(score('Ромаш')).toBeLessThan(score('Ромашка'))
  expect(score('Ромашка')).toBeLessThan(score('Аромаш'))
})

test('whatever is typed, the marks lie within the text and in order', () => {
  const kinds = fc.constantFrom<Field['is']>('name', 'phone', 'address', 'requisite', 'words')
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('8 (916) 222-33-33 доб. 12', 'i@x.ru', "О'Коннор"),
  )
  fc.assert(
    fc.property(texts, texts, kinds, (typed, text, is) => {
      const { matches } = explain(readQuestion(typed).terms, [{ field: 'f', text, is }])
      for (const { ranges } of matches) {
        let end = 0
        for (const [from, to] of ranges) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          end = to
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})
