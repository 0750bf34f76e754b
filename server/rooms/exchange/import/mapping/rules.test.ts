import { expect, test } from 'vitest'
import { findHeader, joinHeader } from '../reading/rules.ts'
import { readRow } from '../rows/rules.ts'
import { guessColumns } from './rules.ts'

/** What the product makes of a table: the header where it stands, and where each column goes. */
function understood(rows: string[][]) {
  const head = findHeader(rows)
  const header = joinHeader(rows, head)
  const body = rows.slice(head.headerFrom + head.headerRows)
  const columns = guessColumns(header, body)
  const read = body.map(row => readRow(row, columns, header, name => ({ id: 'x', name })).values)
  return { head, header, fields: Object.fromEntries(header.map((name, at) => [name, columns[at]])), read }
}

test('an export of 1C: titles above, the legal name beside the short one, a column for the kind', () => {
  const { head, fields, read } = understood([
    ['Список контрагентов'],
    ['Отбор: Пометка удаления Равно "Нет"'],
    [],
    [
      'Код',
      'Наименование',
      'Полное наименование',
      'Юр. / физ. лицо',
      'ИНН',
      'КПП',
      'Код по ОКПО',
      'Телефон',
      'Юридический адрес',
      'Основной менеджер',
      'Дата регистрации',
    ],
    [
      '00-001',
      'Ромашка ООО',
      'Общество с ограниченной ответственностью "Ромашка"',
      'Юридическое лицо',
      '7707083893',
      '773601001',
      '123',
      '(495) 123-45-67',
      '117312, Москва г, Вавилова ул, д. 19',
      'Ким А.',
      '01.02.2020',
    ],
    [
      '00-002',
      'Петров И.И. ИП',
      'ИП Петров Иван Иванович',
      'Физическое лицо',
      '500100732259',
      '',
      '',
      '89161234567',
      '',
      '',
      '',
    ],
  ])
  expect(head).toEqual({ headerFrom: 3, headerRows: 1 })
  expect(fields).toMatchObject({
    Код: null,
    Наименование: 'name',
    'Полное наименование': null,
    'Юр. / физ. лицо': 'kind',
    ИНН: 'inn',
    КПП: 'kpp',
    Телефон: 'phones',
    'Юридический адрес': 'addresses',
    'Основной менеджер': 'responsible',
    'Дата регистрации': null,
  })
  expect(read[0]).toMatchObject({ kind: 'organisation', name: 'Ромашка ООО', inn: '7707083893' })
  expect(read[1]).toMatchObject({ kind: 'entrepreneur', inn: '500100732259' })
})

test('an export of amoCRM: people with their company, several phones and mails, tags', () => {
  const { fields, read } = understood([
    [
      'ID',
      'Тип',
      'Полное имя контакта',
      'Имя',
      'Фамилия',
      'Название компании',
      'Дата создания',
      'Кем создан',
      'Ответственный',
      'Теги',
      'Рабочий телефон',
      'Мобильный телефон',
      'Рабочий email',
      'Должность (контакт)',
      'Web (компания)',
      'Адрес (компания)',
    ],
    [
      '101',
      'контакт',
      'Анна Ким',
      'Анна',
      'Ким',
      'ООО Ромашка',
      '01.02.2024',
      'Павел',
      'Ольга Мещерякова',
      'vip',
      "'+74951234567",
      '79161234567',
      'anna@romashka.ru',
      'директор',
      'romashka.ru',
      'Москва',
    ],
  ])
  expect(fields).toMatchObject({
    ID: null,
    'Полное имя контакта': 'contactName',
    'Название компании': 'name',
    'Дата создания': null,
    'Кем создан': null,
    Ответственный: 'responsible',
    'Рабочий телефон': 'contactPhones',
    'Мобильный телефон': 'contactPhones',
    'Рабочий email': 'contactEmails',
    'Должность (контакт)': 'contactPosition',
    'Web (компания)': 'sites',
    'Адрес (компания)': 'addresses',
  })
  expect(read[0]).toMatchObject({
    name: 'ООО Ромашка',
    sites: ['romashka.ru'],
    contact: { fullName: 'Анна Ким', position: 'директор', phones: ['+74951234567', '79161234567'] },
  })
})

