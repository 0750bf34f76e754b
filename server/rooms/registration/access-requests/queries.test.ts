import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { makeInn10, makeKpp } from '../../../platform/pure/requisites.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import * as api from '../../clients/contract.ts'
import { createClient, createProspect, requestAccess } from '../../clients/contract.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { declineAccessRequest, grantAccessRequest, handOverRequest, search } from '../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const guest = world.as('stranger')
const boss = world.as('administrator')

const ask = (typed: string, id = newId(), who = guest) => who.call(requestAccess, { body: { id, typed } })
async function requestOf(who: typeof anna, clientId: string) {
  const { items } = await who.ok(listNotices, { query: { limit: 200 } })
  return (items as Notice[]).filter(each => each.kind === 'access.requested' && each.data.client.id === clientId)
}

describe('whatever was shown as a wall', () => {
  const shownTo = async (body: object, who = guest) =>
    (await who.ok(api.checkDuplicates, { body })).matches.filter(each => each.walled)

  test.each([
    ['one word of a company', { name: 'ООО «Эльдорадокс»' }, { name: 'Эльдорадокс' }],
    ['one word of a company in quotes', { name: 'ООО «Бризантис»' }, { name: 'АО "Бризантис"' }],
    ['a name with a number', { name: 'Лицей 40917' }, { name: 'лицей 40917' }],
    ['a public name', { publicName: 'Шварцкомфорт' }, { name: 'Шварцкомфорт' }],
    ['a company that a prospect names', { name: 'Крутоярец' }, { type: 'prospect', company: 'Крутоярец' }],
    ['a foreign phone', { phones: ['+49 30 901820-77'] }, { phones: ['+49 30 90182077'] }],
    ['a person without patronymic', { kind: 'person', name: 'Вульферт Ипполит' }, { name: 'Ипполит Вульферт' }],
    ['a phone of many notations', { phones: ['+7 914 555-10-99'] }, { phones: ['8 (914) 555-10-99 доб. 12'] }],
  ] as const)('is reached by what was typed: %s', async (_, stored, typed) => {
    const client = await anna.ok(createClient, { body: aClient(stored as never) })
    const [wall, ...others] = await shownTo(typed)
    expect([wall?.responsible?.id, others]).toEqual([people.salesperson.id, []])
    const { title, responsible } = wall ?? {}
    const asked = await ask(title ?? '')
    expect([asked.status, asked.body.askedOf]).toMatchObject([201, [{ id: people.salesperson.id }]])
    expect(await requestOf(anna, client.id)).toMatchObject([{ data: { typed: title } }])
    const body = { id: newId(), typed: title, responsibleId: responsible?.id, content: 'Просят счет' }
    expect((await guest.ok(handOverRequest, { body })).to).toMatchObject([{ id: people.salesperson.id }])
    expect((await shownTo(typed))[0]?.accessAskedAt).toBe(asked.body.createdAt)
  })

  test('is reached by the name of a contact, of whose client the access is asked', async () => {
    const contact = aContact({ fullName: 'Зильберквит Авксентий', phones: [] })
    const client = await anna.ok(createClient, { body: aClient({ contacts: [contact] }) })
    const [wall] = await shownTo({ type: 'contact', fullName: 'Авксентий Зильберквит' })
    expect((await ask(wall?.title ?? '')).status).toBe(201)
    expect(await requestOf(anna, client.id)).toHaveLength(1)
  })

  test('is reached by the phone of a prospect that has become a client', async () => {
    const client = await anna.ok(createClient, { body: aClient({ phones: [] }) })
    const prospect = await anna.ok(createProspect, { body: aProspect({ phone: '+7 915 555-10-98' }) })
    const params = { id: prospect.id }
    await anna.ok(api.linkProspect, { params, body: { clientId: client.id } })
    const [wall] = await shownTo({ phones: ['+7 915 555-10-98'] })
    expect(wall).toMatchObject({ type: 'client' })
    expect((await ask(wall?.title ?? '')).status).toBe(201)
    expect(await requestOf(anna, client.id)).toHaveLength(1)
  })

  test('by several values is told of each as if it stood alone, with no word that they belong together', async () => {
    const phones = ['+7 914 555-20-97']
    await anna.ok(createClient, { body: aClient({ name: 'ООО «Пустельганто»', phones }) })
    const alone = [...(await shownTo({ phones })), ...(await shownTo({ name: 'Пустельганто' }))]
    expect(alone.map(each => each.reasons)).toEqual([['phone'], ['name']])
    expect(await shownTo({ phones, name: 'Пустельганто' })).toEqual(alone)
  })

  test('of several colleagues is asked of the one whom the wall names', async () => {
    const inn = makeInn10(Math.random)
    const kpps = [makeKpp(Math.random), makeKpp(Math.random)]
    const north = await anna.ok(createClient, { body: aClient({ inn, kpp: kpps[0] }) })
    const south = await boss.ok(createClient, { body: aClient({ inn, kpp: kpps[1] }) })
    const walls = (await guest.ok(search, { query: { q: inn } })).items.filter(each => each.walled)
    expect(walls.map(each => each.responsible?.id).sort()).toEqual(
      [people.salesperson.id, people.administrator.id].sort(),
    )
    expect((await shownTo({ inn })).map(each => each.responsible?.id).sort()).toEqual(
      walls.map(each => each.responsible?.id).sort(),
    )
    const body = { id: newId(), typed: inn, responsibleId: people.administrator.id }
    expect((await guest.ok(requestAccess, { body })).askedOf).toMatchObject([{ id: people.administrator.id }])
    expect(await requestOf(anna, north.id)).toEqual([])
    expect(await requestOf(boss, south.id)).toHaveLength(1)
    const marked = (await shownTo({ inn })).filter(each => each.accessAskedAt !== null)
    expect(marked.map(each => each.responsible?.id)).toEqual([people.administrator.id])
    const given = await guest.ok(handOverRequest, { body: { ...body, id: newId(), content: 'Просят счет' } })
    expect(given.to).toMatchObject([{ id: people.administrator.id }])
    // Nobody is named: all that the value met are asked, and named in the answer.
    const { body: all } = await ask(inn, newId(), world.as('colleague'))
    expect(all.askedOf.map(each => each.id).sort()).toEqual([people.salesperson.id, people.administrator.id].sort())
  })

  test('that has changed hands since is asked of whoever looks after it now', async () => {
    const phones = ['+7 914 555-30-96']
    const client = await anna.ok(createClient, { body: aClient({ phones }) })
    const [wall] = await shownTo({ phones })
    const { version } = await anna.ok(api.getClient, { params: { id: client.id } })
    const body = { version, responsibleId: people.administrator.id }
    await boss.ok(api.changeClient, { params: { id: client.id }, body })
    const named = { id: newId(), typed: wall?.title, responsibleId: wall?.responsible?.id }
    expect((await guest.ok(requestAccess, { body: named })).askedOf).toMatchObject([{ id: people.administrator.id }])
  })

  test('by INN and KPP is asked for that legal entity, or for the one without KPP that was shown', async () => {
    const inn = makeInn10(Math.random)
    const [typedKpp, otherKpp] = [makeKpp(Math.random), makeKpp(Math.random)]
    const [bare, branch] = [
      await anna.ok(createClient, { body: aClient({ inn }) }),
      await anna.ok(createClient, { body: aClient({ inn, kpp: otherKpp }) }),
    ]
    const [wall, ...others] = await shownTo({ inn, kpp: typedKpp })
    expect([wall?.title, others]).toEqual([`${inn} ${typedKpp}`, []])
    expect((await ask(wall?.title ?? '')).status).toBe(201)
    expect([(await requestOf(anna, bare.id)).length, (await requestOf(anna, branch.id)).length]).toEqual([1, 0])
  })

  test('that access was asked for is told only of the value by which it was asked: another one would be said to be of the same client', async () => {
    const [phone, email] = ['+7 913 555-70-11', 'dve.pochty@primer-dva.ru']
    const contact = aContact({ phones: ['+7 913 555-70-12'] })
    const client = await anna.ok(createClient, {
      body: aClient({ name: 'ООО «Сизая кречетка»', phones: [phone], emails: [email], contacts: [contact] }),
    })
    const { body: asked } = await ask(phone)
    const marks = async (body: object) =>
      (await guest.ok(api.checkDuplicates, { body })).matches.map(each => [each.title, each.accessAskedAt !== null])
    expect(await marks({ phones: ['8 (913) 555-70-11'] })).toEqual([['8 (913) 555-70-11', true]])
    expect(await marks({ emails: [email] })).toEqual([[email, false]])
    expect(await marks({ phones: ['+7 913 555-70-12'] })).toEqual([['+7 913 555-70-12', false]])
    expect(await marks({ phones: [phone], emails: [email], name: 'Сизая кречетка' })).toEqual([
      [phone, true],
      [email, false],
      ['Сизая кречетка', false],
    ])
    const { problem } = await guest.call(createClient, {
      body: aClient({ phones: [phone], emails: [email], onSimilar: 'ask' }),
    })
    expect(problem.data.matches.map((each: api.Match) => each.accessAskedAt !== null)).toEqual([true, false])
    const found = async (q: string) => (await guest.ok(search, { query: { q } })).items.find(each => each.walled)
    expect([(await found(phone))?.accessAskedAt, (await found(email))?.accessAskedAt]).toEqual([asked.createdAt, null])
    // Asked by the other value, the answer is that of a first request; who decides is told of both.
    const { body: other, status } = await ask(email)
    expect([status, other.id === asked.id, other.typed]).toEqual([201, false, email])
    expect(await requestOf(anna, client.id)).toHaveLength(2)
    await anna.ok(declineAccessRequest, { params: { id: asked.id }, body: {} })
    expect(await marks({ phones: [phone], emails: [email] })).toEqual([
      [phone, false],
      [email, true],
    ])
    await anna.ok(grantAccessRequest, { params: { id: other.id } })
    expect(await marks({ phones: [phone], emails: [email] })).toEqual([['ООО «Сизая кречетка»', false]])
  })
})
