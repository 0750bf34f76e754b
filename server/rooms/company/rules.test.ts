import { expect, it } from 'vitest'
import { canBeEmpty, moveTo, SHIPPED } from './rules.ts'

it('puts an entry at its new place and keeps the order of the others', () => {
  expect(moveTo(['a', 'b', 'c', 'd'], 'c', 0)).toEqual(['c', 'a', 'b', 'd'])
  expect(moveTo(['a', 'b', 'c', 'd'], 'a', 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(moveTo(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'b', 'c'])
})

it('takes a place beyond the end as the end', () => {
  expect(moveTo(['a', 'b', 'c'], 'a', 99)).toEqual(['b', 'c', 'a'])
})

it('keeps at least one service type, because nothing can be registered without one', () => {
  expect(canBeEmpty('service_type')).toBe(false)
  expect(canBeEmpty('channel')).toBe(true)
})

it('ships every directory with names that differ', () => {
  for (const names of Object.values(SHIPPED)) expect(new Set(names).size).toBe(names.length)
})
