import { expect, test } from 'vitest'
import { findPlace, type Run } from './place.ts'

const board: Run[] = [
  { name: 'Первый', ids: ['a', 'b', 'c'], count: 9, more: () => {} },
  { name: 'Второй', ids: ['d'], count: 1 },
]

test('a card knows its neighbours in its own column', () => {
  expect(findPlace(board, 'b', undefined)).toMatchObject({ name: 'Первый', at: 1, count: 9, before: 'a', after: 'c' })
  expect(findPlace(board, 'd', undefined)).toMatchObject({ name: 'Второй', before: undefined, after: undefined })
  expect(findPlace(board, 'x', undefined)).toBeUndefined()
})

test('a card that was moved away keeps its place in the column that is being gone through', () => {
  const held = findPlace(board, 'b', undefined)
  const moved: Run[] = [
    { name: 'Первый', ids: ['a', 'c'], count: 8 },
    { name: 'Второй', ids: ['b', 'd'], count: 2 },
  ]
  expect(findPlace(moved, 'b', held)).toMatchObject({ name: 'Первый', at: 1, before: 'a', after: 'c' })
})

test('another card that is opened meanwhile stands where it stands', () => {
  const held = findPlace(board, 'b', undefined)
  expect(findPlace(board, 'd', held)).toMatchObject({ name: 'Второй', at: 0 })
  expect(findPlace([], 'b', held)).toBeUndefined()
})

test('a list whose end is loaded counts itself', () => {
  expect(findPlace([{ ids: ['a', 'b'] }], 'b', undefined)).toMatchObject({ count: 2, before: 'a', after: undefined })
  expect(findPlace([{ ids: ['a', 'b'], more: () => {} }], 'b', undefined)?.count).toBeUndefined()
})
