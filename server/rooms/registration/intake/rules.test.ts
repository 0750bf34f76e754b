import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goals, judge, precisionOf, readCorpus, recallOf } from '../../../../bench/intake/quality.ts'
import { searchKey } from '../../../platform/pure/names.ts'
import { readPhone } from '../../../platform/pure/phones.ts'
import type { Part } from './contract.ts'
import { readIntake } from './rules.ts'

const told = (text: string) => {
  const { companyHint: _, ...fields } = readIntake(text).fields
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value.length > 0))
}

describe('a pasted text', () => {
  test('is taken apart as people write it', () => {
    expect(
      told(`Добрый день! Нужен расчет вентиляции на 200 м2.
С уважением,
Кондратьева Елена Викторовна
менеджер отдела закупок
ООО «ТехноСнаб-Юг», ИНН 7707083893
тел.: +7 (863) 210-44-19, доб. 214; моб. 8-928-155-70-02
kondrateva (at) tehnosnab-ug.ru, www.tehnosnab-ug.ru`),
    ).toEqual({
      fullName: 'Кондратьева Елена Викторовна',
      position: 'менеджер отдела закупок',
      company: 'ООО «ТехноСнаб-Юг»',
      inn: '7707083893',
      phones: ['+7 (863) 210-44-19 доб. 214', '8-928-155-70-02'],
      emails: ['kondrateva@tehnosnab-ug.ru'],
      sites: ['tehnosnab-ug.ru'],
      need: 'Нужен расчет вентиляции на 200 м2.',
    })
  })

  test.each([
    ['8 916 222-33-44', { phones: ['8 916 222-33-44'] }],
    ['Олег 89162223344', { fullName: 'Олег', phones: ['89162223344'] }],
    ['7707083893', { inn: '7707083893' }],
    ['9162223344', { phones: ['9162223344'] }],
    ['ИНН/КПП 7707083893/773601001', { inn: '7707083893', kpp: '773601001' }],
    ['инн/кпп 7707083893/773601001', { inn: '7707083893', kpp: '773601001' }],
    ['ИП Петров А. В.', { company: 'ИП Петров А. В.' }],
    ['ГБУЗ «Городская больница №4»', { company: 'ГБУЗ «Городская больница №4»' }],
    ['СКВОРЦОВ ИВАН 8 916 222-33-44', { fullName: 'СКВОРЦОВ ИВАН', phones: ['8 916 222-33-44'] }],
    ['8(495)2223344 доб.12 Смирнова', { fullName: 'Смирнова', phones: ['8(495)2223344 доб. 12'] }],
    ['ип иванов сергей петрович', { fullName: 'Иванов Сергей Петрович' }],
    [
      'адрес: Екатеринбург, Малышева 51-204, тел 3433456789',
      { address: 'Екатеринбург, Малышева 51-204', phones: ['3433456789'] },
    ],
    ['office@romashka.ru', { emails: ['office@romashka.ru'] }],
    ['меня зовут Анна', { fullName: 'Анна' }],
    ['это Анна из Ромашки', { fullName: 'Анна', company: 'Ромашка' }],
    ['от Иванова Петра Сергеевича', { fullName: 'Иванов Петр Сергеевич' }],
    ['', {}],
    ['   \n\n ', {}],
  ])('%j gives %j', (text, fields) => {
    expect(told(text)).toMatchObject(fields)
    for (const key of Object.keys(told(text))) expect(Object.keys(fields)).toContain(key)
  })

  test('holds no phone where accounts, banks, dates and wrong numbers of the tax office stand', () => {
    const text = `р/с 40702810938000012345, БИК 044525225, к/с 30101810400000000225
ИНН 7707083890, заказ № 45512345678, 12.03.2026 10:42, карта 2202 2036 1188 4450`
    expect(readIntake(text).fields).toMatchObject({ phones: [], inn: null })
  })

  test('holds no phone where a passport, an insurance number and a price stand', () => {
    const text = `паспорт 4509 123456, паспорт серия 45 09 номер 123456, СНИЛС 112-233-445 95
Цена 8000000000 руб., бюджет 9160000000 р.`
    expect(readIntake(text).fields.phones).toEqual([])
    expect(readIntake('паспорт есть, тел. 8 916 222-33-44').fields.phones).toEqual(['8 916 222-33-44'])
  })

  test('greets somebody else: that one is not the caller', () => {
    expect(readIntake('Добрый день, Алексей Викторович! Пришлите счет. Ольга Сидорова').fields.fullName).toBe(
      'Ольга Сидорова',
    )
  })

  test('names no company by the domain of a mail, and hints at it', () => {
    expect(readIntake('anna@romashka-yug.ru').fields).toMatchObject({ company: null, companyHint: 'romashka-yug' })
    expect(readIntake('anna@mail.ru').fields.companyHint).toBeNull()
  })
})

