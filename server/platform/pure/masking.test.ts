import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMasked, maskEmail, maskPhone, maskText } from './masking.ts'

test.each([
  ['8 (916) 222-33-41', '+7 ••• •••-••-41'],
  ['+7 916 222 33 41 доб. 12', '+7 ••• •••-••-41'],
  ['9162223341', '+7 ••• •••-••-41'],
  ['+998 90 123-45-67', '••• •••-••-67'],
  ['112', '••••'],
  ['каб. 12, Ира', '••••'],
])('the phone %j is shown as %j', (raw, shown) => {
  expect(maskPhone(raw)).toBe(shown)
})

test.each([
  ['info@mail.ru', 'i•••@mail.ru'],
  ['Иван <ivan@x.ru>', 'i•••@x.ru'],
  ['почта@дом.рф', 'п•••@дом.рф'],
  ['без собаки', '••••'],
])('the mail %j is shown as %j', (raw, shown) => {
  expect(maskEmail(raw)).toBe(shown)
})

const all = { phone: 'masked', email: 'masked', requisites: 'hidden' } as const

test.each([
  ['8 (916) 222-33-41', '+7 ••• •••-••-41'],
  ['Иван, info@mail.ru', 'Иван, i•••@mail.ru'],
  ['ИНН 7707083893', 'ИНН ••••'],
  ['И-0000012', 'И-0000012'],
  ['2026-10-01', '2026-10-01'],
  ['192.168.100.200', '192.168.100.200'],
  ['тел8916222-33-41', 'тел+7 ••• •••-••-41'],
  ['916.222.33.41', '+7 ••• •••-••-41'],
  ['2026-11-30T05:00:00.000Z', '2026-11-30T05:00:00.000Z'],
  ['01900000-0000-7000-8000-d00000000001', '01900000-0000-7000-8000-d00000000001'],
  ['ООО «Заря-2000»', 'ООО «Заря-2000»'],
])('of the text %j is left %j', (text, left) => {
  expect(maskText(text, all)).toBe(left)
})

test('of a phone and a mail that are hidden nothing is left in a text', () => {
  const unseen = { phone: 'hidden', email: 'hidden' } as const
  expect(maskText('8 (916) 222-33-41, info@mail.ru', unseen)).toBe('••••, ••••')
})

test('whatever is masked is known as masked, and masking it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      for (const mask of [maskPhone, maskEmail]) {
        expect(isMasked(mask(text))).toBe(true)
        expect(mask(mask(text))).toBe(mask(text))
      }
    }),
  )
})

test('of ten digits no more than the last two are left, however they are written', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 10, maxLength: 10 }).map(each => each.join(''))
  const gaps = fc.array(fc.constantFrom('', ' ', '-', ' (', ') '), { minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(digits, gaps, (national, between) => {
      const typed = `+7${[...national].map((digit, at) => `${between[at]}${digit}`).join('')}`
      for (const shown of [maskPhone(typed), maskText(typed, all)]) {
        expect(shown.replace(/\D/g, '').length).toBeLessThanOrEqual(3)
      }
    }),
  )
})
