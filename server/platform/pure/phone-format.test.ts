import { expect, test } from 'vitest'
import { formatE164, formatPhone } from './phone-format.ts'

const phone = (e164: string | null, extension: string | null = null, raw = 'как записали') => ({ raw, e164, extension })

test('a Russian number is grouped 3-3-2-2 after the country', () => {
  expect(formatPhone(phone('+79125554490'), 'ru')).toBe('+7 912 555-44-90')
  expect(formatPhone(phone('+78002000600'), 'ru')).toBe('+7 800 200-06-00')
})

test('an extension follows in the language of the reader', () => {
  expect(formatPhone(phone('+79125554490', '118'), 'ru')).toBe('+7 912 555-44-90, доб. 118')
  expect(formatPhone(phone('+79125554490', '118'), 'en')).toBe('+7 912 555-44-90, ext. 118')
})

test('a foreign number keeps its country apart', () => {
  expect(formatE164('+375291234567')).toBe('+375 29 123-45-67')
  expect(formatE164('+4930123456')).toBe('+49 3 012-34-56')
  expect(formatE164('+12125551234')).toBe('+1 212 555-12-34')
  expect(formatE164('+77011234567')).toBe('+7 701 123-45-67')
  expect(formatE164('+3741234')).toBe('+374 1234')
})

test('an unreadable number is shown as typed', () => {
  expect(formatPhone(phone(null, null, 'спросить у Лены'), 'ru')).toBe('спросить у Лены')
})
