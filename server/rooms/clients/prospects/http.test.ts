import { describe, expect, test } from 'vitest'
import { aWorld, type Name } from '../../../app/testing.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { countOpenInterests } from '../actions.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import * as api from '../contract.ts'
import { keepProspectResponsible, keepProspectViewers } from './actions.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')
const admin = world.as('administrator')
const idOf = (who: Name) => world.caller(who).actor.userId
const write = (action: (work: Work) => Promise<unknown>) =>
  perform(world.platform, world.caller('administrator'), { verb: 'test' }, action)
const eventsOf = async (id: string) =>
  (
    await world.db.q
      .selectFrom('event')
      .select(['kind', 'version', 'changes', 'owners'])
      .where('record_id', '=', id)
      .orderBy('id')
      .execute()
  ).map(event => ({ ...event }))

describe('a prospect', () => {
  test.each(['fullName', 'company', 'email', 'phone'])('needs one of four: %s suffices', async field => {
    const prospect = await anna.ok(api.createProspect, { body: { id: newId(), [field]: 'a1@test.ru' } })
    expect(prospect).toMatchObject({ [field]: 'a1@test.ru', version: 1, client: null })
  })

  test('without any of the four is refused, also by a change that empties the last', async () => {
    const answer = await anna.call(api.createProspect, { body: { id: newId(), fullName: '' } })
    expect([answer.status, answer.problem.data.errors[0].code]).toEqual([422, 'one_of_four'])
    const { id } = await anna.ok(api.createProspect, { body: { id: newId(), fullName: 'Один Одинов' } })
    const emptied = await anna.call(api.changeProspect, { params: { id }, body: { version: 1, fullName: null } })
    expect([emptied.status, emptied.problem.data.errors[0].code]).toEqual([422, 'one_of_four'])
  })

  test('makes no client card', async () => {
    const count = async () => (await world.db.q.selectFrom('client').select('id').execute()).length
    const before = await count()
    await anna.ok(api.createProspect, { body: aProspect({ company: 'ООО «Никто»' }) })
    expect(await count()).toBe(before)
  })

  test('with an unreadable phone is kept, told, and found by its text', async () => {
    const body = aProspect({ phone: 'через секретаря Аглаю' })
    const prospect = await anna.ok(api.createProspect, { body })
    expect(prospect.warnings?.map(each => [each.code, each.field])).toEqual([['phone.unreadable', 'phone']])
    const found = await anna.ok(api.listProspects, { query: { q: 'аглаю' } })
    expect(found.items.map(each => each.id)).toEqual([body.id])
  })

  test('changes, archives and comes back with one event each', async () => {
    const { id } = await anna.ok(api.createProspect, { body: aProspect() })
    const changed = await anna.ok(api.changeProspect, {
      params: { id },
      body: { version: 1, company: 'Новая', responsibleId: idOf('salesperson') },
    })
    expect(changed).toMatchObject({ version: 2, company: 'Новая' })
    await anna.ok(api.archiveProspect, { params: { id } })
    const listed = async (archived?: boolean) =>
      (await anna.ok(api.listProspects, { query: { q: changed.phone ?? '', archived } })).items.length
    expect([await listed(), await listed(true)]).toEqual([0, 1])
    await anna.ok(api.restoreProspect, { params: { id } })
    expect((await eventsOf(id)).map(event => [event.kind, event.version])).toEqual([
      ['prospect.created', 1],
      ['prospect.changed', 2],
      ['prospect.archived', 3],
      ['prospect.restored', 4],
    ])
  })

  test('names clients that look like it, best first, and not those that somebody dismissed', async () => {
    const contact = aContact({ fullName: 'Жаворонкова Дина', phones: ['+7 917 100-00-01'] })
    const best = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const other = await anna.ok(api.createClient, { body: aClient({ emails: ['dina@zh.ru'] }) })
    const walled = await igor.ok(api.createClient, { body: aClient({ phones: ['+7 917 100-00-01'] }) })
    const prospect = await anna.ok(api.createProspect, {
      body: aProspect({ fullName: 'Дина Жаворонкова', phone: '89171000001', email: 'dina@zh.ru' }),
    })
    expect(prospect.suggestions).toEqual([
      { clientId: best.id, contactId: contact.id, title: best.name, reasons: ['phone', 'name'] },
      { clientId: other.id, contactId: null, title: other.name, reasons: ['email'] },
    ])
    expect(JSON.stringify(prospect)).not.toContain(walled.id)
    const dismissed = await anna.ok(api.dismissSuggestion, {
      params: { id: prospect.id },
      body: { clientId: other.id },
    })
    expect(dismissed.suggestions.map(each => each.clientId)).toEqual([best.id])
    const seen = await admin.ok(api.getProspect, { params: { id: prospect.id } })
    expect(seen.suggestions.map(each => each.clientId).sort()).toEqual([best.id, walled.id].sort())
  })

  test('is looked after by whom its Interests name, and is found by that person at once', async () => {
    const body = aProspect()
    await anna.ok(api.createProspect, { body })
    await write(work => keepProspectResponsible(work, body.id, idOf('colleague')))
    await write(work => keepProspectResponsible(work, body.id, idOf('colleague')))
    expect((await anna.call(api.getProspect, { params: { id: body.id } })).status).toBe(404)
    expect((await igor.ok(api.listProspects, { query: { q: body.phone } })).items.map(each => each.id)).toEqual([
      body.id,
    ])
    const events = await eventsOf(body.id)
    expect(events.at(-1)).toMatchObject({
      kind: 'prospect.changed',
      version: 2,
      changes: { responsibleId: { from: idOf('salesperson'), to: idOf('colleague') } },
    })
    expect(events.at(-1)?.owners?.sort()).toEqual([idOf('salesperson'), idOf('colleague')].sort())
    expect(events).toHaveLength(2)
  })

  test('is seen by whoever may see one of its Interests, and no longer', async () => {
    const body = aProspect()
    await anna.ok(api.createProspect, { body })
    const sees = async (who: typeof anna) => [
      (await who.call(api.getProspect, { params: { id: body.id } })).status,
      (await who.ok(api.listProspects, { query: { q: body.phone } })).items.length,
      (await who.ok(api.listProspects, { query: { limit: 200 } })).items.filter(each => each.id === body.id).length,
    ]
    expect(await sees(igor)).toEqual([404, 0, 0])
    await write(work => keepProspectViewers(work, body.id, [idOf('colleague'), idOf('salesperson')]))
    expect(await sees(igor)).toEqual([200, 1, 1])
    expect(await sees(anna)).toEqual([200, 1, 1])
    await write(work => keepProspectResponsible(work, body.id, idOf('colleague')))
    expect(await sees(anna)).toEqual([200, 1, 1])
    expect(await sees(igor)).toEqual([200, 1, 1])
    await write(work => keepProspectResponsible(work, body.id, idOf('salesperson')))
    expect(await sees(igor)).toEqual([200, 1, 1])
    await write(work => keepProspectViewers(work, body.id, [NIL_ID]))
    expect(await sees(igor)).toEqual([200, 1, 1])
    await write(work => keepProspectViewers(work, body.id, []))
    expect(await sees(igor)).toEqual([404, 0, 0])
  })
})

