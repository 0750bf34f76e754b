import { expect, test } from 'vitest'
import { contactDay, lateFrom, readIdleClock, stuckFrom } from './idle-clock.ts'
import { russianCalendar } from './working-calendar-data.ts'
import { addDays } from './working-time.ts'

/** A Friday. */
const entered = '2026-11-20'
const read = (today: string, contact: string | null, expected: number | null = 2) =>
  readIdleClock({ entered, today, contact }, expected, russianCalendar)

test('days off do not count: what came in on Friday is in its second day on Monday', () => {
  expect(read('2026-11-22', null)).toMatchObject({ day: 1, standing: 'in_time' })
  expect(read('2026-11-23', null)).toMatchObject({ day: 2, standing: 'in_time' })
})

test('over its time it is stuck, unless a contact is agreed for today or later', () => {
  expect(read('2026-11-24', null)).toMatchObject({ day: 3, standing: 'stuck', agreed: null })
  expect(read('2026-11-24', '2026-11-23')).toMatchObject({ standing: 'stuck', agreed: null })
  expect(read('2026-11-24', '2026-11-24')).toMatchObject({ standing: 'late', agreed: '2026-11-24' })
  expect(read('2026-11-24', '2026-11-27')).toMatchObject({ standing: 'late', agreed: '2026-11-27' })
})

test('a state without a term has no clock to run out', () => {
  expect(read('2027-11-24', null, null)).toMatchObject({ standing: 'in_time', expected: null })
})

test('the days that an Interest keeps say on each day what the clock says', () => {
  for (let n = 0; n < 400; n++) {
    const entered = addDays('2026-04-20', n % 40)
    const expected = n % 5 === 4 ? null : n % 7
    const contact = n % 3 === 0 ? null : addDays(entered, (n * 7) % 25)
    const from = stuckFrom(lateFrom(entered, expected, russianCalendar), contact)
    for (let day = 0; day < 30; day++) {
      const today = addDays(entered, day)
      const { standing } = readIdleClock({ entered, today, contact }, expected, russianCalendar)
      expect([entered, expected, contact, today, from !== null && from <= today]).toEqual([
        entered,
        expected,
        contact,
        today,
        standing === 'stuck',
      ])
    }
  }
})

test('a contact is an interaction with a date, on the day on which it is where the company is; a task is none', () => {
  const step = { kind: 'interaction', dueAt: '2026-11-20T22:30:00Z', dueDay: null }
  expect(contactDay(step, 'Europe/Moscow')).toBe('2026-11-21')
  expect(contactDay({ ...step, dueDay: '2026-11-20' }, 'Europe/Moscow')).toBe('2026-11-20')
  expect(contactDay({ ...step, dueAt: null }, 'Europe/Moscow')).toBeNull()
  expect(contactDay({ ...step, kind: 'task' }, 'Europe/Moscow')).toBeNull()
  expect(contactDay(null, 'Europe/Moscow')).toBeNull()
})
