import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact } from '../../clients/builders.ts'
import { addContact, changeContact, createClient, endContact, linkProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import {
  addNote,
  addRequest,
  changeInterest,
  createInterest,
  getInterest,
  moveInterest,
  readClientTimeline,
  readInterestTimeline,
  readProspectTimeline,
} from '../contract.ts'

describe('the timeline of an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''
  let sale: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })

  test('tells every change newest first, references by name, amounts as written', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const params = { id: interest.id }
    const expectedRevenue = { amount: '150000', currency: 'RUB' }
    await me.ok(changeInterest, { params, body: { version: 1, expectedRevenue, content: 'Другое' } })
    await me.ok(moveInterest, { params, body: { stateId: sale.states[1]?.id, version: 2, comment: 'Созвонились' } })
    const { items } = await me.ok(readInterestTimeline, { params })
    expect(items.map(each => each.kind)).toEqual(['interest.moved', 'interest.changed', 'interest.created'])
    expect(items[0]).toMatchObject({
      actor: { id: people.salesperson.id, name: people.salesperson.name },
      record: { kind: 'interest', id: interest.id, title: interest.number },
    })
    expect(items[0]?.changes).toContainEqual({
      field: 'stateId',
      from: 'Первичный интерес',
      to: 'Выявление потребностей',
    })
    expect(items[0]?.changes).toContainEqual({ field: 'comment', from: null, to: 'Созвонились' })
    expect(items[1]?.changes).toEqual([
      { field: 'expectedRevenue', from: null, to: '150\u00a0000\u00a0₽' },
      { field: 'content', from: interest.content, to: 'Другое' },
    ])
    const first = await me.ok(readInterestTimeline, { params, query: { limit: 2 } })
    const rest = await me.ok(readInterestTimeline, { params, query: { limit: 2, cursor: first.nextCursor } })
    expect([...first.items, ...rest.items]).toEqual(items)
    expect(rest.nextCursor).toBeNull()
  })

  test('of a client follows a contact until it leaves, and an Interest keeps the one who left', async () => {
    const contact = aContact()
    const client = await me.ok(createClient, { body: aClient({ contacts: [contact] }) })
    const elsewhere = await me.ok(createClient, { body: aClient() })
    const contactId = contact.id ?? ''
    const interest = await me.ok(createInterest, {
      body: anInterest({ serviceTypeId, clientId: client.id, contactId }),
    })
    await me.ok(addContact, { params: { id: elsewhere.id }, body: { id: newId(), contactId } })
    await me.ok(endContact, { params: { id: client.id, contactId } })
    await me.ok(changeContact, { params: { id: contactId }, body: { version: 1, phones: ['8 912 000-11-22'] } })
    const kinds = async (id: string) =>
      (await me.ok(readClientTimeline, { params: { id } })).items
        .filter(each => each.record.id === contactId)
        .map(each => each.kind)
    expect((await kinds(client.id))[0]).toBe('contact.unlinked')
    expect((await kinds(elsewhere.id))[0]).toBe('contact.changed')

    const params = { id: interest.id }
    const changed = await me.ok(changeInterest, { params, body: { version: 1, subject: 'Иная тема', contactId } })
    expect(changed.contact).toMatchObject({ id: contactId, fullName: contact.fullName })

    await me.ok(addContact, { params: { id: client.id }, body: { id: newId(), contactId } })
    expect((await kinds(client.id)).slice(0, 2)).toEqual(['contact.linked', 'contact.changed'])
  })

  test('a note and a request join it, once, and the version of the Interest stays', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const params = { id: interest.id }
    const body = { id: newId(), body: 'Просил перезвонить' }
    const note = await me.call(addNote, { params, body })
    const again = await me.call(addNote, { params, body })
    expect([note.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(note.body)
    const request = await me.ok(addRequest, { params, body: { id: newId(), body: 'Еще два кондиционера' } })
    const { items } = await me.ok(readInterestTimeline, { params })
    expect(items.slice(0, 2)).toMatchObject([
      { kind: 'interest.request_added', note: request, changes: [] },
      { kind: 'interest.note_added', note: note.body, changes: [] },
    ])
    expect(await me.ok(getInterest, { params })).toEqual(interest)
    const wrong = { id: newId(), channelId: newId(), contactId: newId() }
    const refused = await me.call(addRequest, { params, body: wrong })
    expect(refused.problem.data.errors).toMatchObject([{ path: 'contactId' }, { path: 'channelId' }])
  })

  test('of a client it tells the Interests in scope only', async () => {
    const client = await me.ok(createClient, { body: aClient() })
    const mine = await me.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
    const theirs = await me.ok(createInterest, {
      body: anInterest({ serviceTypeId, clientId: client.id, responsibleId: people.stranger.id }),
    })
    const params = { id: client.id }
    const told = async (who: 'salesperson' | 'administrator') =>
      (await world.as(who).ok(readClientTimeline, { params })).items.map(each => each.record.id)
    expect(await told('salesperson')).toEqual(expect.arrayContaining([mine.id, client.id]))
    expect(await told('salesperson')).not.toContain(theirs.id)
    expect(await told('administrator')).toContain(theirs.id)
    const prospected = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const ofProspect = await me.ok(readProspectTimeline, { params: { id: prospected.prospectId ?? '' } })
    expect(ofProspect.items.map(each => each.kind)).toEqual(
      expect.arrayContaining(['interest.created', 'prospect.created']),
    )
  })

  test('of a client it tells what was said while it was a prospect', async () => {
    const client = await me.ok(createClient, { body: aClient() })
    const { prospectId } = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    await me.ok(linkProspect, { params: { id: prospectId ?? '' }, body: { clientId: client.id } })
    const { items } = await me.ok(readClientTimeline, { params: { id: client.id } })
    const ofProspect = items.filter(each => each.record.id === prospectId).map(each => each.kind)
    expect(ofProspect.toSorted()).toEqual(['prospect.created', 'prospect.linked'])
  })

  test('is closed to strangers: 401 without a session, 404 out of scope', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const client = await me.ok(createClient, { body: aClient() })
    const params = { id: interest.id }
    for (const [who, status] of [
      [null, 401],
      ['stranger', 404],
    ] as const) {
      const caller = world.as(who)
      const answers = [
        await caller.call(readInterestTimeline, { params }),
        await caller.call(readProspectTimeline, { params: { id: interest.prospectId ?? '' } }),
        await caller.call(readClientTimeline, { params: { id: client.id } }),
        await caller.call(addNote, { params, body: { id: newId(), body: 'x' } }),
        await caller.call(addRequest, { params, body: { id: newId() } }),
      ]
      expect(answers.map(each => each.status)).toEqual(answers.map(() => status))
    }
  })
})
