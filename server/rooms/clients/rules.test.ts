import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeInn10, makeInn12, makeKpp, makeOgrn, makeOgrnip } from '../../platform/pure/requisites.ts'
import { decideRequisites, distinct, findUnreadable, readEmails, readPhones } from './rules.ts'

const pathsOf = (found: { faults: { path: string }[] }) => found.faults.map(fault => fault.path)
const random = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })).map(stream => () => {
  const next = stream.next().value as number
  return next
})

test('right numbers pass for the kind they belong to, however they are spaced', () => {
  fc.assert(
    fc.property(random, next => {
      const inn = makeInn10(next)
      const spaced = `${inn.slice(0, 4)} ${inn.slice(4)} `
      const numbers = { inn: spaced, kpp: makeKpp(next).toLowerCase(), ogrn: makeOgrn(next) }
      const found = decideRequisites('organisation', numbers)
      expect(found.faults).toEqual([])
      expect(found.inn).toBe(inn)
      const own = { inn: makeInn12(next), ogrn: makeOgrnip(next) }
      expect(decideRequisites('entrepreneur', own).faults).toEqual([])
    }),
    { numRuns: 50 },
  )
})

test('one changed digit of an INN is always noticed', () => {
  fc.assert(
    fc.property(random, fc.nat(8), fc.integer({ min: 1, max: 9 }), (next, at, by) => {
      const inn = makeInn10(next)
      const digit = String((Number(inn[at]) + by) % 10)
      const changed = inn.slice(0, at) + digit + inn.slice(at + 1)
      // A remainder of 10 and of 0 share the check digit 0, so a change there may pass.
      fc.pre(inn[9] !== '0')
      const { faults } = decideRequisites('organisation', { inn: changed })
      expect(faults.map(fault => fault.code)).toEqual(['inn.checksum'])
    }),
    { numRuns: 200 },
  )
})

test('all faults are named at once', () => {
  const typed = { inn: '123', kpp: '12', ogrn: '0000000000000' }
  expect(pathsOf(decideRequisites('organisation', typed))).toEqual(['inn', 'kpp', 'ogrn'])
})

test('the kind decides: no KPP for an entrepreneur, no OGRN for a person, the length of the INN', () => {
  expect(pathsOf(decideRequisites('entrepreneur', { kpp: '773601001' }))).toEqual(['kpp'])
  expect(pathsOf(decideRequisites('person', { ogrn: '1027700132195' }))).toEqual(['ogrn'])
  expect(pathsOf(decideRequisites('person', { inn: '7707083893' }))).toEqual(['inn'])
  expect(pathsOf(decideRequisites('organisation', { inn: '500100732259' }))).toEqual(['inn'])
})

test('an empty number is absent', () => {
  expect(decideRequisites('organisation', { inn: ' ', kpp: null })).toEqual({
    inn: null,
    kpp: null,
    ogrn: null,
    faults: [],
  })
})

test('what cannot be read is kept and told under its place', () => {
  const phones = readPhones(['+7 916 123-45-67', 'спросить'])
  const emails = readEmails(['a@b'])
  expect(phones.map(phone => [phone.raw, phone.valid])).toEqual([
    ['+7 916 123-45-67', true],
    ['спросить', false],
  ])
  expect(findUnreadable('contacts[0].', { phones, emails }).map(each => [each.code, each.field])).toEqual([
    ['phone.unreadable', 'contacts[0].phones[1]'],
    ['email.unreadable', 'contacts[0].emails[0]'],
  ])
})

test('the same value twice is one', () => {
  expect(distinct(['a  b', 'A b', '', 'c'])).toEqual(['a  b', 'c'])
})
