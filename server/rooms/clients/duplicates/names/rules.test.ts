import fc from 'fast-check'
import { expect, test } from 'vitest'
import { identifyContact, nameOrders, significantWords } from '../../identity/rules.ts'
import {
  compareNames,
  decideRarity,
  expectNamesakes,
  isSlip,
  listVariants,
  splitForSlips,
  turnNames,
  WordMemory,
} from './rules.ts'

const words = (name: string) => significantWords(name)
const compare = (one: string, other: string, isPerson = false) => compareNames(words(one), words(other), isPerson)

const letter = fc.constantFrom(...'абвгдежзиклмнопрстуфхцчшэюя')
const word = fc.string({ unit: letter, minLength: 5, maxLength: 12 })
const name = fc.uniqueArray(word, { minLength: 1, maxLength: 4 })

test.each([
  ['ООО «Ромашка»', 'АО Ромашка', false, 'same'],
  ['Ромашка Юг', 'Юг Ромашка', false, 'similar'],
  ['Строй Инвест', 'Стройинвест', false, 'similar'],
  ['Вектор-Плюс', 'Вектор Плюз', false, 'other'],
  ['Промснаб', 'Промснап', false, 'similar'],
  ['Ромашка Север', 'Ромашка Юг', false, 'other'],
  ['Школа 1021', 'Школа 1022', false, 'other'],
  ['Иванов Иван Петрович', 'Иван Петрович Иванов', true, 'same'],
  ['Иванов Иван Петрович', 'Иванов Иван', true, 'similar'],
  ['Иванов И. П.', 'Иванов Иван Петрович', true, 'similar'],
  ['Иванов А. П.', 'Иванов Иван Петрович', true, 'other'],
  ['Иванов Иван', 'Иванов', true, 'other'],
  ['Кондратьев Олег', 'Кондартьев Олег', true, 'similar'],
  ['Кондратьев Олег', 'Кондратьев Игорь', true, 'other'],
] as const)('%s and %s', (one, other, isPerson, relation) => {
  expect(compare(one, other, isPerson)).toBe(relation)
  expect(compare(other, one, isPerson)).toBe(relation)
})

test('one slip in one word leaves a name similar, whichever word and whichever letter; the order of the two is nothing', () => {
  const slip = fc.tuple(name, fc.nat(), fc.nat(), letter, fc.constantFrom('other', 'more', 'less', 'swap'))
  fc.assert(
    fc.property(slip, fc.boolean(), ([typed, which, where, by, how], isPerson) => {
      const at = which % typed.length
      const one = typed[at] ?? ''
      const place = where % one.length
      const head = one.slice(0, place)
      const changed = {
        other: head + by + one.slice(place + 1),
        more: head + by + one.slice(place),
        less: head + one.slice(place + 1),
        swap: head + (one[place + 1] ?? '') + (one[place] ?? '') + one.slice(place + 2),
      }[how as 'other']
      fc.pre(changed.length >= 5 && changed !== one && !typed.includes(changed))
      const other = typed.toSpliced(at, 1, changed)
      expect(isSlip(one, changed)).toBe(true)
      expect(compareNames(typed, other, isPerson)).toBe('similar')
      expect(compareNames(other, typed, isPerson)).toBe('similar')
      // It is looked for by one of its halves, or by the two letters in its middle changed about.
      const [half] = splitForSlips([one])
      const found = half && (changed.startsWith(half.head) || changed.endsWith(half.tail))
      if (how !== 'swap') expect(found).toBe(true)
      expect(listVariants(other, isPerson, new Map([[changed, [one]]]))).toContain(typed.join(' '))
    }),
  )
})

test('comparing is symmetric, and a name is the same as itself', () => {
  fc.assert(
    fc.property(name, name, fc.boolean(), (one, other, isPerson) => {
      expect(compareNames(one, other, isPerson)).toBe(compareNames(other, one, isPerson))
      expect(compareNames(one, one, isPerson)).toBe('same')
      expect(compareNames(one.toReversed(), one, true)).toBe('same')
    }),
  )
})

test('variants never hold the name itself and stay few', () => {
  fc.assert(
    fc.property(name, fc.boolean(), (typed, isPerson) => {
      const variants = listVariants(typed, isPerson, new Map())
      expect(variants).not.toContain(typed.join(' '))
      expect(variants.length).toBeLessThan(60)
    }),
  )
})

