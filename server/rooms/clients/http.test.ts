import { describe, expect, test } from 'vitest'
import { aWorld, departments, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { makeInn10, makeInn12, makeKpp, makeOgrn, makeOgrnip } from '../../platform/pure/requisites.ts'
import { aClient, aContact } from './builders.ts'
import type { Match } from './contract.ts'
import * as api from './contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const anna = world.as('salesperson')
const igor = world.as('colleague')

const eventsOf = async (id: string) =>
  (await world.db.q.selectFrom('event').selectAll().where('record_id', '=', id).orderBy('id').execute()) as {
    kind: string
    version: number | null
    changes: Record<string, unknown> | null
    personal: Record<string, unknown> | null
  }[]
const matchOf = (warning: { data?: unknown } | undefined) => warning?.data as Match
const errorsOf = (answer: { problem: { data: { errors: { path: string; code: string }[] } } }) =>
  answer.problem.data.errors.map(each => [each.path, each.code])

describe('registering a client', () => {
  test('writes it with its legal entity and its contacts, the creator being responsible', async () => {
    const contact = aContact({ position: 'Директор' })
    const body = aClient({ inn: '7707 083893', kpp: '773601001', ogrn: '1027700132195', contacts: [contact] })
    const answer = await anna.call(api.createClient, { body })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      id: body.id,
      inn: '7707083893',
      kpp: '773601001',
      responsible: { name: 'Анна Ким' },
      version: 1,
      relationType: 'customer',
      warnings: [],
      contractors: [{ inn: '7707083893', kpp: '773601001', main: true }],
      contacts: [{ id: contact.id, fullName: contact.fullName, position: 'Директор' }],
      can: { edit: true, archive: true, restore: false, override: false },
    })
    const events = await eventsOf(body.id)
    expect(events.map(event => [event.kind, event.version])).toEqual([['client.created', 1]])
    expect(events[0]?.personal).toMatchObject({ name: { to: body.name } })
    expect(events[0]?.changes).not.toHaveProperty('name')
    expect((await eventsOf(contact.id ?? ''))[0]?.kind).toBe('contact.created')
  })

  test('sent twice is one record, sent with another body is refused', async () => {
    const body = aClient()
    await anna.ok(api.createClient, { body })
    const again = await anna.call(api.createClient, { body })
    expect([again.status, again.body.id]).toEqual([200, body.id])
    const other = await anna.call(api.createClient, { body: { ...body, name: 'Другое' } })
    expect([other.status, other.problem.code]).toEqual([422, 'operation.reused'])
  })

  test('sent twice at one moment is one record and no refusal, although its INN is strict', async () => {
    const body = aClient({ inn: makeInn10(Math.random) })
    const answers = await Promise.all([1, 2, 3].map(() => anna.call(api.createClient, { body })))
    expect(answers.filter(each => each.status === 201)).toHaveLength(1)
    expect(answers.filter(each => each.status === 200)).toHaveLength(2)
  })

  test('under the id of a client of somebody else says nothing about it', async () => {
    const body = aClient()
    await anna.ok(api.createClient, { body })
    const answer = await igor.call(api.createClient, { body })
    expect([answer.status, answer.problem.code, answer.problem.data]).toEqual([409, 'id_taken', undefined])
  })

  test('names all wrong fields at once', async () => {
    const body = aClient({
      kind: 'entrepreneur',
      inn: '500100732258',
      kpp: '773601001',
      ogrn: '304500116000158',
      responsibleId: newId(),
    })
    const answer = await anna.call(api.createClient, { body })
    expect(answer.status).toBe(422)
    expect(errorsOf(answer)).toEqual([
      ['inn', 'inn.checksum'],
      ['kpp', 'kpp.organisations_only'],
      ['ogrn', 'ogrn.checksum'],
      ['responsibleId', 'unknown_reference'],
    ])
    expect(await world.db.q.selectFrom('client').select('id').where('id', '=', body.id).execute()).toEqual([])
  })

  test('names wrong registration numbers beside faults of form, each once', async () => {
    const numbers = { inn: '7707083894', kpp: '1', ogrn: '1'.repeat(30) }
    const body = { ...aClient(numbers), name: 'я'.repeat(400), colour: 'red' }
    const created = await anna.call(api.createClient, { body })
    expect(created.status).toBe(422)
    expect(errorsOf(created)).toEqual(
      expect.arrayContaining([
        ['inn', 'inn.checksum'],
        ['kpp', 'kpp.length'],
        ['ogrn', 'too_big'],
        ['name', 'too_big'],
        ['colour', 'unknown_property'],
      ]),
    )
    expect(errorsOf(created)).toHaveLength(5)
    const client = await anna.ok(api.createClient, { body: aClient() })
    const changed = await anna.call(api.changeClient, {
      params: { id: client.id },
      body: { version: client.version, inn: '7707083894', colour: 'red' },
    })
    expect(errorsOf(changed).sort()).toEqual([
      ['colour', 'unknown_property'],
      ['inn', 'inn.checksum'],
    ])
    const entity = { id: newId(), kind: 'person', name: 'Ли Нина', kpp: '773601001', colour: 'red' }
    const added = await anna.call(api.addContractor, { params: { id: client.id }, body: entity })
    expect(
      errorsOf(added)
        .map(([path]) => path)
        .sort(),
    ).toEqual(['colour', 'kpp'])
  })

  test('takes an entrepreneur with 12 digits and an OGRNIP, and a person without anything', async () => {
    const body = aClient({ kind: 'entrepreneur', inn: makeInn12(Math.random), ogrn: makeOgrnip(Math.random) })
    expect((await anna.call(api.createClient, { body })).status).toBe(201)
    expect((await anna.call(api.createClient, { body: aClient({ kind: 'person', name: 'Ли Нина' }) })).status).toBe(201)
  })

  test('keeps, marks and tells a phone and a mail that cannot be read', async () => {
    const client = await anna.ok(api.createClient, {
      body: aClient({ phones: ['звонить после шести'], emails: ['не почта'] }),
    })
    expect(client.phones[0]).toMatchObject({ raw: 'звонить после шести', e164: null, valid: false })
    expect(client.emails[0]).toMatchObject({ raw: 'не почта', valid: false })
    expect(client.warnings?.map(each => [each.code, each.field])).toEqual([
      ['phone.unreadable', 'phones[0]'],
      ['email.unreadable', 'emails[0]'],
    ])
  })

  test('refuses unknown properties and null bytes with their names', async () => {
    const unknown = await anna.call(api.createClient, { body: { ...aClient(), colour: 'red' } })
    expect([unknown.status, errorsOf(unknown)]).toEqual([422, [['colour', 'unknown_property']]])
    const nul = await anna.call(api.createClient, { body: aClient({ name: 'а\u0000б' }) })
    expect([nul.status, errorsOf(nul)]).toEqual([422, [['name', 'invalid_text']]])
  })
})

