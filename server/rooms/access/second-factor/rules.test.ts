import { expect, it } from 'vitest'
import { openSteps, readCode, showRecoveryCode, stepOf, uriOf } from './rules.ts'

it('reads six digits as a code of the app, however they are written', () => {
  for (const typed of ['123456', ' 123 456 ', '123-456', '１２３４５６']) {
    expect(readCode(typed), typed).toEqual({ kind: 'app', code: '123456' })
  }
})

it('reads a recovery code with or without hyphens, in any letter case, with letters that look alike', () => {
  for (const typed of ['AB01-CDEF-GH23-JKMN', 'ab01cdefgh23jkmn', 'abOl-cdef gh23 jkmn']) {
    expect(readCode(typed), typed).toEqual({ kind: 'recovery', code: 'AB01CDEFGH23JKMN' })
  }
})

it('reads nothing into anything else', () => {
  for (const typed of ['', '12345', '1234567', 'AB01-CDEF-GH23', 'AB01-CDEF-GH23-JKMU', 'пароль']) {
    expect(readCode(typed), typed).toBe(null)
  }
})

it('takes the present step and one to either side, never one that was taken or one before it', () => {
  const now = new Date('2026-03-02T09:00:10Z')
  const present = stepOf(now)
  expect(openSteps(now, 0)).toEqual([present, present - 1, present + 1])
  expect(openSteps(now, present - 1)).toEqual([present, present + 1])
  expect(openSteps(now, present)).toEqual([present + 1])
  expect(openSteps(now, present + 1)).toEqual([])
})

it('shows a recovery code in groups that can be read out', () => {
  expect(showRecoveryCode('AB01CDEFGH23JKMN')).toBe('AB01-CDEF-GH23-JKMN')
})

it('names company and person in the address that an app reads, whatever signs are in them', () => {
  const uri = new URL(uriOf({ company: 'Климат: Плюс & Ко', email: 'anna@example.org', key: 'ABC' }))
  expect(uri.protocol + uri.host).toBe('otpauth:totp')
  expect(decodeURIComponent(uri.pathname)).toBe('/Interes Климат  Плюс & Ко:anna@example.org')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'ABC',
    issuer: 'Interes Климат: Плюс & Ко',
  })
  expect(uri.search).not.toContain('+')
})
