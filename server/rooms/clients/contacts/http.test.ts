import { describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact } from '../builders.ts'
import * as api from '../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')
const admin = world.as('administrator')

const add = (clientId: string, body: Record<string, unknown>, who = anna) =>
  who.call(api.addContact, { params: { id: clientId }, body })
const errorsOf = (answer: { problem: { data: { errors: { path: string; code: string }[] } } }) =>
  answer.problem.data.errors.map(each => [each.path, each.code])

describe('adding a contact', () => {
  test('writes it behind those the client has, with its position there', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient({ contacts: [aContact()] }) })
    const body = aContact({ position: 'Снабженец', emails: ['a@b.ru'] })
    const answer = await add(id, body)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ id: body.id, position: 'Снабженец', archived: false, warnings: [] })
    expect((await add(id, body)).status).toBe(200)
    const client = await anna.ok(api.getClient, { params: { id } })
    expect(client.contacts.map(each => each.id)).toEqual([expect.any(String), body.id])
    expect(client.version).toBe(1)
  })

  test('needs a name, or a contact that is known', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    expect(errorsOf(await add(id, { id: newId() }))).toEqual([['fullName', 'required']])
    const both = await add(id, { id: newId(), contactId: newId(), fullName: 'Кто-то' })
    expect(errorsOf(both)).toEqual([
      ['fullName', 'known_contact'],
      ['contactId', 'unknown_reference'],
    ])
  })

  test('by its id lets one person work for several clients, each with a position of its own', async () => {
    const contact = aContact({ position: 'Директор' })
    const first = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const second = await anna.ok(api.createClient, { body: aClient() })
    const link = { id: newId(), contactId: contact.id, position: 'Учредитель' }
    expect((await add(second.id, link)).status).toBe(201)
    expect((await add(second.id, link)).status).toBe(200)
    const read = await anna.ok(api.getContact, { params: { id: contact.id ?? '' } })
    expect(read.clients.map(each => [each.id, each.position, each.main])).toEqual([
      [first.id, 'Директор', true],
      [second.id, 'Учредитель', false],
    ])
    const clients = (await anna.ok(api.listClients, { query: { q: contact.fullName } })).items
    expect(clients.map(each => each.id).sort()).toEqual([first.id, second.id].sort())
  })

  test('of somebody else’s client by its id is refused like one that does not exist', async () => {
    const contact = aContact()
    await igor.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    expect(errorsOf(await add(id, { id: newId(), contactId: contact.id }))).toEqual([
      ['contactId', 'unknown_reference'],
    ])
  })

  test('to an archived client is refused', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    await anna.ok(api.archiveClient, { params: { id } })
    expect((await add(id, aContact())).problem.code).toBe('client.archived')
  })

  test('under the id of another contact is refused', async () => {
    const contact = aContact()
    await igor.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    const taken = await add(id, aContact({ id: contact.id }))
    expect([taken.status, taken.problem.code, taken.problem.data]).toEqual([409, 'id_taken', undefined])
    const nested = await anna.call(api.createClient, { body: aClient({ contacts: [aContact({ id: contact.id })] }) })
    expect([nested.status, nested.problem.code]).toEqual([409, 'id_taken'])
  })
})

describe('a contact', () => {
  test('is seen by those who see one of its clients, and names only those they see', async () => {
    const contact = aContact()
    const own = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const other = await igor.ok(api.createClient, { body: aClient() })
    const at = { params: { id: contact.id ?? '' } }
    expect((await igor.call(api.getContact, at)).status).toBe(404)
    await admin.ok(api.addContact, { params: { id: other.id }, body: { id: newId(), contactId: contact.id } })
    expect((await igor.ok(api.getContact, at)).clients.map(each => each.id)).toEqual([other.id])
    expect((await anna.ok(api.getContact, at)).clients.map(each => each.id)).toEqual([own.id])
    expect((await admin.ok(api.getContact, at)).clients).toHaveLength(2)
    const listed = async (who: typeof anna) =>
      (await who.ok(api.listContacts, { query: { q: contact.fullName } })).items.map(each => each.id)
    expect([await listed(anna), await listed(igor), await listed(admin)]).toEqual([
      [contact.id],
      [contact.id],
      [contact.id],
    ])
    expect(await listed(world.as('stranger'))).toEqual([])
  })

  test('changes with one event, merges, conflicts, and keeps the position per client', async () => {
    const contact = aContact({ position: 'Был' })
    const first = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const second = await anna.ok(api.createClient, { body: aClient() })
    await add(second.id, { id: newId(), contactId: contact.id })
    const id = contact.id ?? ''
    const change = (body: Record<string, unknown>) => anna.call(api.changeContact, { params: { id }, body })
    const one = await change({ version: 1, clientId: second.id, position: 'Стал', phones: ['8 916 000-00-01'] })
    expect(one.body).toMatchObject({ version: 2, phones: [{ e164: '+79160000001' }] })
    expect(one.body.clients.map(each => [each.id, each.position])).toEqual([
      [first.id, 'Был'],
      [second.id, 'Стал'],
    ])
    expect((await change({ version: 1, comment: 'рядом' })).status).toBe(200)
    const conflict = await change({ version: 1, phones: null })
    expect(conflict.problem.data.fields).toMatchObject([{ field: 'phones', mine: [], theirs: ['8 916 000-00-01'] }])
    expect(errorsOf(await change({ version: 3, clientId: newId(), position: 'x' }))).toEqual([
      ['clientId', 'unknown_reference'],
    ])
    const events = await world.db.q
      .selectFrom('event')
      .select(['kind', 'version'])
      .where('record_id', '=', id)
      .execute()
    expect(events).toEqual([
      { kind: 'contact.created', version: 1 },
      { kind: 'contact.linked', version: 1 },
      { kind: 'contact.changed', version: 2 },
      { kind: 'contact.changed', version: 3 },
    ])
  })

  test('archived leaves the list, is marked at its client, and comes back', async () => {
    const contact = aContact()
    const client = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const at = { params: { id: contact.id ?? '' } }
    expect((await anna.ok(api.archiveContact, at)).archivedAt).not.toBeNull()
    const listed = async (archived?: boolean) =>
      (await anna.ok(api.listContacts, { query: { clientId: client.id, archived } })).items.map(each => each.id)
    expect([await listed(), await listed(true)]).toEqual([[], [contact.id]])
    expect((await anna.ok(api.getClient, { params: { id: client.id } })).contacts[0]?.archived).toBe(true)
    expect((await anna.ok(api.restoreContact, at)).can).toMatchObject({ edit: true, restore: false })
    expect(await listed()).toEqual([contact.id])
  })
})

