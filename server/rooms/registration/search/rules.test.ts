import { expect, test } from 'vitest'
import { readQuestion, type Term, wholeValues } from './rules.ts'

const shown = (term: Term) =>
  term.kind === 'word' || term.kind === 'address' ? `${term.kind}:${term.text}` : `${term.kind}:${term.digits}`

test.each([
  ['Иванов Пётр', ['word:иванов', 'word:петр']],
  ['ООО «Ромашка»', ['word:ромашка']],
  ['ООО', ['word:ооо']],
  ['+7', []],
  ['8 (916) 222-33-33', ['number:89162223333']],
  ['+7 916 222 33 33 доб. 118', ['number:79162223333', 'extension:118']],
  ['доб 118', ['extension:118']],
  ['тел.: 8 (916) 222-33-33 (моб.)', ['number:89162223333']],
  ['тел. 33-22-11 доб. 5555', ['number:332211', 'extension:5555']],
  ['дом 5', ['word:дом', 'number:5']],
  ['+86 138 0013 8000', ['number:8613800138000']],
  ['7707083893 773601001', ['number:7707083893', 'number:773601001']],
  ['иванов 916', ['word:иванов', 'number:916']],
  ['i.petrov@Romashka.ru', ['address:i.petrov@romashka.ru']],
  ['@romashka.ru', ['address:romashka.ru']],
  ['https://www.romashka.ru/', ['address:romashka.ru']],
  ['t.me/petrov_shop', ['address:petrov_shop']],
  ['shka-serv', ['address:shka-serv']],
  ['строй-инвест', ['word:строй', 'word:инвест']],
  ['  ', []],
  ['«»', []],
])('%j asks for %j', (typed, terms) => {
  expect(readQuestion(typed).terms.map(shown)).toEqual(terms)
})

test.each([
  ['89162223333', '9162223333'],
  ['+7 (916) 222', '916222'],
  ['8916', '916'],
  ['2223333', null],
])('the national part of %s is %s', (typed, national) => {
  expect(readQuestion(typed).terms[0]).toMatchObject({ kind: 'number', national })
})

test.each([
  ['123', '123'],
  ['№ 123', '123'],
  ['И-000123', '123'],
  ['и-123', '123'],
  ['Иванов 12', null],
])('%s may be the number of an Interest: %s', (typed, digits) => {
  expect(readQuestion(typed).interestNumber?.digits ?? null).toBe(digits)
})

test.each([
  ['8 (916) 222-33-33', ['phone']],
  ['I.Petrov@romashka.ru', ['email']],
  ['500100732259', ['inn']],
  ['7707083893', ['phone', 'inn']],
  ['Иванов Иван', ['name']],
  ['ООО Ромашка', []],
  ['иванов', []],
  ['916222', []],
  ['petrov@', []],
  ['7707083893 773601001', ['inn']],
  ['7707083893/773601001', ['inn']],
  ['7707083893 77360100', []],
  ['770708389', []],
])('a wall answers to %s as %j', (typed, kinds) => {
  expect(wholeValues(typed).map(each => each.kind)).toEqual(kinds)
})