describe('INN and KPP together', () => {
  const numbers = () => ({ inn: makeInn10(Math.random), kpp: makeKpp(Math.random) })

  test('are refused to everybody, also behind a wall, where only the responsible is told', async () => {
    const body = aClient(numbers())
    await anna.ok(api.createClient, { body })
    const own = await anna.call(api.createClient, { body: { ...aClient(), inn: body.inn, kpp: body.kpp } })
    expect([own.status, own.problem.code]).toEqual([409, 'contractor.exists'])
    expect(own.problem.data).toEqual({
      client: {
        id: body.id,
        name: body.name,
        walled: false,
        accessAskedAt: null,
        typed: `${body.inn} ${body.kpp}`,
        responsible: { id: expect.any(String), name: 'Анна Ким' },
      },
      mayOverride: false,
    })
    const walled = await igor.call(api.createClient, { body: { ...aClient(), inn: body.inn, kpp: body.kpp } })
    expect(walled.problem.data.client).toMatchObject({ id: null, name: null, walled: true })
    expect(walled.problem.data.client.responsible.name).toBe('Анна Ким')
    const told = await world.db.q.selectFrom('audit').selectAll().where('kind', '=', 'wall.told').execute()
    expect(told.map(row => row.record_id)).toContain(body.id)
  })

  test('are taken again by a holder of the right who gives a reason, which the audit keeps', async () => {
    const body = aClient(numbers())
    await anna.ok(api.createClient, { body })
    const again = { ...aClient(), inn: body.inn, kpp: body.kpp }
    const refused = await admin.call(api.createClient, { body: again })
    expect(refused.problem.data.mayOverride).toBe(true)
    const override = { reason: 'Филиал ведут отдельно' }
    expect((await anna.call(api.createClient, { body: { ...again, override } })).status).toBe(409)
    const client = await admin.ok(api.createClient, { body: { ...again, override } })
    const audited = await world.db.q
      .selectFrom('audit')
      .selectAll()
      .where('record_id', '=', client.contractors[0]?.id ?? '')
      .execute()
    expect(audited.map(row => [row.kind, row.detail, row.personal])).toEqual([
      ['contractor.overridden', { existing: expect.any(String) }, expect.objectContaining({ reason: override.reason })],
    ])
  })

  test('two absent KPPs are equal, one present is only suspicious, two different ones are branches', async () => {
    const { inn, kpp } = numbers()
    const first = await anna.ok(api.createClient, { body: aClient({ inn }) })
    expect((await anna.call(api.createClient, { body: aClient({ inn }) })).problem.code).toBe('contractor.exists')
    const second = await anna.ok(api.createClient, { body: aClient({ inn, kpp }) })
    expect(second.warnings?.map(each => [each.code, each.field, matchOf(each).id])).toEqual([
      ['similar.inn', 'inn', first.id],
    ])
    await anna.ok(api.archiveClient, { params: { id: first.id } })
    const third = await anna.ok(api.createClient, { body: aClient({ inn, kpp: makeKpp(Math.random) }) })
    expect(third.warnings?.map(each => matchOf(each).id)).toEqual([first.id])
    expect(matchOf(third.warnings?.[0]).archived).toBe(true)
  })

  test('hold for an archived client and for a further legal entity too', async () => {
    const body = aClient(numbers())
    await anna.ok(api.createClient, { body })
    await anna.ok(api.archiveClient, { params: { id: body.id } })
    expect((await anna.call(api.createClient, { body: aClient({ inn: body.inn, kpp: body.kpp }) })).status).toBe(409)
    const other = await anna.ok(api.createClient, { body: aClient() })
    const entity = { id: newId(), kind: 'organisation', name: 'Вторая', inn: body.inn, kpp: body.kpp }
    const refused = await anna.call(api.addContractor, { params: { id: other.id }, body: entity })
    expect(refused.problem.code).toBe('contractor.exists')
    const changed = await anna.call(api.changeClient, {
      params: { id: other.id },
      body: { version: 1, inn: body.inn, kpp: body.kpp },
    })
    expect(changed.problem.code).toBe('contractor.exists')
  })
})