describe('a contact that leaves a client', () => {
  const end = (id: string, contactId: string | undefined, who = anna) =>
    who.call(api.endContact, { params: { id, contactId: contactId ?? '' } })
  const employersOf = async (id: string | undefined) =>
    (await admin.ok(api.getContact, { params: { id: id ?? '' } })).clients.map(each => [
      each.id,
      each.position,
      each.main,
    ])

  /** A contact of two clients of hers, the first being its main one. */
  async function ofTwo() {
    const contact = aContact({ position: 'Директор' })
    const first = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const second = await anna.ok(api.createClient, { body: aClient() })
    await add(second.id, { id: newId(), contactId: contact.id, position: 'Учредитель' })
    return { contact, first: first.id, second: second.id }
  }

  test('is no longer among its people nor found there, and another client becomes its main one', async () => {
    const { contact, first, second } = await ofTwo()
    const answer = await end(first, contact.id)
    expect([answer.status, answer.body.id, answer.body.contacts]).toEqual([200, first, []])
    expect(await employersOf(contact.id)).toEqual([[second, 'Учредитель', true]])
    const found = (await anna.ok(api.listClients, { query: { q: contact.fullName } })).items
    expect(found.map(each => each.id)).toEqual([second])
    expect((await anna.ok(api.listContacts, { query: { clientId: first } })).items).toEqual([])
    expect((await end(first, contact.id)).status).toBe(404)
    const events = await world.db.q
      .selectFrom('event')
      .select(['kind', 'version', 'changes', 'personal'])
      .where('record_id', '=', contact.id ?? '')
      .orderBy('id', 'desc')
      .execute()
    expect(events[0]).toEqual({
      kind: 'contact.unlinked',
      version: 1,
      changes: { clientId: { from: first, to: null } },
      personal: { position: { from: 'Директор', to: null, of: first } },
    })
  })

  test('and comes back the same day goes on as it was, position and main client included', async () => {
    const { contact, first, second } = await ofTwo()
    const before = await employersOf(contact.id)
    await end(first, contact.id)
    expect((await add(first, { id: newId(), contactId: contact.id })).status).toBe(201)
    expect(await employersOf(contact.id)).toEqual(before)
    const links = () => world.db.q.selectFrom('client_contact').select('id').where('client_id', '=', first).execute()
    expect(await links()).toHaveLength(1)
    await end(first, contact.id)
    await world.db.q
      .updateTable('client_contact')
      .set({ to_day: '2020-01-31' })
      .where('client_id', '=', first)
      .execute()
    await add(first, { id: newId(), contactId: contact.id, position: 'Советник' })
    expect(await links()).toHaveLength(2)
    expect(await employersOf(contact.id)).toEqual([
      [second, 'Учредитель', true],
      [first, 'Советник', false],
    ])
  })

  test('has another one: its last client is not taken from it', async () => {
    const { contact, first, second } = await ofTwo()
    await end(second, contact.id)
    const refused = await end(first, contact.id)
    expect([refused.status, refused.problem.code]).toEqual([409, 'contact.last_client'])
    expect(await employersOf(contact.id)).toEqual([[first, 'Директор', true]])
  })

  test('by two people at one moment keeps one of its two', async () => {
    const { contact, first, second } = await ofTwo()
    const answers = await Promise.all([first, second].map(id => end(id, contact.id)))
    expect(answers.map(each => each.status).sort()).toEqual([200, 409])
    expect(await employersOf(contact.id)).toHaveLength(1)
  })

  test('leaves the sight of those who saw it there only', async () => {
    const { contact, first } = await ofTwo()
    const other = await igor.ok(api.createClient, { body: aClient() })
    await admin.ok(api.addContact, { params: { id: other.id }, body: { id: newId(), contactId: contact.id } })
    expect((await end(first, contact.id, igor)).status).toBe(404)
    expect((await end(newId(), contact.id)).status).toBe(404)
    expect((await end(other.id, contact.id, igor)).status).toBe(200)
    expect((await igor.call(api.getContact, { params: { id: contact.id ?? '' } })).status).toBe(404)
    expect((await igor.ok(api.listContacts, { query: { q: contact.fullName } })).items).toEqual([])
  })

  test('that is archived is refused', async () => {
    const { contact, first } = await ofTwo()
    await anna.ok(api.archiveClient, { params: { id: first } })
    expect((await end(first, contact.id)).problem.code).toBe('client.archived')
  })
})