test('an export of Битрикс24: names in parts, English words of its programmers', () => {
  const { read } = understood([
    [
      'ID',
      'Обращение',
      'Имя',
      'Отчество',
      'Фамилия',
      'Компания',
      'Рабочий телефон',
      'Рабочий e-mail',
      'Ответственный',
      'Комментарий',
    ],
    ['7', '', 'Иван', 'Петрович', 'Сидоров', 'Лютик', '8 (812) 333-22-11 доб. 5', 'ivan@lutik.ru', 'a@b.ru', 'важный'],
  ])
  expect(read[0]).toMatchObject({
    name: 'Лютик',
    comment: 'важный',
    contact: { fullName: 'Сидоров Иван Петрович', phones: ['8 (812) 333-22-11 доб. 5'], emails: ['ivan@lutik.ru'] },
  })
})

test('a table by hand: a header of two rows, groups over their columns, no header at all', () => {
  const two = understood([
    ['Наша база', '', '', '', ''],
    ['Организация', 'ИНН', 'Контакт', '', ''],
    ['', '', 'ФИО', 'Телефон', 'Почта'],
    ['Ромашка', '7707083893', 'Ким Анна', '8 916 111-22-33', 'a@b.ru'],
  ])
  expect(two.head).toEqual({ headerFrom: 1, headerRows: 2 })
  expect(two.header).toEqual(['Организация', 'ИНН', 'Контакт / ФИО', 'Контакт / Телефон', 'Контакт / Почта'])
  expect(two.read[0]?.contact).toMatchObject({ fullName: 'Ким Анна', phones: ['8 916 111-22-33'], emails: ['a@b.ru'] })

  const none = understood([
    ['ООО Ромашка', '7707083893', '8 (495) 123-45-67', 'info@romashka.ru'],
    ['ООО Лютик', '7736050003', '8 (495) 765-43-21', 'info@lutik.ru'],
  ])
  expect(none.head).toEqual({ headerFrom: 0, headerRows: 0 })
  expect(none.read[0]).toMatchObject({ name: 'ООО Ромашка', inn: '7707083893', emails: ['info@romashka.ru'] })
})

test('numbers that a table spoiled are mended where it is certain, and told', () => {
  const header = ['Название', 'ИНН', 'КПП', 'Телефон']
  const columns = guessColumns(header, [])
  const read = (inn: string, kpp: string, phone: string) =>
    readRow(['ООО Ромашка', inn, kpp, phone], columns, header, () => null)
  expect(read('7707083893.0', '', '7.9161234567E+10').values).toMatchObject({
    inn: '7707083893',
    phones: ['79161234567'],
  })
  const zero = read('274062111', '27401001', '')
  expect(zero.values).toMatchObject({ inn: '0274062111', kpp: '027401001' })
  expect(zero.faults.map(fault => fault.code)).toEqual(['inn.zero_restored'])
  const lost = read('', '', '7,91612E+10')
  expect(lost.values?.phones).toEqual([])
  expect(lost.faults).toMatchObject([{ column: 3, code: 'phone.digits_lost', effect: 'left_out' }])
  expect(read('123', '', '').faults).toMatchObject([{ column: 1, code: 'inn.length', effect: 'left_out' }])
  expect(read('7707083894', '', '').faults).toMatchObject([{ column: 1, code: 'inn.checksum', effect: 'kept' }])
})

test('a column that is headed as a name stays one, though a number that might be a phone stands in each', () => {
  const rows = Array.from({ length: 60 }, (_, n) => [`Склад 47669576 ${n}`, `mail-${n}@example.org`])
  expect(guessColumns(['Название', 'Почта'], rows)).toEqual(['name', 'emails'])
})
