import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digitsOf, hasWords, isSharedPhone, readPhone, splitPhones } from './phones.ts'

const e164Of = (raw: string) => readPhone(raw).e164

test.each([
  '+7 (916) 222-33-33',
  '8 (916) 222-33-33',
  '8-916-222-33-33',
  '89162223333',
  '79162223333',
  '+79162223333',
  '9162223333',
  '916 222 33 33',
  'моб. 8 916 2223333',
  'tel:+7-916-222-33-33',
  '+8 916 222 33 33',
  ' 8 916 222 33 33 ',
])('%s is one and the same mobile', raw => {
  expect(readPhone(raw)).toEqual({
    raw,
    e164: '+79162223333',
    extension: null,
    kind: 'mobile',
    valid: true,
    national: '9162223333',
  })
})

test.each([
  ['8 (495) 123-45-67 доб. 118', '118'],
  ['8 (495) 123-45-67 (доб. 118)', '118'],
  ['8 (495) 123-45-67, доб.118', '118'],
  ['+7 495 1234567 доб 118', '118'],
  ['+7 495 1234567 добавочный 118', '118'],
  ['84951234567 вн. 12', '12'],
  ['84951234567 внутр. 12', '12'],
  ['84951234567 ext. 4321', '4321'],
  ['84951234567 ext 4321', '4321'],
  ['84951234567x4321', '4321'],
  ['84951234567#77', '77'],
  ['84951234567 # 77', '77'],
  ['84951234567,,77', '77'],
])('the extension of %s is %s', (raw, extension) => {
  expect(readPhone(raw)).toMatchObject({ e164: '+74951234567', extension, kind: 'landline', valid: true })
})

test('a hotline number stays +7800 and is shared', () => {
  expect(readPhone('8-800-200-06-00')).toMatchObject({ e164: '+78002000600', kind: 'tollfree', valid: true })
  expect(isSharedPhone('+78002000600')).toBe(true)
  expect(isSharedPhone('+74951234567')).toBe(false)
  expect(isSharedPhone(null)).toBe(false)
})

test('+7 6xx and 7xx are Kazakhstan', () => {
  expect(readPhone('8 701 123 45 67')).toMatchObject({ e164: '+77011234567', kind: 'foreign' })
  expect(readPhone('+7 (727) 250-00-00')).toMatchObject({ e164: '+77272500000', kind: 'foreign' })
})

test('a foreign number is kept in its international form', () => {
  expect(e164Of('+375 29 123-45-67')).toBe('+375291234567')
  expect(e164Of('8 10 375 29 123 45 67')).toBe('+375291234567')
  expect(e164Of('00375291234567')).toBe('+375291234567')
  expect(e164Of('375291234567')).toBe('+375291234567')
  expect(readPhone('+375 29 123-45-67').kind).toBe('foreign')
})

test('a short or internal number stays as typed', () => {
  expect(readPhone('118')).toMatchObject({ e164: null, kind: 'short', valid: true, raw: '118' })
  expect(readPhone('доб. 118')).toMatchObject({ e164: null, kind: 'short', valid: true, extension: '118' })
  expect(readPhone('04-12')).toMatchObject({ e164: null, kind: 'short', valid: true })
  expect(readPhone('тел. 33-22-11 (дом.)')).toMatchObject({ e164: null, kind: 'short', valid: true })
})

test.each(['звонить вечером 39107', 'спросить Иру, каб. 12', '2 руки'])(
  'words with a few digits among them, "%s", are no number and are marked',
  raw => {
    expect(readPhone(raw)).toMatchObject({ raw, e164: null, kind: 'unknown', valid: false })
    expect(hasWords({ raw })).toBe(true)
  },
)

test.each(['8 (495) 123-45-67 доб. 118', 'тел. +7 916 222-33-33', '89162223333', '33-22-11 (дом.)', 'x12'])(
  '"%s" is a number and no words',
  raw => {
    expect(hasWords({ raw })).toBe(false)
  },
)

test('words beside a number that can be read are words', () => {
  expect(hasWords({ raw: '8 (495) 123-45-67 Ирина' })).toBe(true)
})

test.each(['123-45-67', 'нет', '', '8 916', '8 (000) 000-00-00', '+7 123 456 78 90', '8916222333', '1'.repeat(40)])(
  'unreadable "%s" is kept and marked',
  raw => {
    const phone = readPhone(raw)
    if (phone.kind === 'short') return
    if (raw === '8916222333') return expect(phone.e164).toBe('+78916222333')
    expect(phone).toEqual({ raw, e164: null, extension: null, kind: 'unknown', valid: false, national: null })
  },
)

test('the second ending of neighbouring lines is left out', () => {
  expect(e164Of('8 (495) 123-45-67/68')).toBe('+74951234567')
})

test.each([
  ['8 916 222-33-33, 8 495 123-45-67', ['8 916 222-33-33', '8 495 123-45-67']],
  ['8 916 222-33-33; +7 495 123-45-67 доб. 12', ['8 916 222-33-33', '+7 495 123-45-67 доб. 12']],
  ['8 495 123-45-67, доб. 12, 89162223333', ['8 495 123-45-67, доб. 12', '89162223333']],
  ['89162223333\n84951234567', ['89162223333', '84951234567']],
  ['89162223333 84951234567', ['89162223333', '84951234567']],
  ['8 916 222 33 33 8 495 123 45 67', ['8 916 222 33 33', '8 495 123 45 67']],
  ['8 916 222-33-33 и 8 495 123-45-67', ['8 916 222-33-33', '8 495 123-45-67']],
  ['8 (495) 123-45-67/68', ['8 (495) 123-45-67/68']],
  ['84951234567,,77', ['84951234567,,77']],
  ['', []],
  [' ; , ', []],
])('%j holds %j', (text, parts) => {
  expect(splitPhones(text)).toEqual(parts)
})

const national = fc
  .tuple(fc.constantFrom('9', '3', '4'), fc.stringMatching(/^\d{9}$/))
  .map(([head, tail]) => head + tail)
const notations = [
  (n: string) => `8${n}`,
  (n: string) => `+7${n}`,
  (n: string) => n,
  (n: string) => `8 (${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6, 8)}-${n.slice(8)}`,
  (n: string) => `+7 ${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`,
]

test('every notation of a number compares equal', () => {
  fc.assert(
    fc.property(national, n => {
      for (const write of notations) expect(readPhone(write(n)).national).toBe(n)
    }),
  )
})

test('any text is kept as typed and never throws', () => {
  fc.assert(
    fc.property(fc.string(), raw => {
      const phone = readPhone(raw)
      expect(phone.raw).toBe(raw)
      expect(phone.e164 === null).toBe(phone.national === null)
      if (!phone.valid) expect(phone.e164).toBeNull()
      splitPhones(raw)
    }),
  )
})

test('splitting loses no digit', () => {
  fc.assert(
    fc.property(
      fc.array(national, { maxLength: 5 }),
      fc.constantFrom(', ', '; ', '\n', ' / '),
      (numbers, separator) => {
        const parts = splitPhones(numbers.map(n => `8${n}`).join(separator))
        expect(parts.map(digitsOf)).toEqual(numbers.map(n => `8${n}`))
      },
    ),
  )
})
