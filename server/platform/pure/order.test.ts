import { expect, it } from 'vitest'
import { moveTo } from './order.ts'

it('puts an entry at its new place and keeps the order of the others', () => {
  expect(moveTo(['a', 'b', 'c', 'd'], 'c', 0)).toEqual(['c', 'a', 'b', 'd'])
  expect(moveTo(['a', 'b', 'c', 'd'], 'a', 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(moveTo(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'b', 'c'])
})

it('takes a place beyond the ends as the end', () => {
  expect(moveTo(['a', 'b', 'c'], 'a', 99)).toEqual(['b', 'c', 'a'])
  expect(moveTo(['a', 'b', 'c'], 'c', -5)).toEqual(['c', 'a', 'b'])
})
