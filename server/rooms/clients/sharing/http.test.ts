import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { SHIPPED } from '../../access/rules.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import * as api from '../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')

const codesOf = (record: { warnings?: { code: string }[] | undefined }) => record.warnings?.map(each => each.code)
const share = (kind: 'phone' | 'email', value: string, shared = true) =>
  anna.ok(api.shareIdentifier, { body: { kind, value, shared } })
const sharedOf = async (ownerId: string) => (await anna.ok(api.listSharedIdentifiers, { query: { ownerId } })).items
const eventsOf = (id: string) =>
  world.db.q
    .selectFrom('event')
    .select(['kind', 'personal', 'version'])
    .where('record_id', '=', id)
    .where('kind', 'like', '%shared')
    .orderBy('id')
    .execute()

describe('a phone or mail that a person marked as shared', () => {
  test('is no sign of a duplicate but still finds, until the mark is taken off', async () => {
    const phones = ['+7 343 201-10-01']
    const emails = ['Office@common.example']
    const client = await anna.ok(api.createClient, { body: aClient({ phones, emails }) })
    const twin = () => anna.ok(api.createClient, { body: aClient({ phones: ['8 (343) 2011001'], emails }) })
    expect(await share('phone', '8 343 201 10 01')).toEqual({ kind: 'phone', value: '3432011001', shared: true })
    await share('email', ' office@Common.example')
    expect(codesOf(await twin())).toEqual([])
    const found = await anna.ok(api.listClients, { query: { q: '343 201-10-01' } })
    expect(found.items.map(each => each.id)).toContain(client.id)
    await share('email', 'office@common.example', false)
    await share('phone', phones[0] ?? '', false)
    const warned = codesOf(await anna.ok(api.createProspect, { body: aProspect({ phone: phones[0] ?? '' }) }))
    expect(new Set(warned)).toEqual(new Set(['similar.phone']))
  })

  test('is told of everybody who holds it, in whatever notation, and in their histories once', async () => {
    const phone = '+7 343 201-10-02'
    const contact = aContact({ phones: [phone] })
    const client = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const prospect = await anna.ok(api.createProspect, { body: aProspect({ phone: '8-343-201-10-02' }) })
    const typed = '8 (343) 201-10-02'
    await share('phone', typed)
    await share('phone', typed)
    for (const id of [contact.id ?? '', prospect.id]) {
      expect(await sharedOf(id)).toEqual([{ kind: 'phone', value: '3432011002' }])
    }
    expect(await sharedOf(client.id)).toEqual([])
    expect(await eventsOf(contact.id ?? '')).toEqual([
      { kind: 'contact.identifier_shared', personal: { phone: { to: typed } }, version: null },
    ])
    await share('phone', phone, false)
    await share('phone', phone, false)
    expect(await sharedOf(prospect.id)).toEqual([])
    expect((await eventsOf(prospect.id)).map(each => [each.kind, each.personal])).toEqual([
      ['prospect.identifier_shared', { phone: { to: typed } }],
      ['prospect.identifier_unshared', { phone: { from: phone } }],
    ])
  })

  test('is marked only by somebody who sees one who holds it, and shown only to those who see the record', async () => {
    const phone = '+7 343 201-10-03'
    const client = await anna.ok(api.createClient, { body: aClient({ phones: [phone] }) })
    const body = { kind: 'phone', value: phone, shared: true }
    expect((await igor.call(api.shareIdentifier, { body })).status).toBe(404)
    expect((await anna.call(api.shareIdentifier, { body: { ...body, value: '+7 343 201-10-99' } })).status).toBe(404)
    expect(await sharedOf(client.id)).toEqual([])
    await igor.ok(api.createProspect, { body: aProspect({ phone }) })
    await igor.ok(api.shareIdentifier, { body })
    expect(await sharedOf(client.id)).toEqual([{ kind: 'phone', value: '3432011003' }])
    const asked = await igor.ok(api.listSharedIdentifiers, { query: { ownerId: client.id } })
    expect(asked.items).toEqual([])
  })

  test('is marked by nobody whose profile lets change nothing', async () => {
    const { id } = people.stranger
    const nothing = { clients: 'none', interests: 'none', activities: 'none' } as const
    const grounds = JSON.stringify({ ...SHIPPED.salesperson, edit: nothing })
    const profile = { id: newId(), role: 'salesperson', name: 'Только смотрит', grounds, widest: 'own' }
    await world.db.q.insertInto('profile').values(profile).execute()
    await world.db.q.updateTable('app_user').set({ profile_id: profile.id }).where('id', '=', id).execute()
    const client = aClient({ phones: ['+7 343 201-10-04'], responsibleId: id })
    await world.as('administrator').ok(api.createClient, { body: client })
    const body = { kind: 'phone', value: '+7 343 201-10-04', shared: true }
    const { status, problem } = await world.as('stranger').call(api.shareIdentifier, { body })
    expect([status, problem.code]).toEqual([403, 'forbidden'])
    expect(await sharedOf(client.id)).toEqual([])
  })

  test('has to be one that can be read: a number of three digits and a word are refused at their place', async () => {
    for (const [kind, value, code] of [
      ['phone', '118', 'phone.unreadable'],
      ['email', 'почта', 'email.unreadable'],
    ]) {
      const { status, problem } = await anna.call(api.shareIdentifier, { body: { kind, value, shared: true } })
      expect([status, problem.data.errors]).toMatchObject([422, [{ path: 'value', code }]])
    }
  })
})
