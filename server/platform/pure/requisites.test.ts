import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compactNumber } from './requisite-faults.ts'
import {
  checkAccount,
  checkBik,
  checkCorrAccount,
  checkInn,
  checkKpp,
  checkOgrn,
  checkOgrnip,
  makeAccount,
  makeInn10,
  makeInn12,
  makeKpp,
  makeOgrn,
  makeOgrnip,
} from './requisites.ts'

test('known numbers are right', () => {
  expect(checkInn('7707083893')).toEqual({ ok: true, kind: 'organisation' })
  expect(checkInn('500100732259')).toEqual({ ok: true, kind: 'person' })
  expect(checkOgrn('1027700132195')).toEqual({ ok: true })
  expect(checkOgrnip('304500116000157')).toEqual({ ok: true })
  expect(checkKpp('773601001')).toEqual({ ok: true })
  expect(checkKpp('7736AB001')).toEqual({ ok: true })
  expect(checkBik('044525225')).toEqual({ ok: true })
  expect(checkCorrAccount('30101810400000000225', '044525225')).toEqual({ ok: true })
})

test('a wrong number tells what is wrong with it', () => {
  expect(checkInn('770708389')).toEqual({ ok: false, reason: 'length' })
  expect(checkInn('')).toEqual({ ok: false, reason: 'length' })
  expect(checkInn('77070838a3')).toEqual({ ok: false, reason: 'digits' })
  expect(checkInn('7707083894')).toEqual({ ok: false, reason: 'checksum' })
  expect(checkInn('500100732258')).toEqual({ ok: false, reason: 'checksum' })
  expect(checkInn('0000000000')).toEqual({ ok: false, reason: 'zero' })
  expect(checkInn('000000000000')).toEqual({ ok: false, reason: 'zero' })
  expect(checkOgrn('2027700132195')).toEqual({ ok: false, reason: 'prefix' })
  expect(checkOgrn('1027700132196')).toEqual({ ok: false, reason: 'checksum' })
  expect(checkOgrnip('104500116000157')).toEqual({ ok: false, reason: 'prefix' })
  expect(checkKpp('77360100')).toEqual({ ok: false, reason: 'length' })
  expect(checkKpp('77а601001')).toEqual({ ok: false, reason: 'digits' })
  expect(checkBik('144525225')).toEqual({ ok: false, reason: 'prefix' })
})

const random = fc
  .noShrink(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })))
  .map(stream => () => stream.next().value as number)

test('made numbers are right', () => {
  fc.assert(
    fc.property(random, next => {
      expect(checkInn(makeInn10(next))).toEqual({ ok: true, kind: 'organisation' })
      expect(checkInn(makeInn12(next))).toEqual({ ok: true, kind: 'person' })
      expect(checkOgrn(makeOgrn(next, 2003, '66')).ok).toBe(true)
      expect(checkOgrnip(makeOgrnip(next, 2021, '01')).ok).toBe(true)
      expect(checkKpp(makeKpp(next)).ok).toBe(true)
      expect(checkAccount(makeAccount(next, '044525225'), '044525225').ok).toBe(true)
    }),
  )
})

test('one wrong digit of an INN is noticed, except where remainder 10 and 0 share a digit', () => {
  const digit = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(random, fc.nat(8), digit, (next, position, other) => {
      const inn = makeInn10(next)
      const wrong = inn.slice(0, position) + other + inn.slice(position + 1)
      fc.pre(wrong !== inn)
      const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8]
      const remainder = (text: string) =>
        weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11
      fc.pre(![remainder(inn), remainder(wrong)].includes(10))
      expect(checkInn(wrong)).toEqual({ ok: false, reason: 'checksum' })
    }),
  )
})

test('two check digits of a person leave no changed check digit unnoticed', () => {
  fc.assert(
    fc.property(random, fc.integer({ min: 10, max: 11 }), fc.integer({ min: 1, max: 9 }), (next, position, shift) => {
      const inn = makeInn12(next)
      const wrong = inn.slice(0, position) + ((Number(inn[position]) + shift) % 10) + inn.slice(position + 1)
      expect(checkInn(wrong).ok).toBe(false)
    }),
  )
})

test('a number is the same however it is spaced, and stays as it is once it is stored', () => {
  const number = fc.stringMatching(/^[0-9]{8}[0-9A-Z]{0,7}$/)
  fc.assert(
    fc.property(number, fc.array(fc.nat({ max: 12 }), { maxLength: 4 }), (typed, gaps) => {
      const spaced = gaps.reduce((text, at) => `${text.slice(0, at)}\u00a0 ${text.slice(at)}`, typed)
      expect(compactNumber(spaced.toLowerCase())).toBe(typed)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(compactNumber(compactNumber(text))).toBe(compactNumber(text))
    }),
  )
})
