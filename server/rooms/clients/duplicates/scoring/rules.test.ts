import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Criterion } from '../../contract.ts'
import { CRITERIA, compareNumbers, defaultRules, findRuleFaults, scoreOf } from './rules.ts'

const rules = defaultRules()
const score = (...evidence: Criterion[]) => scoreOf(rules, 'client', evidence)
const someEvidence = fc.subarray([...CRITERIA])

test('one whole identifier warns, an agreeing name beside it makes it certain, another name keeps it off the list', () => {
  const { warn, list, certain } = rules.client
  for (const whole of ['phone', 'email', 'inn'] as const) {
    expect(score(whole)).toBeGreaterThanOrEqual(list)
    expect(score(whole, 'name')).toBeGreaterThanOrEqual(certain)
    expect(score(whole, 'name_similar')).toBeGreaterThanOrEqual(certain)
  }
  expect(score('phone', 'other_name')).toBeGreaterThanOrEqual(warn)
  expect(score('phone', 'other_name')).toBeLessThan(list)
  expect(score('phone', 'other_name', 'other_inn')).toBeGreaterThanOrEqual(warn)
  expect(score('name')).toBeLessThan(warn)
  expect(score('name', 'name_rare')).toBeGreaterThanOrEqual(list)
  expect(score('name', 'name_uncommon')).toBeLessThan(list)
})

test('a branch and another legal entity stay off the list, however much else agrees', () => {
  expect(score('phone', 'email', 'site', 'name', 'name_rare', 'other_kpp')).toBeLessThan(rules.client.list)
  expect(score('name', 'name_rare', 'other_inn')).toBeLessThan(rules.client.list)
})

test('a score lies between 0 and 100, does not depend on order or repetition, and grows with signs for it only', () => {
  fc.assert(
    fc.property(someEvidence, fc.constantFrom(...CRITERIA), (evidence, more) => {
      const one = score(...evidence)
      expect(one).toBeGreaterThanOrEqual(0)
      expect(one).toBeLessThanOrEqual(100)
      expect(score(...evidence.toReversed(), ...evidence)).toBe(one)
      const grown = score(...evidence, more)
      if (rules.client.weights[more] > 0) expect(grown).toBeGreaterThanOrEqual(one)
      else expect(grown).toBeLessThanOrEqual(one)
    }),
  )
})

test('numbers of two parties are compared alike from either side', () => {
  const number = fc.record({
    inn: fc.constantFrom(null, '1', '2'),
    kpp: fc.constantFrom(null, '7', '8'),
    ogrn: fc.constantFrom(null, '5'),
  })
  const some = fc.array(number, { maxLength: 3 })
  fc.assert(
    fc.property(some, some, (one, other) => {
      expect(new Set(compareNumbers(one, other))).toEqual(new Set(compareNumbers(other, one)))
    }),
  )
  const entity = (inn: string | null, kpp: string | null = null) => [{ inn, kpp }]
  expect(compareNumbers(entity('1'), entity('2'))).toEqual(['other_inn'])
  expect(compareNumbers(entity('1'), entity(null))).toEqual([])
  expect(compareNumbers([...entity('1', '7'), ...entity('3')], entity('1', '7'))).toEqual(['inn_kpp'])
})

test('thresholds grow', () => {
  expect(findRuleFaults(rules)).toEqual([])
  const wrong = defaultRules()
  wrong.prospect.certain = 10
  expect(findRuleFaults(wrong)).toEqual([{ path: 'rules.prospect.certain', code: 'thresholds' }])
})
