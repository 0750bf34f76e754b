import { expect, test } from 'vitest'
import { addMonths, monthsOf } from './months.ts'

test('a period of months has both its ends, over the turn of a year', () => {
  expect(monthsOf('2026-11', '2027-02')).toEqual(['2026-11-01', '2026-12-01', '2027-01-01', '2027-02-01'])
  expect(monthsOf('2026-11', '2026-11')).toEqual(['2026-11-01'])
  expect(monthsOf('2026-11', '2026-10')).toEqual([])
})

test('months are counted on and back over the turn of a year', () => {
  expect([addMonths('2026-11', 2), addMonths('2027-01', -1), addMonths('2026-05', -17)]).toEqual([
    '2027-01',
    '2026-12',
    '2024-12',
  ])
})
