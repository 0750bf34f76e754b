import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
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
  listPinnedEntries,
  moveInterest,
  pinEntry,
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

  test('is narrowed to words, steps, states or fields, page by page', async () => {
    const interest = await me.ok(createInterest, {
      body: anInterest({ serviceTypeId, plan: { id: newId(), kind: 'task' } }),
    })
    const params = { id: interest.id }
    await me.ok(changeInterest, { params, body: { version: 1, subject: 'Тема' } })
    await me.ok(moveInterest, { params, body: { stateId: sale.states[1]?.id, version: 2 } })
    await me.ok(addNote, { params, body: { id: newId(), body: 'Одно' } })
    await me.ok(addNote, { params, body: { id: newId(), body: 'Другое' } })
    const kinds = async (only: string) =>
      (await me.ok(readInterestTimeline, { params, query: { only } })).items.map(each => each.kind)
    expect(await kinds('notes')).toEqual(['interest.note_added', 'interest.note_added'])
    expect(await kinds('states')).toEqual(['interest.moved', 'interest.created'])
    expect(await kinds('fields')).toEqual(['interest.changed'])
    expect(await kinds('steps')).toEqual(['interest.step_planned'])
    const first = await me.ok(readInterestTimeline, { params, query: { only: 'notes', limit: 1 } })
    const query = { only: 'notes', limit: 1, cursor: first.nextCursor }
    const second = await me.ok(readInterestTimeline, { params, query })
    expect([first, second].map(each => each.items[0]?.note?.body)).toEqual(['Другое', 'Одно'])
    expect((await me.call(readInterestTimeline, { params, query: { only: 'all' } })).status).toBe(422)
  })

  test('shows the whole history of the client within the scope, behind a wall its Interests alone', async () => {
    const client = await me.ok(createClient, { body: aClient() })
    const ofClient = (more: object) =>
      world.as('administrator').ok(createInterest, {
        body: anInterest({ serviceTypeId, clientId: client.id, responsibleId: people.salesperson.id, ...more }),
      })
    const [mine, other, theirs] = [
      await ofClient({}),
      await ofClient({}),
      await ofClient({ responsibleId: people.stranger.id }),
    ]
    await me.ok(addNote, { params: { id: other.id }, body: { id: newId(), body: 'В другом' } })
    const told = async (who: Name, id: string, whole: boolean) =>
      (await world.as(who).ok(readInterestTimeline, { params: { id }, query: { whole } })).items.map(
        each => each.record.id,
      )
    expect(await told('salesperson', mine.id, false)).toEqual([mine.id])
    const whole = await told('salesperson', mine.id, true)
    expect(whole.slice(0, 3)).toEqual([other.id, other.id, mine.id])
    expect(whole).toContain(client.id)
    expect(whole).not.toContain(theirs.id)
    expect(await told('administrator', mine.id, true)).toContain(theirs.id)
    expect(await told('stranger', theirs.id, true)).toEqual([theirs.id])
  })

  test('keeps what one person pinned on top for that person, in its place too', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const params = { id: interest.id }
    await me.ok(addNote, { params, body: { id: newId(), body: 'Важное' } })
    await me.ok(addNote, { params, body: { id: newId(), body: 'Позже' } })
    const read = async (who: Name) => (await world.as(who).ok(readInterestTimeline, { params })).items
    const entryId = (await read('salesperson'))[1]?.id ?? ''
    const pin = (who: Name | null, on: boolean, entry = entryId) =>
      world.as(who).call(pinEntry, { params, body: { entryId: entry, on } })
    for (let n = 0; n < 2; n++) expect((await pin('salesperson', true)).body).toEqual({ pinned: true })
    expect((await read('salesperson')).map(each => each.pinned)).toEqual([false, true, false])
    expect((await read('head')).some(each => each.pinned)).toBe(false)
    const pinned = async (who: Name) => (await world.as(who).ok(listPinnedEntries, { params })).items
    expect(await pinned('salesperson')).toMatchObject([{ id: entryId, note: { body: 'Важное' }, pinned: true }])
    expect(await pinned('head')).toEqual([])
    expect((await pin('salesperson', true, '1')).status).toBe(404)
    expect((await pin('stranger', true)).status).toBe(404)
    expect((await pin(null, true)).status).toBe(401)
    expect((await world.as('stranger').call(listPinnedEntries, { params })).status).toBe(404)
    await pin('salesperson', false)
    expect(await pinned('salesperson')).toEqual([])
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
