import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stripLegalForms } from './legal-forms.ts'
import {
  companyKey,
  displayCompany,
  initialsOf,
  nameKey,
  nameWords,
  personCase,
  personKey,
  searchKey,
  sentenceCase,
  splitFullName,
} from './names.ts'

test.each([
  ['  Семёнов   Пётр ', 'семенов петр'],
  ['ООО «Ромашка»', 'ооо ромашка'],
  ['ООО"Ромашка"', 'ооо ромашка'],
  ['„Ромашка“ — Юг', 'ромашка юг'],
  ['Салтыков–Щедрин', 'салтыков щедрин'],
  ['О’Коннор', 'оконнор'],
  ["д'Артаньян", 'дартаньян'],
  ['PОМАШКА', 'ромашка'],
  ['TОПОР', 'топор'],
  ['Аdidas', 'adidas'],
  ['Acme', 'acme'],
  ['СМУ-5, участок №2', 'сму 5 участок 2'],
  ['Ёлка и\u0306', 'елка й'],
  ['«»', ''],
])('the search key of %j is %j', (text, key) => {
  expect(searchKey(text)).toBe(key)
})

test('a key of a key is the same key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(searchKey(searchKey(text))).toBe(searchKey(text))
    }),
  )
})

test('words come folded and in order', () => {
  expect(nameWords('ООО «Вектор-Юг»')).toEqual(['ооо', 'вектор', 'юг'])
  expect(nameWords(' ')).toEqual([])
})

test.each([
  ['ООО «Ромашка»', 'ромашка'],
  ['OOO Ромашка', 'ромашка'],
  ['Ромашка, ООО', 'ромашка'],
  ['Общество с ограниченной ответственностью "Ромашка"', 'ромашка'],
  ['ПАО «Сбербанк»', 'сбербанк'],
  ['Публичное акционерное общество Сбербанк', 'сбербанк'],
  ['ООО "ООО"', 'ооо ооо'],
  ['ООО', 'ооо'],
  ['Ромашка Юг', 'ромашка юг'],
])('the company key of %s is %s', (text, key) => {
  expect(companyKey(text)).toBe(key)
})

test('a person is the same in any order of words, a company is not', () => {
  expect(personKey('Иван Иванович Ёлкин')).toBe(personKey('Елкин Иван Иванович'))
  expect(personKey('ИП Елкин Иван Иванович')).toBe(personKey('Елкин Иван Иванович'))
  expect(companyKey('Ромашка Юг')).not.toBe(companyKey('Юг Ромашка'))
  expect(nameKey('ИП Ёлкин И.', 'entrepreneur')).toBe('елкин и')
})

test.each([
  ['Иванов Иван Иванович', 'Иванов', 'Иван', 'Иванович'],
  ['Иван Иванович Иванов', 'Иванов', 'Иван', 'Иванович'],
  ['Римский-Корсаков Николай Андреевич', 'Римский-Корсаков', 'Николай', 'Андреевич'],
  ['Алиев Вагиф Мамед оглы', 'Алиев', 'Вагиф', 'Мамед оглы'],
  ['Алиева Лейла Мамед кызы', 'Алиева', 'Лейла', 'Мамед кызы'],
  ['Иванов Иван', 'Иванов', 'Иван', null],
  ['Иван Иванов', 'Иванов', 'Иван', null],
  ['Пётр Иванов', 'Иванов', 'Пётр', null],
  ['Иван Иванович', null, 'Иван', 'Иванович'],
  ['Абрамович Роман', 'Абрамович', 'Роман', null],
  ['Иванов И. И.', 'Иванов', 'И.', 'И.'],
  ['Иванов И.И.', 'Иванов', 'И.', 'И.'],
  ['И.И. Иванов', 'Иванов', 'И.', 'И.'],
  ['Анна', null, 'Анна', null],
  ['Медведев', 'Медведев', null, null],
  ['Ким Ир', 'Ким', 'Ир', null],
  ['', null, null, null],
])('%s is taken apart', (text, surname, name, patronymic) => {
  expect(splitFullName(text)).toEqual({ surname, name, patronymic })
})

test('taking a name apart keeps every word', () => {
  const word = fc.constantFrom('Иванов', 'Анна', 'Петровна', 'оглы', 'Ли', 'фон', 'Абрамович', 'Мамед')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), words => {
      const { surname, name, patronymic } = splitFullName(words.join(' '))
      expect([surname, name, patronymic].filter(Boolean).join(' ').split(' ').filter(Boolean).sort()).toEqual(
        [...words].sort(),
      )
    }),
  )
})

test('initials follow the surname', () => {
  expect(initialsOf('Иванов Иван Иванович')).toBe('Иванов И. И.')
  expect(initialsOf('Иван Иванов')).toBe('Иванов И.')
  expect(initialsOf('Анна')).toBe('Анна')
  expect(initialsOf('')).toBe('')
})

test.each([
  ['ООО «Ромашка»', 'Ромашка'],
  ['ООО "Ромашка"', 'Ромашка'],
  ['ООО Ромашка', 'Ромашка'],
  ['ООО"Ромашка"', 'Ромашка'],
  ['Ромашка, ООО', 'Ромашка'],
  ['Ромашка', 'Ромашка'],
  ['Общество с ограниченной ответственностью «Северный ветер»', 'Северный ветер'],
  ['ООО «Торговый дом «Ромашка»', 'Торговый дом «Ромашка»'],
  ['ООО «Торговый дом „Ромашка“»', 'Торговый дом „Ромашка“'],
  ['ООО "Торговый дом "Ромашка"', 'Торговый дом "Ромашка"'],
  ['«Ромашка» и «Василек»', '«Ромашка» и «Василек»'],
  ['ИП Иванов Иван Иванович', 'ИП Иванов Иван Иванович'],
  ['ООО', 'ООО'],
])('%s is shown as %s', (name, shown) => {
  expect(displayCompany(name)).toBe(shown)
})

test('capitals of a register become a sentence, other texts stay', () => {
  expect(sentenceCase('ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "СЕВЕРНЫЙ ВЕТЕР"')).toBe(
    'Общество с ограниченной ответственностью "Северный ветер"',
  )
  expect(sentenceCase('ООО "СМК ВЕКТОР"')).toBe('ООО "СМК вектор"')
  expect(sentenceCase('ООО "Ромашка"')).toBe('ООО "Ромашка"')
  expect(personCase('ИВАНОВА-ПЕТРОВА АННА')).toBe('Иванова-Петрова Анна')
  expect(personCase('АЛИЕВ ВАГИФ МАМЕД ОГЛЫ')).toBe('Алиев Вагиф Мамед оглы')
  expect(personCase('де Бройль Луи')).toBe('де Бройль Луи')
})

test('what was put into shape stays as it is', () => {
  const forms = ['ООО', 'АО', 'ИП', 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ', 'ОГЛЫ', '«', '»', '"', '-', ',']
  const piece = fc.oneof(
    fc.constantFrom(...forms),
    fc.stringMatching(/^[А-ЯЁа-яё]{1,9}$/),
    fc.stringMatching(/^[A-Za-z0-9№&.']{1,6}$/),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), pieces => {
      const text = pieces.join(' ')
      for (const shape of [sentenceCase, personCase]) expect(shape(shape(text))).toBe(shape(text))
      for (const key of [companyKey, personKey]) expect(key(key(text))).toBe(key(text))
      // However it is shown, it is the same company.
      if (stripLegalForms(nameWords(text)).length > 0) expect(companyKey(displayCompany(text))).toBe(companyKey(text))
    }),
  )
})
