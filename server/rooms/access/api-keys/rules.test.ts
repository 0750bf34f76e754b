import { expect, it } from 'vitest'
import { endOfNotice, isWithin, scopeOf } from './rules.ts'

it('counts what only looks like a write as reading, and whatever nobody has placed as nothing', () => {
  const of = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string) => scopeOf({ method, path })
  expect(of('GET', '/api/v1/interests/:id')).toBe('read')
  expect(of('PATCH', '/api/v1/interests/:id')).toBe('interests:write')
  expect(of('POST', '/api/v1/duplicates/check')).toBe('read')
  expect(of('GET', '/api/v1/imports/:id')).toBe('exchange')
  expect(of('GET', '/api/v1/users')).toBe('read')
  expect(of('GET', '/api/v1/users/:id/sessions')).toBe('administration')
  expect(of('POST', '/api/v1/api-keys')).toBe('account')
  expect(of('POST', '/api/v1/board')).toBe(undefined)
  expect(of('GET', '/api/v1/something-new')).toBe(undefined)
})

it('limits a key to its scopes and a key without any to nothing', () => {
  expect(isWithin(null, 'administration')).toBe(true)
  expect(isWithin(null, undefined)).toBe(true)
  expect(isWithin(['read'], 'read')).toBe(true)
  expect(isWithin(['read'], 'clients:write')).toBe(false)
  expect(isWithin(['read', 'administration'], undefined)).toBe(false)
})

it('tells of the end of a key a week before', () => {
  expect(endOfNotice(new Date('2026-03-02T09:00:00Z'))).toEqual(new Date('2026-03-09T09:00:00Z'))
})
