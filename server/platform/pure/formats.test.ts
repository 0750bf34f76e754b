import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatAgo,
  formatDate,
  formatDateTime,
  formatDayHead,
  formatNearDate,
  formatNumber,
  formatPercent,
  formatTime,
  typo,
} from './formats.ts'

const today = '2026-11-25'
const moscow = 'Europe/Moscow'
const now = new Date('2026-11-25T12:00:00Z')
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('the year is told only when it is another one', () => {
  expect(formatDate('2026-11-25', today, 'ru')).toBe('25.11')
  expect(formatDate('2027-01-15', today, 'ru')).toBe('15.01.2027')
  expect(plain(formatDate('2026-11-25', today, 'en'))).toBe('25 Nov')
  expect(plain(formatDate('2027-01-05', today, 'en'))).toBe('5 Jan 2027')
})

test('a day of the timeline has its weekday', () => {
  expect(plain(formatDayHead('2026-11-20', today, 'ru'))).toBe('Пятница, 20 ноября')
  expect(plain(formatDayHead('2026-11-20', today, 'en'))).toBe('Friday, 20 November')
  expect(plain(formatDayHead('2025-11-20', today, 'ru'))).toBe('Четверг, 20 ноября 2025')
})

test('near days have words', () => {
  expect(formatNearDate('2026-11-24', today, 'ru')).toBe('вчера')
  expect(formatNearDate('2026-11-25', today, 'ru')).toBe('сегодня')
  expect(formatNearDate('2026-11-26', today, 'en')).toBe('tomorrow')
  expect(formatNearDate('2026-11-27', today, 'ru')).toBe('27.11')
})

test('a time is that of the zone, in 24 hours', () => {
  expect(formatTime('2026-11-25T12:30:00Z', moscow)).toBe('15:30')
  expect(formatTime('2026-11-25T21:05:00Z', moscow)).toBe('00:05')
  expect(formatDateTime('2026-11-25T12:30:00Z', moscow, now, 'ru')).toBe('сегодня, 15:30')
  expect(formatDateTime('2026-11-24T22:30:00Z', moscow, now, 'ru')).toBe('сегодня, 01:30')
  expect(formatDateTime('2026-11-26T22:30:00Z', moscow, now, 'en')).toBe('27\u00a0Nov, 01:30')
})

test('up to an hour ago is told in minutes', () => {
  const ago = (minutes: number) => plain(formatAgo(new Date(now.getTime() - minutes * 60_000), moscow, now, 'ru'))
  expect([0, 1, 3, 59, 60].map(ago)).toEqual([
    'только что',
    '1 мин назад',
    '3 мин назад',
    '59 мин назад',
    'сегодня, 14:00',
  ])
  expect(plain(formatAgo('2026-11-25T11:57:00Z', moscow, now, 'en'))).toBe('3 min ago')
  expect(formatAgo('2026-11-25T13:00:00Z', moscow, now, 'ru')).toBe('сегодня, 16:00')
})

test('numbers are grouped and never show empty decimals', () => {
  expect(plain(formatNumber(1200, 'ru'))).toBe('1 200')
  expect(formatNumber(2.4, 'ru')).toBe('2,4')
  expect(formatNumber(-1234567.25, 'en', 2)).toBe('−1,234,567.25')
  expect(formatNumber(-0.01, 'ru')).toBe('0')
  expect(formatNumber(Number.NaN, 'ru')).toBe('—')
  expect(plain(formatPercent(65, 'ru'))).toBe('65 %')
  expect(formatPercent(65, 'en')).toBe('65%')
})

test('words that belong together do not break', () => {
  expect(typo('3 помещения в аренду', 'ru')).toBe('3\u00a0помещения в\u00a0аренду')
  expect(typo('и в доме', 'ru')).toBe('и\u00a0в\u00a0доме')
  expect(typo('2-я очередь, № 5', 'ru')).toBe('2\u2011я очередь, №\u00a05')
  expect(typo('Ромашка — клиент', 'ru')).toBe('Ромашка\u00a0— клиент')
  expect(typo('3 rooms to let', 'en')).toBe('3\u00a0rooms to\u00a0let')
})

test('setting type changes blanks and hyphens only, and once is enough', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('в', 'и', '3', '2-я', '—', '№', 'дом', 'на', 'A', '65', '%')), words => {
      const text = words.join(' ')
      const set = typo(text, 'ru')
      expect(set.replaceAll('\u00a0', ' ').replaceAll('\u2011', '-')).toBe(text)
      expect(typo(set, 'ru')).toBe(set)
    }),
  )
})
