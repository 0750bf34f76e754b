import { describe, expect, it } from 'vitest'
import { readDate } from './date-typing.ts'

const now = new Date(2026, 10, 25)

describe('a date as it is typed', () => {
  it.each([
    ['25.11.2026', '2026-11-25'],
    ['25.11.26', '2026-11-25'],
    ['1/2/2027', '2027-02-01'],
    [' 5 1 2027 ', '2027-01-05'],
  ])('%s is read with its year', (typed, date) => expect(readDate(typed, now)).toBe(date))

  it('without a year is the next such day', () => {
    expect(readDate('25.11', now)).toBe('2026-11-25')
    expect(readDate('24.11', now)).toBe('2027-11-24')
  })

  it.each(['31.02.2027', '32.01', '1.13.2027', 'завтра', ''])('%j is no date', typed =>
    expect(readDate(typed, now)).toBeNull(),
  )
})