const pieces = fc.constantFrom(
  'Иван',
  'Петрова',
  'ООО',
  '«Ромашка»',
  '"',
  '«',
  'ИНН',
  '7707083893',
  '+7',
  '8 916 222-33-44',
  'доб. 12',
  'a@b.ru',
  '@',
  'www.x.ru',
  'нужен счет',
  'С уважением,',
  'Имя:',
  '\n',
  ' ',
  ', ',
  '👋',
  '\u00a0',
  '\ud83d',
  '(',
  '—',
)
const pasted = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(pieces, { maxLength: 40 }).map(all => all.join(' ')),
)

describe('whatever is pasted', () => {
  test('parts lie in the text, in its order, and do not overlap', () => {
    fc.assert(
      fc.property(pasted, text => {
        let last = 0
        for (const part of readIntake(text).parts) {
          expect(part.from).toBeGreaterThanOrEqual(last)
          expect(part.to).toBeGreaterThan(part.from)
          expect(part.value.trim()).not.toBe('')
          last = part.to
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  test('phones, mails and numbers of the tax office read again are the same', () => {
    fc.assert(
      fc.property(pasted, text => {
        for (const { kind, value } of readIntake(text).parts) {
          if (kind !== 'phone' && kind !== 'email' && kind !== 'inn') continue
          const again = readIntake(`${kind === 'phone' ? 'тел. ' : ''}${value}`).parts
          expect(again.map(part => [part.kind, part.value])).toContainEqual([kind, value])
        }
      }),
    )
  })
})

test('a phone is the same in any notation', () => {
  const digits = fc.integer({ min: 0, max: 999_999_999 }).map(rest => `9${String(rest).padStart(9, '0')}`)
  const notation = fc.constantFrom(
    (d: string) => `+7${d}`,
    (d: string) => `8${d}`,
    (d: string) => `8 (${d.slice(0, 3)}) ${d.slice(3, 6)}-${d.slice(6, 8)}-${d.slice(8)}`,
    (d: string) => `+7 ${d.slice(0, 3)} ${d.slice(3, 6)} ${d.slice(6, 8)} ${d.slice(8)}`,
    (d: string) => `+7-${d.slice(0, 3)}-${d.slice(3, 6)}-${d.slice(6)}`,
    (d: string) => `8.${d.slice(0, 3)}.${d.slice(3, 6)}.${d.slice(6, 8)}.${d.slice(8)}`,
    (d: string) => `7${d}`,
    (d: string) => `${d.slice(0, 3)} ${d.slice(3)}`,
  )
  const around = fc.constantFrom(
    ['', ''],
    ['тел. ', ', Олег'],
    ['Анна\n', '\nпочта a@b.ru'],
    ['(', ')'],
    ['моб:', ' (доб 5)'],
  )
  fc.assert(
    fc.property(digits, notation, around, (number, write, [before, behind]) => {
      const { phones } = readIntake(`${before}${write(number)}${behind}`).fields
      expect(phones.map(phone => readPhone(phone).e164)).toEqual([`+7${number}`])
    }),
  )
})

test('the parts of a text, written down under their labels, are read as the same', () => {
  const shown = (part: Part) => `${part.kind} ${searchKey(part.value)}`
  const labels = { fullName: 'ФИО', company: 'Компания', phone: 'Телефон', email: 'Email', inn: 'ИНН' } as const
  for (const { text } of readCorpus().tuned) {
    const parts = readIntake(text).parts.filter(part => part.kind in labels)
    const written = parts.map(part => `${labels[part.kind as keyof typeof labels]}: ${part.value}`).join('\n')
    const again = readIntake(written).parts.filter(part => part.kind in labels)
    expect(again.map(shown).sort()).toEqual(parts.map(shown).sort())
  }
})

test('the corpus is read as well as it was', () => {
  const { tallies } = judge(readCorpus().tuned, text => readIntake(text).fields)
  for (const [field, goal] of Object.entries(goals)) {
    const tally = tallies.get(field as keyof typeof goals)
    expect(tally && Math.min(precisionOf(tally), recallOf(tally)), field).toBeGreaterThanOrEqual(goal)
  }
})

test('a text of the greatest length is read in a moment, whatever is in it', () => {
  for (const piece of ['а ', '1 ', '9', '"а', 'Аб ', 'a.', 'a@', 'а-', '«', '\n', ' ', 'Кафе А Б «', '+7', '(', 'а|']) {
    expect(readIntake(piece.repeat(20_000 / piece.length)).parts.length).toBeLessThan(20_000)
  }
})
