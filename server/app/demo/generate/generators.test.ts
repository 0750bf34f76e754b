import { expect, test } from 'vitest'
import { readEmail } from '../../../platform/pure/emails.ts'
import { freeMailDomains } from '../../../platform/pure/free-mail.ts'
import { isId } from '../../../platform/pure/ids.ts'
import { readPhone } from '../../../platform/pure/phones.ts'
import { siteKey } from '../../../rooms/clients/identity/rules.ts'
import { checkInn, checkKpp, checkOgrn, checkOgrnip } from '../../../platform/pure/requisites.ts'
import { countOpenInterests, generateClients, generateInterests } from './generators.ts'
import { innOfSlot } from './companies.ts'
import type { DemoOptions } from './records.ts'
import { Taken } from './taken.ts'

const named = (kind: string, ...names: string[]) => names.map((name, place) => ({ id: `${kind}${place}`, name }))
const ordinary = (id: string, probability: number, ...required: string[]) => ({
  id,
  kind: 'ordinary' as const,
  probability,
  expectedDays: 5,
  required,
})
const options: DemoOptions = {
  clients: 3000,
  interests: 6000,
  seed: 7,
  earlier: 0,
  now: new Date('2026-11-25T12:00:00Z'),
  timeZone: 'Europe/Moscow',
  users: [{ id: 'u1' }, { id: 'u2' }, { id: 'u3' }],
  serviceTypes: named('s', 'Продажа товаров', 'Оказание услуг', 'Сервисное обслуживание'),
  scenarios: [
    {
      id: 'sale',
      states: [
        ordinary('first', 10),
        ordinary('needs', 40),
        ordinary('offer', 65, 'client', 'expectedRevenue'),
        { id: 'won', kind: 'won', probability: 100, expectedDays: null, required: ['client'] },
        { id: 'lost', kind: 'lost', probability: 0, expectedDays: null, required: [] },
      ],
    },
  ],
  channels: named('c', 'Телефон'),
  sources: named('o', 'Сайт'),
  lossReasons: named('l', 'Нет денег'),
  interactionKinds: named('k', 'Звонок', 'Встреча'),
}
const taken = new Taken()
const clients = [...generateClients(options, taken)]
const requests = [...generateInterests(options, taken)]
const interests = requests.map(each => each.interest)
const prospects = requests.flatMap(each => each.prospect ?? [])
const contacts = clients.flatMap(each => each.contacts)
const contractors = clients.flatMap(each => each.contractors)
const share = (part: unknown[], whole: unknown[]) => part.length / whole.length

test('the same options give the same base', () => {
  const again = new Taken()
  expect([...generateClients({ ...options }, again)]).toEqual(clients)
  expect([...generateInterests({ ...options }, again)]).toEqual(requests)
  expect([...generateClients({ ...options, seed: 8 }, new Taken())][0]?.id).not.toBe(clients[0]?.id)
})

