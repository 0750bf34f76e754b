import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmails, readPhones } from '../rules.ts'
import { compareNumbers } from './scoring/rules.ts'
import {
  countParties,
  decideSameInn,
  type Held,
  isSelf,
  isShared,
  looksLikePerson,
  partyOf,
  probeDomains,
  probeEmails,
  probeName,
  probePhones,
  type Self,
} from './rules.ts'

const held = (ownerId: string, clientId: string | null, more: Partial<Held> = {}): Held => ({
  kind: 'phone',
  value: '9161234567',
  ownerKind: clientId === ownerId ? 'client' : clientId === null ? 'prospect' : 'contact',
  ownerId,
  clientId,
  markedShared: false,
  ...more,
})
const idsOf = (holders: Held[], self: Self) => holders.filter(each => !isSelf(each, self)).map(each => partyOf(each).id)

test('a client and its contacts are one party, a contact of two clients joins them', () => {
  expect(countParties([held('c1', 'c1'), held('k1', 'c1'), held('k2', 'c1')])).toBe(1)
  expect(countParties([held('c1', 'c1'), held('c2', 'c2')])).toBe(2)
  expect(countParties([held('c1', 'c1'), held('c2', 'c2'), held('k', 'c1'), held('k', 'c2')])).toBe(1)
})

test('the number of parties does not depend on the order in which holders are read', () => {
  const holder = fc.tuple(fc.nat(6), fc.option(fc.nat(4), { nil: null })).map(([owner, client]) => ({
    ownerId: `o${owner}`,
    clientId: client === null ? null : `c${client}`,
  }))
  fc.assert(
    fc.property(fc.array(holder, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (holders, mix) => {
      const keys = holders.map(() => mix.next().value as number)
      const shuffled = holders.map((_, at) => at).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
      const other = shuffled.flatMap(at => holders[at] ?? [])
      expect(countParties(other)).toBe(countParties(holders))
      expect(countParties([...holders, ...holders])).toBe(countParties(holders))
    }),
  )
})

test('what three strangers hold, or a person marked, belongs to nobody', () => {
  expect(isShared([held('c1', 'c1'), held('c2', 'c2')])).toBe(false)
  expect(isShared([held('c1', 'c1'), held('c2', 'c2'), held('p1', null)])).toBe(true)
  expect(isShared([held('c1', 'c1'), held('k1', 'c1'), held('k2', 'c1')])).toBe(false)
  expect(isShared([held('c1', 'c1', { markedShared: true })])).toBe(true)
})

test('three holders of one name are one caller who was registered three times, and no strangers', () => {
  const three = [held('c1', 'c1'), held('c2', 'c2'), held('p1', null)]
  expect(isShared(three, () => 'иван петров')).toBe(false)
  expect(isShared(three, each => each.ownerId)).toBe(true)
  expect(countParties(three, each => (each.ownerId === 'p1' ? undefined : 'ромашка'))).toBe(2)
})

test('the record itself and its own client are no duplicates', () => {
  const holders = [held('c1', 'c1'), held('k1', 'c1')]
  expect(idsOf(holders, { ownerIds: [], clientIds: [] })).toEqual(['c1', 'k1'])
  expect(idsOf(holders, { ownerIds: ['k1'], clientIds: [] })).toEqual(['c1'])
  expect(idsOf(holders, { ownerIds: [], clientIds: ['c1'] })).toEqual([])
})

test('a legal entity and a linked prospect stand for their client', () => {
  expect(partyOf(held('p1', 'c1', { ownerKind: 'prospect' }))).toEqual({ type: 'client', id: 'c1' })
  expect(partyOf(held('p1', null))).toEqual({ type: 'prospect', id: 'p1' })
  expect(partyOf(held('e1', 'c1', { ownerKind: 'contractor' }))).toEqual({ type: 'client', id: 'c1' })
})

test('the domain of a company is a sign, that of a mail service is none', () => {
  const emails = readEmails(['info@romashka.ru', 'ivanov@mail.ru', 'нет'])
  const signs = probeDomains({ sites: ['https://www.romashka.ru/contacts', 'Vasilek.ru'], emails }, '')
  expect(signs.map(each => [each.field, each.values])).toEqual([
    ['sites[0]', ['romashka.ru']],
    ['sites[1]', ['vasilek.ru']],
  ])
})

test('a name of which nobody said whose it is is read as a person by its parts', () => {
  expect(looksLikePerson('Петров Иван Сергеевич')).toBe(true)
  expect(looksLikePerson('Петров Иван')).toBe(true)
  expect(looksLikePerson('ООО «Вектор»')).toBe(false)
  expect(looksLikePerson('Трубо Деталь')).toBe(false)
})

test('a hotline, an internal number and what is no address say nothing about who it is', () => {
  const phones = readPhones(['8 800 555-35-35', '101', 'нет', '+7 916 123-45-67 доб. 5'])
  expect(probePhones(phones, at => `phones[${at}]`).map(each => [each.field, each.values])).toEqual([
    ['phones[3]', ['9161234567']],
  ])
  expect(probeEmails(readEmails(['нет', 'A@B.ru']), at => `emails[${at}]`).map(each => each.values)).toEqual([
    ['a@b.ru'],
  ])
})

test('a person is the same in any order of words, a company only in its own; both wait for each other', () => {
  const [person] = probeName('Петров Иван', true, 'fullName')
  const [entrepreneur] = probeName('ИП Иван Петров', false, 'company')
  expect(person?.values.toSorted()).toEqual(['иван петров', 'петров иван'])
  expect(entrepreneur?.values).toEqual(['иван петров'])
  expect(person?.lock).toBe(entrepreneur?.lock)
  expect(probeName('«»', true, 'fullName')).toEqual([])
})

test('two absent KPPs are equal, one present is suspicious, two different ones are branches', () => {
  const known = (kpp: string | null) => ({ contractorId: 'e', clientId: 'c', inn: '5001007322', kpp })
  expect(decideSameInn(null, [known(null)])).not.toBeNull()
  expect(decideSameInn('1', [known('1')])).not.toBeNull()
  expect([known(null), known('2')].map(each => decideSameInn('1', [each]))).toEqual([null, null])
  const entity = (kpp: string | null) => [{ inn: '5001007322', kpp }]
  expect(compareNumbers(entity(null), entity(null))).toEqual(['inn_kpp'])
  expect(compareNumbers(entity('1'), entity(null))).toEqual(['inn'])
  expect(compareNumbers(entity(null), entity('1'))).toEqual(['inn'])
  expect(compareNumbers(entity('1'), entity('2'))).toEqual(['other_kpp'])
})