describe('changing a client', () => {
  const change = (id: string, body: Record<string, unknown>, who = anna) =>
    who.call(api.changeClient, { params: { id }, body })

  test('writes one event with from and to and raises the version', async () => {
    const client = await anna.ok(api.createClient, { body: aClient({ comment: 'было' }) })
    const answer = await change(client.id, { version: 1, comment: 'стало', relationType: 'partner' })
    expect(answer.body).toMatchObject({ version: 2, comment: 'стало', relationType: 'partner' })
    const [, event] = await eventsOf(client.id)
    expect(event).toMatchObject({
      kind: 'client.changed',
      version: 2,
      changes: { relationType: { from: 'customer', to: 'partner' } },
      personal: { comment: { from: 'было', to: 'стало' } },
    })
  })

  test('changes nothing and tells nothing when nothing differs', async () => {
    const body = aClient({ inn: makeInn10(Math.random) })
    const client = await anna.ok(api.createClient, { body })
    const same = { version: 1, name: body.name, phones: body.phones, inn: ` ${body.inn} ` }
    expect((await change(client.id, same)).body.version).toBe(1)
    expect(await eventsOf(client.id)).toHaveLength(1)
  })

  test('of different fields by two people merges, of one field conflicts with both sides', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient({ comment: 'исходный' }) })
    await change(id, { version: 1, comment: 'мой' })
    expect((await change(id, { version: 1, publicName: 'Проба' }, admin)).body).toMatchObject({
      comment: 'мой',
      publicName: 'Проба',
      version: 3,
    })
    const answer = await change(id, { version: 1, comment: 'чужой' }, admin)
    expect([answer.status, answer.problem.code]).toEqual([409, 'conflict'])
    expect(answer.problem.data.fields).toEqual([{ field: 'comment', mine: 'чужой', theirs: 'мой', base: 'исходный' }])
  })

  test('replaces arrays, and is found by the new phone and no longer by the old', async () => {
    const body = aClient()
    const { id } = await anna.ok(api.createClient, { body })
    const answer = await change(id, { version: 1, phones: ['+7 383 555-00-01'] })
    expect(answer.body.phones.map(phone => phone.e164)).toEqual(['+73835550001'])
    const found = async (q: string) => (await anna.ok(api.listClients, { query: { q } })).items.map(item => item.id)
    expect(await found('8 (383) 555-00-01')).toContain(id)
    expect(await found(body.phones?.[0] ?? '')).not.toContain(id)
  })

  test('of INN, KPP and OGRN is one of its main legal entity, whose name follows as long as it is the only one', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    const inn = makeInn10(Math.random)
    const ogrn = makeOgrn(Math.random)
    const first = await change(id, { version: 1, inn, ogrn, name: 'АО «Заря»' })
    expect(first.body).toMatchObject({ inn, ogrn, contractors: [{ inn, ogrn, name: 'АО «Заря»' }] })
    await anna.ok(api.addContractor, {
      params: { id },
      body: { id: newId(), kind: 'organisation', name: 'ООО «Заря-2»' },
    })
    const second = await change(id, { version: 2, name: 'Холдинг «Заря»' })
    expect(second.body.contractors.map(each => each.name)).toEqual(['АО «Заря»', 'ООО «Заря-2»'])
    const wrong = await change(id, { version: 3, kind: 'organisation', inn: '7707083894' })
    expect(errorsOf(wrong)).toEqual([['inn', 'inn.checksum']])
  })

  test('to another responsible takes it out of the sight of who gave it away, contacts included', async () => {
    const contact = aContact()
    const { id } = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const igorId = world.caller('colleague').actor.userId
    const given = await change(id, { version: 1, responsibleId: igorId })
    expect(given.body.responsible?.name).toBe('Игорь Титов')
    expect((await anna.call(api.getClient, { params: { id } })).status).toBe(404)
    const at = { params: { id: contact.id ?? '' } }
    expect((await anna.call(api.getContact, at)).status).toBe(404)
    expect((await igor.call(api.getContact, at)).status).toBe(200)
    expect((await igor.ok(api.listContacts, { query: { q: contact.fullName } })).items).toHaveLength(1)
  })

  test('of an archived one is refused until it is restored', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    const archived = await anna.ok(api.archiveClient, { params: { id } })
    expect(archived).toMatchObject({ archivedAt: expect.any(String), version: 2, can: { edit: false, restore: true } })
    expect((await change(id, { version: 2, comment: 'x' })).problem.code).toBe('client.archived')
    expect(await anna.ok(api.restoreClient, { params: { id } })).toMatchObject({ archivedAt: null, version: 3 })
    expect((await eventsOf(id)).map(event => event.kind)).toEqual([
      'client.created',
      'client.archived',
      'client.restored',
    ])
  })

  test('repeated with the same key does nothing more', async () => {
    const { id } = await anna.ok(api.createClient, { body: aClient() })
    const send = () =>
      anna.call(api.changeClient, {
        params: { id },
        body: { version: 1, comment: 'раз' },
        headers: { 'idempotency-key': `k-${id}` },
      })
    expect((await send()).body.version).toBe(2)
    expect((await send()).body.version).toBe(2)
    expect(await eventsOf(id)).toHaveLength(2)
  })
})

