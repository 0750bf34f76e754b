import { expect, it } from 'vitest'
import { isLoop, orderTree } from './rules.ts'

const tree = [
  { id: 'leaf', parentId: 'branch' },
  { id: 'root', parentId: null },
  { id: 'branch', parentId: 'root' },
  { id: 'second', parentId: null },
]

it('sees that a department would stand inside itself, directly or further down', () => {
  expect(isLoop(tree, 'root', 'root')).toBe(true)
  expect(isLoop(tree, 'root', 'leaf')).toBe(true)
  expect(isLoop(tree, 'leaf', 'second')).toBe(false)
  expect(isLoop(tree, 'root', null)).toBe(false)
})

it('shows parents before their children', () => {
  expect(orderTree(tree).map(row => row.id)).toEqual(['root', 'branch', 'leaf', 'second'])
})

it('shows a department whose parent is not shown at the top', () => {
  expect(orderTree([{ id: 'a', parentId: 'gone' }]).map(row => row.id)).toEqual(['a'])
})