test('every record has an id of its own', () => {
  const ids = [...clients, ...contacts, ...contractors, ...interests, ...prospects].map(each => each.id)
  expect(ids.every(isId)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
})

test('phones and mails are read as the product reads them', () => {
  for (const { phones, emails } of [...clients, ...contacts]) {
    for (const phone of phones) expect(phone).toEqual(readPhone(phone.raw))
    for (const email of emails) expect(email).toMatchObject({ ...readEmail(email.raw), normalized: email.normalized })
  }
})

test('requisites are valid and no legal entity stands twice', () => {
  const pairs = new Set<string>()
  for (const { kind, inn, kpp, ogrn } of contractors) {
    if (ogrn !== null) expect((kind === 'organisation' ? checkOgrn : checkOgrnip)(ogrn).ok).toBe(true)
    if (kpp !== null) expect(checkKpp(kpp).ok).toBe(true)
    if (inn === null) continue
    expect(checkInn(inn)).toEqual({ ok: true, kind: kind === 'organisation' ? 'organisation' : 'person' })
    expect(pairs.has(`${inn} ${kpp}`)).toBe(false)
    pairs.add(`${inn} ${kpp}`)
  }
  const slots = Array.from({ length: 200_000 }, (_, slot) => slot * 20)
  expect(new Set(slots.map(slot => innOfSlot(slot, 'organisation'))).size).toBe(slots.length)
  expect(new Set(slots.map(slot => innOfSlot(slot, 'person'))).size).toBe(slots.length)
})

test('no two parties share a phone, a mail, a domain or an OGRN, whatever they are called', () => {
  const owners = new Map<string, Set<string>>()
  const own = (value: string | null, owner: string) => {
    if (value !== null) owners.set(value, (owners.get(value) ?? new Set()).add(owner))
  }
  const phoneOf = ({ e164, kind }: { e164: string | null; kind: string }) => (kind === 'tollfree' ? null : e164)
  for (const client of clients) {
    for (const phone of client.phones) own(phoneOf(phone), client.id)
    for (const mail of client.emails) own(mail.normalized, client.id)
    for (const nick of client.messengers) own(nick, client.id)
    for (const { ogrn } of client.contractors) own(ogrn, client.id)
    const mails = [client, ...client.contacts].flatMap(({ emails }) => emails.filter(each => each.valid))
    const domains = mails.map(mail => mail.normalized.split('@')[1] ?? '').filter(each => !freeMailDomains.has(each))
    for (const domain of [...client.sites.map(siteKey), ...domains]) own(domain, client.id)
    for (const contact of client.contacts) {
      for (const phone of contact.phones) own(phoneOf(phone), contact.id)
      for (const mail of contact.emails) own(mail.normalized, contact.id)
    }
  }
  for (const { id, phone, email } of prospects) {
    own(phone === null ? null : readPhone(phone).e164, id)
    own(email === null ? null : readEmail(email).normalized, id)
  }
  expect([...owners].filter(([, { size }]) => size > 1)).toEqual([])
})

test('what is taken is given to nobody else', () => {
  const taken = new Taken()
  const first = Array.from({ length: 10_000 }, (_, n) => taken.first(attempt => `${n}${'x'.repeat(attempt)}`))
  expect(new Set(first).size).toBe(first.length)
  const again = taken.first(attempt => (attempt < first.length ? (first[attempt] ?? '') : 'free'))
  expect(again).toBe('free')
})

test('an Interest names a client, contact and prospect that exist, and none from the future', () => {
  const known = new Map(clients.map(each => [each.id, each]))
  const knownProspects = new Map(prospects.map(each => [each.id, each]))
  const knownContacts = new Set(contacts.map(each => each.id))
  for (const each of interests) {
    expect(each.clientId !== null || each.prospectId !== null).toBe(true)
    if (each.clientId !== null) expect(known.get(each.clientId)?.createdAt).toBeLessThan(each.createdAt)
    if (each.contactId !== null) expect(knownContacts.has(each.contactId)).toBe(true)
    if (each.prospectId !== null) {
      const prospect = knownProspects.get(each.prospectId)
      expect(prospect?.link?.clientId ?? null).toBe(each.clientId)
      expect(prospect?.createdAt).toBeLessThan(each.createdAt)
    }
    expect(each.createdAt).toBeLessThanOrEqual(each.stateEnteredAt)
    expect(each.stateEnteredAt).toBeLessThan(options.now.getTime())
  }
  for (const { link } of prospects) if (link !== null) expect(link.at).toBeLessThan(options.now.getTime())
})

test('no Interest stands where its state forbids', () => {
  for (const each of interests) {
    if (['offer', 'won'].includes(each.stateId)) expect(each.clientId).not.toBeNull()
    if (each.stateId === 'offer') expect(each.expectedRevenue).not.toBeNull()
    expect(each.lossReasonId !== null).toBe(each.stateKind === 'lost')
    expect(each.closedAt !== null).toBe(each.stateKind !== 'ordinary')
    expect(each.subject !== null || each.content !== null).toBe(true)
  }
})

test('a prospect has at least one of the four', () => {
  for (const { fullName, company, email, phone } of prospects)
    expect(fullName ?? company ?? email ?? phone).not.toBeNull()
})

test('the base is spread as a real one', () => {
  expect(
    share(
      interests.filter(each => each.stateKind === 'ordinary'),
      interests,
    ),
  ).toBeGreaterThan(0.3)
  expect(
    share(
      interests.filter(each => each.stateKind === 'ordinary'),
      interests,
    ),
  ).toBeLessThan(0.4)
  expect(
    share(
      interests.filter(each => each.stateKind === 'won'),
      interests,
    ),
  ).toBeGreaterThan(0.2)
  expect(share(prospects, interests)).toBeGreaterThan(0.1)
  expect(prospects.some(each => each.link !== null)).toBe(true)
  expect(clients.some(each => each.contractors.length > 1)).toBe(true)
  expect(clients.some(each => each.alsoWorksHere !== null)).toBe(true)
  expect(clients.some(each => each.responsibleId === null)).toBe(true)
  expect(clients.some(each => each.phones.some(phone => !phone.valid))).toBe(true)
  expect(clients.some(each => each.phones.some(phone => phone.kind === 'tollfree'))).toBe(true)
  const names = clients.map(each => each.name)
  expect(new Set(names).size).toBeLessThan(names.length)
  const owned = (id: string) => clients.filter(each => each.responsibleId === id).length
  expect(owned('u1')).toBeGreaterThan(owned('u3'))
})

test('a colleague of two clients belongs to the earlier one', () => {
  const known = new Set(contacts.map(each => each.id))
  for (const { alsoWorksHere, contacts: own } of clients) {
    if (alsoWorksHere === null) continue
    expect(known.has(alsoWorksHere.contactId)).toBe(true)
    expect(own.some(each => each.id === alsoWorksHere.contactId)).toBe(false)
  }
})

test('open Interests are counted for the client that they belong to', () => {
  const counts = countOpenInterests(options)
  const open = interests.filter(each => each.stateKind === 'ordinary' && each.clientId !== null)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(open.length)
  const busiest = counts.indexOf(Math.max(...counts))
  expect(open.filter(each => each.clientId === clients[busiest]?.id)).toHaveLength(counts[busiest] ?? 0)
})

test('a second load shares no number with the first', () => {
  const inns = new Set(contractors.map(each => each.inn))
  const second = [...generateClients({ ...options, seed: 8, earlier: options.clients, clients: 500 }, new Taken())]
  for (const { inn } of second.flatMap(each => each.contractors)) if (inn !== null) expect(inns.has(inn)).toBe(false)
})
