import { expect, test } from 'vitest'
import { decideTerms } from './rules.ts'

const startsOf = (q: string) => decideTerms(q).map(term => term.starts)

test('each word must fit, whatever its case, quotes and ё', () => {
  expect(startsOf('«Тёплый  дом»')).toEqual([['теплый'], ['дом']])
})

test('a phone is one thing however it is written, and is looked for inside of numbers too', () => {
  expect(decideTerms('8 (913) 555-44-90')).toEqual([
    expect.objectContaining({ starts: ['89135554490', '9135554490'], inside: '9135554490' }),
  ])
  expect(decideTerms('44-90')[0]?.inside).toBe('4490')
  expect(decideTerms('101')[0]?.inside).toBe(null)
})

test('words and a number together must both fit', () => {
  expect(startsOf('Иванов 555-44')).toEqual([['иванов'], ['55544']])
})

test('a mail and a site are looked for as they are written', () => {
  expect(startsOf('Petrov@Mail.ru romashka.ru')).toEqual([['petrov@mail.ru'], ['romashka.ru']])
})

test('nothing but signs asks for nothing', () => {
  expect(decideTerms(' «—» ')).toEqual([])
})

test('a word that begins with a digit stays a word', () => {
  expect(startsOf('Проба 5-2mulxi')).toEqual([['проба'], ['5'], ['2mulxi']])
})
