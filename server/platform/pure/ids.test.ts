import { expect, test } from 'vitest'
import { isId, NIL_ID, newId } from './ids.ts'

test('a later id sorts after an earlier one', () => {
  const ids = Array.from({ length: 500 }, newId)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(500)
})

test('an id is a version 7 UUID', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an id is made where the page has no secure context', () => {
  const { randomUUID } = crypto
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
  try {
    expect(isId(newId())).toBe(true)
  } finally {
    Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true })
  }
})

test('only a whole UUID is an id', () => {
  expect(isId(NIL_ID)).toBe(true)
  expect(isId(newId())).toBe(true)
  for (const value of ['', '1', 'zzz', `${newId()} `, null, undefined, 7, {}]) expect(isId(value)).toBe(false)
})
