import { expect, it } from 'vitest'
import { LETTERS, readCode, stepOf } from './rules.ts'
import { codeOf, findStep, hashRecoveryCode, keyText, newKey, newRecoveryCodes } from './service.ts'

const key = Buffer.from('12345678901234567890')

it('gives the codes of RFC 6238, as every app does', () => {
  const codes: [string, string][] = [
    ['1970-01-01T00:00:59Z', '287082'],
    ['2005-03-18T01:58:29Z', '081804'],
    ['2005-03-18T01:58:31Z', '050471'],
    ['2009-02-13T23:31:30Z', '005924'],
    ['2033-05-18T03:33:20Z', '279037'],
    ['2603-10-11T11:33:20Z', '353130'],
  ]
  for (const [time, code] of codes) expect(codeOf(key, stepOf(new Date(time))), time).toBe(code)
})

it('writes a key as RFC 4648 does', () => {
  for (const [text, written] of [
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['foobar', 'MZXW6YTBOI'],
  ] as const) {
    expect(keyText(Buffer.from(text))).toBe(written)
  }
  expect(keyText(key)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
})

it('finds the step of a code among those that are open, and none for another code', () => {
  const code = codeOf(key, 41)
  expect(findStep(key, code, [42, 41, 43])).toBe(41)
  expect(findStep(key, code, [42, 43])).toBe(undefined)
  expect(findStep(newKey(), code, [42, 41, 43])).toBe(undefined)
})

it('makes ten recovery codes of eighty bits, each other than the rest, which the reader takes', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(readCode(code)).toEqual({ kind: 'recovery', code })
  expect(LETTERS.length ** 16).toBeGreaterThanOrEqual(2 ** 80)
})

it('keeps a recovery code as a digest that is good for one person', () => {
  expect(hashRecoveryCode('anna', 'X')).not.toEqual(hashRecoveryCode('igor', 'X'))
  expect(hashRecoveryCode('anna', 'X').length).toBe(32)
})
