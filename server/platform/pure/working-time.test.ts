import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedHolidays, russianCalendar } from './working-calendar-data.ts'
import {
  addDays,
  addWorkingDays,
  daysBetween,
  isProvisionalYear,
  isShortenedDay,
  isWorkingDay,
  localDateOf,
  todayIn,
  workingDaysBetween,
} from './working-time.ts'

const yearLength = (year: number) => workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)

test('the years have the working days of their production calendars', () => {
  expect([2024, 2025, 2026, 2027].map(yearLength)).toEqual([248, 247, 247, 247])
})

test('moved days and working Saturdays follow the decree', () => {
  for (const day of ['2024-04-27', '2024-11-02', '2024-12-28', '2025-11-01', '2027-02-20'])
    expect(isWorkingDay(day)).toBe(true)
  for (const day of [
    '2024-04-29',
    '2024-12-31',
    '2025-05-02',
    '2025-11-03',
    '2026-01-09',
    '2026-03-09',
    '2026-12-31',
  ]) {
    expect(isWorkingDay(day)).toBe(false)
  }
  expect(isShortenedDay('2026-11-03')).toBe(true)
  expect(isShortenedDay('2026-11-02')).toBe(false)
})

test('the calendar never names a day twice or off its place', () => {
  for (const [year, { daysOff, workingWeekends, shortened }] of russianCalendar) {
    const isWeekend = (day: string) => [0, 6].includes(new Date(`${year}-${day}`).getUTCDay())
    expect(new Set(daysOff).size).toBe(daysOff.length)
    expect(workingWeekends.every(isWeekend)).toBe(true)
    expect(daysOff.filter(day => !fixedHolidays.includes(day)).some(isWeekend)).toBe(false)
    expect(shortened.every(day => isWorkingDay(`${year}-${day}`))).toBe(true)
  }
})

test('working days are counted over holidays', () => {
  expect(addWorkingDays('2025-12-30', 1)).toEqual({ date: '2026-01-12', provisional: false })
  expect(addWorkingDays('2026-11-25', 3)).toEqual({ date: '2026-11-30', provisional: false })
  expect(addWorkingDays('2026-11-28', 0).date).toBe('2026-11-28')
  expect(addWorkingDays('2026-01-12', -1).date).toBe('2025-12-30')
})

test('a year without a calendar falls back to weekends and fixed holidays and says so', () => {
  expect(isProvisionalYear(2026)).toBe(false)
  expect(isProvisionalYear(2031)).toBe(true)
  expect(isWorkingDay('2031-01-08')).toBe(false)
  expect(isWorkingDay('2031-01-09')).toBe(true)
  expect(isWorkingDay('2031-01-11')).toBe(false)
  expect(addWorkingDays('2031-05-01', 2).provisional).toBe(true)
})

const date = fc
  .date({ min: new Date('2023-06-01'), max: new Date('2028-06-01'), noInvalidDate: true })
  .map(d => d.toISOString().slice(0, 10))

test('what is added is what lies between', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 90 }), (from, days) => {
      const to = addWorkingDays(from, days).date
      expect(isWorkingDay(to)).toBe(true)
      expect(workingDaysBetween(from, to)).toBe(days)
    }),
  )
})

test('counting there and back differs in the sign only', () => {
  fc.assert(
    fc.property(date, date, (a, b) => {
      expect(workingDaysBetween(a, b) + workingDaysBetween(b, a)).toBe(0)
    }),
  )
})

test('an instant has the date of its zone', () => {
  expect(localDateOf('2026-11-25T21:30:00Z', 'Europe/Moscow')).toBe('2026-11-26')
  expect(localDateOf('2026-11-25T21:30:00Z', 'UTC')).toBe('2026-11-25')
  expect(todayIn('Asia/Kamchatka', new Date('2026-11-25T12:00:00Z'))).toBe('2026-11-26')
})

test('calendar days pass the end of a month', () => {
  expect(addDays('2026-11-30', 1)).toBe('2026-12-01')
  expect(daysBetween('2026-11-30', '2026-12-02')).toBe(2)
  expect(() => addDays('2026-13-01', 1)).toThrow(RangeError)
})
