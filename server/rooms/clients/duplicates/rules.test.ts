import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmails, readPhones } from '../rules.ts'
import {
  countParties,
  decideSameInn,
  decideSuspects,
  type Held,
  isShared,
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
const probe = { reason: 'phone' as const, field: 'phones[0]', typed: '8916…', values: ['9161234567'], lock: '' }
const nobody: Self = { ownerIds: [], clientIds: [] }
const idsOf = (holders: Held[], self = nobody) => decideSuspects([probe], holders, self).map(each => each.id)

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
  expect(idsOf([held('c1', 'c1'), held('c2', 'c2'), held('p1', null)])).toEqual([])
})

test('the record itself and its own client are no duplicates', () => {
  const holders = [held('c1', 'c1'), held('k1', 'c1')]
  expect(idsOf(holders)).toEqual(['c1', 'k1'])
  expect(idsOf(holders, { ownerIds: ['k1'], clientIds: [] })).toEqual(['c1'])
  expect(idsOf(holders, { ownerIds: [], clientIds: ['c1'] })).toEqual([])
})

test('a legal entity and a linked prospect stand for their client, which is told once', () => {
  const linked = held('p1', 'c1', { ownerKind: 'prospect' })
  expect(decideSuspects([probe], [held('c1', 'c1'), linked], nobody)).toMatchObject([{ type: 'client', id: 'c1' }])
  const contractor = held('e1', 'c1', { ownerKind: 'contractor' })
  expect(decideSuspects([probe], [contractor], nobody)).toMatchObject([{ type: 'client', id: 'c1' }])
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
  const known = (kpp: string | null) => ({ contractorId: 'e', clientId: 'c', kpp })
  expect(decideSameInn(null, [known(null)]).same).not.toBeNull()
  expect(decideSameInn('1', [known('1')]).same).not.toBeNull()
  expect(decideSameInn('1', [known(null)])).toMatchObject({ same: null, suspicious: [{ kpp: null }] })
  expect(decideSameInn(null, [known('1')])).toMatchObject({ same: null, suspicious: [{ kpp: '1' }] })
  expect(decideSameInn('1', [known('2')])).toEqual({ same: null, suspicious: [] })
})