describe('linking', () => {
  test('ties the prospect to client and contact with one event, and again changes nothing', async () => {
    const contact = aContact()
    const client = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const { id } = await anna.ok(api.createProspect, { body: aProspect() })
    const link = { clientId: client.id, contactId: contact.id }
    const linked = await anna.ok(api.linkProspect, { params: { id }, body: link })
    expect(linked).toMatchObject({
      version: 2,
      client: { id: client.id, name: client.name, walled: false },
      contact: { id: contact.id, fullName: contact.fullName },
      linkedBy: { name: 'Анна Ким' },
      suggestions: [],
      can: { link: false, unlink: false },
    })
    expect((await anna.ok(api.linkProspect, { params: { id }, body: link })).version).toBe(2)
    expect((await eventsOf(id)).map(event => event.kind)).toEqual(['prospect.created', 'prospect.linked'])
    const other = await anna.ok(api.createClient, { body: aClient() })
    const again = await anna.call(api.linkProspect, { params: { id }, body: { clientId: other.id } })
    expect([again.status, again.problem.code]).toEqual([409, 'prospect.linked'])
  })

  test('makes the prospect one party with its client: the next one is no third stranger', async () => {
    const client = await anna.ok(api.createClient, { body: aClient() })
    const phone = client.phones[0]?.raw ?? ''
    for (let each = 0; each < 3; each++) {
      const prospect = await anna.ok(api.createProspect, { body: aProspect({ phone }) })
      await anna.ok(api.linkProspect, { params: { id: prospect.id }, body: { clientId: client.id } })
    }
    const last = await anna.ok(api.createProspect, { body: aProspect({ phone }) })
    expect(last.suggestions.map(each => each.clientId)).toEqual([client.id])
  })

  test('to a client out of scope, to a contact of another client, or to an archived client is refused', async () => {
    const foreign = await igor.ok(api.createClient, { body: aClient() })
    const contact = aContact()
    await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const own = await anna.ok(api.createClient, { body: aClient() })
    const { id } = await anna.ok(api.createProspect, { body: aProspect() })
    const link = (body: Record<string, unknown>) => anna.call(api.linkProspect, { params: { id }, body })
    expect((await link({ clientId: foreign.id })).problem.data.errors[0]).toMatchObject({ path: 'clientId' })
    const wrong = await link({ clientId: own.id, contactId: contact.id })
    expect([wrong.status, wrong.problem.data.errors[0].path]).toEqual([422, 'contactId'])
    await anna.ok(api.archiveClient, { params: { id: own.id } })
    expect((await link({ clientId: own.id })).problem.code).toBe('client.archived')
    expect((await eventsOf(id)).map(event => event.kind)).toEqual(['prospect.created'])
  })

  test('is undone by the administrator only, and then the prospect is free again', async () => {
    const client = await anna.ok(api.createClient, { body: aClient() })
    const { id } = await anna.ok(api.createProspect, { body: aProspect() })
    await anna.ok(api.linkProspect, { params: { id }, body: { clientId: client.id } })
    expect((await anna.call(api.unlinkProspect, { params: { id } })).status).toBe(403)
    const undone = await admin.ok(api.unlinkProspect, { params: { id } })
    expect(undone).toMatchObject({ client: null, contact: null, linkedAt: null, linkedBy: null, version: 3 })
    const again = await admin.call(api.unlinkProspect, { params: { id } })
    expect([again.status, again.problem.code]).toEqual([409, 'prospect.not_linked'])
    expect((await admin.call(api.unlinkProspect, { params: { id: newId() } })).status).toBe(404)
  })

  test('at the same moment to two clients keeps one of them', async () => {
    const clients = await Promise.all([1, 2].map(() => anna.ok(api.createClient, { body: aClient() })))
    const { id } = await anna.ok(api.createProspect, { body: aProspect() })
    const answers = await Promise.all(
      clients.map(client => anna.call(api.linkProspect, { params: { id }, body: { clientId: client.id } })),
    )
    expect(answers.map(each => String(each.status)).sort()).toEqual(['200', '409'])
  })
})

test('the count of open Interests is kept without a new version', async () => {
  const client = await anna.ok(api.createClient, { body: aClient() })
  const prospect = await anna.ok(api.createProspect, { body: aProspect() })
  await write(async work => countOpenInterests(work, { clientId: client.id, prospectId: prospect.id }, 2))
  await write(async work => countOpenInterests(work, { clientId: client.id }, -1))
  const [row] = (await anna.ok(api.listClients, { query: { q: client.name } })).items
  expect(row).toMatchObject({ openInterests: 1, version: 1 })
  const stored = await world.db.q
    .selectFrom('prospect')
    .select('open_interests')
    .where('id', '=', prospect.id)
    .execute()
  expect(stored).toEqual([{ open_interests: 2 }])
})