describe('every route', () => {
  const routes = Object.values(api).filter(
    (each): each is typeof api.getClient => typeof each === 'object' && each !== null && 'path' in each,
  )

  test('answers 401 to a stranger before anything else', async () => {
    for (const endpoint of routes) {
      const answer = await world.as(null).call(endpoint, { params: { id: 'x' } })
      expect([endpoint.method, endpoint.path, answer.status]).toEqual([endpoint.method, endpoint.path, 401])
    }
  })

  test('answers 404 for a record that does not exist or belongs to somebody else', async () => {
    const contact = aContact()
    const { id: clientId, contractors } = await igor.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const prospect = await igor.ok(api.createProspect, { body: { id: newId(), fullName: 'Чужой Человек' } })
    const bodies: Record<string, unknown> = {
      'PATCH /api/v1/clients/:id': { version: 1 },
      'POST /api/v1/clients/:id/contacts': { id: newId(), fullName: 'Новый' },
      'POST /api/v1/clients/:id/contractors': { id: newId(), kind: 'person', name: 'Новый' },
      'PATCH /api/v1/contacts/:id': { version: 1 },
      'PATCH /api/v1/contractors/:id': { version: 1 },
      'PATCH /api/v1/prospects/:id': { version: 1 },
      'PUT /api/v1/clients/:id/access/:userId': {},
      'PUT /api/v1/clients/:id/access/departments/:departmentId': {},
      'PUT /api/v1/prospects/:id/client': { clientId },
      'POST /api/v1/prospects/:id/not-client': { clientId },
    }
    const foreign = (path: string) =>
      ({ clients: clientId, contacts: contact.id, contractors: contractors[0]?.id })[path.split('/')[3] ?? ''] ??
      prospect.id
    const guarded = routes.filter(each => each.path.includes(':id') && each.method !== 'DELETE')
    expect(guarded).toHaveLength(28)
    for (const endpoint of guarded) {
      const name = `${endpoint.method} ${endpoint.path}`
      for (const id of [newId(), foreign(endpoint.path) ?? '']) {
        const params = { id, userId: people.stranger.id, departmentId: departments.service.id }
        const answer = await anna.call(endpoint, { params, body: bodies[name] })
        expect([name, answer.status]).toEqual([name, 404])
      }
    }
  })
})