test('a full name of rare words tells who it is, one of common words does not', () => {
  const of = new Map([
    ['иванов', 20_000],
    ['иван', 60_000],
    ['иванович', 40_000],
    ['незабудкин', 2],
    ['архип', 300],
  ])
  const expected = (text: string) => expectNamesakes(words(text), true, { of, names: 3_000_000 })
  expect(decideRarity(expected('Иванов Иван Иванович'))).toBeNull()
  expect(decideRarity(expected('Незабудкин Архип Иванович'))).toBe('name_rare')
  expect(decideRarity(expected('Незабудкин Иван Иванович'))).toBe('name_uncommon')
  expect(decideRarity(expected('Незабудкин Иван'))).toBeNull()
  expect(decideRarity(expectNamesakes(['иванов', 'иван'], true, { of: new Map(), names: 10 }))).toBe('name_rare')
})

test('both halves of a double surname say no more than one, and an initial says nothing', () => {
  const of = new Map([
    ['римский', 240],
    ['корсаков', 240],
    ['незабудкин', 2],
    ['максим', 3_000],
    ['иванович', 4_000],
    ['а', 30],
    ['б', 40],
  ])
  const expected = (text: string, isPerson = true) => expectNamesakes(words(text), isPerson, { of, names: 300_000 })
  expect(decideRarity(expected('Римский-Корсаков Максим Иванович'))).toBeNull()
  expect(decideRarity(expected('Корсаков А. Б.'))).toBeNull()
  expect(decideRarity(expected('А. Б.'))).toBeNull()
  expect(decideRarity(expected('Незабудкин Максим Иванович'))).toBe('name_uncommon')
  expect(decideRarity(expected('ООО «Римский Корсаков Незабудкин Максим»', false))).toBe('name_rare')
})

test('the fewest look-ups find a name stored in any order of its words', () => {
  fc.assert(
    fc.property(name, fc.nat(), (typed, which) => {
      const orders = nameOrders(typed)
      const keys = turnNames(new Set(orders))
      expect(keys.length).toBeLessThanOrEqual(typed.length === 3 ? 2 : 1)
      const stored = identifyContact({ fullName: orders[which % orders.length] ?? '' })
      const found = stored.some(({ value, main }) => keys.some(key => key.value === value && (main || key.part)))
      expect(found).toBe(true)
    }),
  )
})

test('a name that is not asked for in all its turns is found as it stands alone', () => {
  expect(turnNames(new Set(['строй инвест']))).toEqual([{ value: 'строй инвест', part: false }])
  expect(turnNames(new Set(['ромашка']))).toEqual([{ value: 'ромашка', part: false }])
})

test('what is remembered of words follows what is written meanwhile', () => {
  const memory = new WordMemory()
  memory.keepSlips('ромашка', [])
  expect(memory.slipsOf('ромашка')).toEqual([])
  memory.noteSlips('ромашки', ['ромашка'])
  expect(memory.slipsOf('ромашка')).toEqual(['ромашки'])
  expect(memory.slipsOf('ромашки')).toBeUndefined()

  memory.keepCount('иван', 500, 10_000)
  memory.keepCount('архип', 3, 10_000)
  expect([memory.countOf('иван'), memory.countOf('архип')]).toEqual([500, undefined])
  memory.pass(5_001)
  expect(memory.countOf('иван')).toBeUndefined()
})

test('a word that came in while another was asked for is a slip of it, whichever was known first', () => {
  const memory = new WordMemory()
  memory.noteSlips('ромашки', ['ромашка'])
  memory.keepSlips('ромашка', ['ромашко'])
  expect(memory.slipsOf('ромашка')).toEqual(['ромашко', 'ромашки'])
  memory.noteSlips('ромашки', ['ромашка'])
  expect(memory.slipsOf('ромашка')).toEqual(['ромашко', 'ромашки'])
})

test('a full name of usual words has its namesakes in a small base too', () => {
  const of = new Map([
    ['котов', 15],
    ['степан', 20],
    ['николаевич', 60],
    ['незабудкин', 2],
  ])
  const expected = (text: string) => expectNamesakes(words(text), true, { of, names: 3_000 })
  expect(decideRarity(expected('Котов Степан Николаевич'))).not.toBe('name_rare')
  expect(decideRarity(expected('Незабудкин Степан Фомич'))).toBe('name_rare')
})
