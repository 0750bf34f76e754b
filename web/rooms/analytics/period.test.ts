import { expect, test } from 'vitest'
import { beside, isPeriod, kindOf, periodAt } from './period.ts'

test('a month lies in its quarter and in its year', () => {
  expect(periodAt('month', '2026-11')).toEqual({ from: '2026-11', to: '2026-11' })
  expect(periodAt('quarter', '2026-11')).toEqual({ from: '2026-10', to: '2026-12' })
  expect(periodAt('year', '2026-11')).toEqual({ from: '2026-01', to: '2026-12' })
})

test('a period is called by its shape', () => {
  const kinds = [
    ['2026-02', '2026-02'],
    ['2026-01', '2026-03'],
    ['2026-02', '2026-04'],
    ['2026-01', '2026-12'],
  ] as const
  expect(kinds.map(([from, to]) => kindOf({ from, to }))).toEqual(['month', 'quarter', 'own', 'year'])
})

test('the period before is as long', () => {
  expect(beside({ from: '2026-01', to: '2026-03' }, -1)).toEqual({ from: '2025-10', to: '2025-12' })
  expect(beside({ from: '2026-11', to: '2026-12' }, 1)).toEqual({ from: '2027-01', to: '2027-02' })
})

test('a period that ends before it begins, or is endless, is none', () => {
  expect(isPeriod({ from: '2026-03', to: '2026-02' })).toBe(false)
  expect(isPeriod({ from: '2006-03', to: '2026-02' })).toBe(false)
  expect(isPeriod({ from: '2026-02', to: '2026-02' })).toBe(true)
})
