import { describe, expect, test } from 'vitest'
import { aWorld } from '../../app/testing.ts'
import { aClient, aContact, aProspect } from './builders.ts'
import { createClient, createProspect, getClient, getProspect, linkProspect } from './contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const anna = world.as('salesperson')

describe('a client', () => {
  test('is registered with its legal entity and its contacts', async () => {
    const contact = aContact()
    const body = aClient({ inn: '7707083893', kpp: '773601001', ogrn: '1027700132195', contacts: [contact] })
    const answer = await anna.call(createClient, { body })
    expect(answer.problem).toEqual(answer.body)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      id: body.id,
      inn: '7707083893',
      kpp: '773601001',
      responsible: { name: 'Анна Ким' },
      version: 1,
      warnings: [],
      contractors: [{ inn: '7707083893', kpp: '773601001', main: true }],
      contacts: [{ id: contact.id, fullName: contact.fullName }],
    })
  })

  test('sent twice is one record', async () => {
    const body = aClient()
    await anna.ok(createClient, { body })
    const again = await anna.call(createClient, { body })
    expect(again.status).toBe(200)
    const other = await anna.call(createClient, { body: { ...body, name: 'Другое' } })
    expect(other.problem.code).toBe('operation.reused')
  })

  test('an unreadable phone is kept, marked and told', async () => {
    const body = aClient({ phones: ['звонить после шести'], emails: ['не почта'] })
    const client = await anna.ok(createClient, { body })
    expect(client.phones[0]).toMatchObject({ raw: 'звонить после шести', e164: null, valid: false })
    expect(client.warnings?.map(each => [each.code, each.field])).toEqual([
      ['phone.unreadable', 'phones[0]'],
      ['email.unreadable', 'emails[0]'],
    ])
  })
})

test('a prospect is linked', async () => {
  const client = await anna.ok(createClient, { body: aClient() })
  const prospect = await anna.ok(createProspect, { body: aProspect({ phone: client.phones[0]?.raw }) })
  expect(prospect.warnings?.[0]).toMatchObject({ code: 'similar.phone', field: 'phone' })
  expect(prospect.suggestions[0]).toMatchObject({ clientId: client.id, reasons: ['phone'] })
  const linked = await anna.ok(linkProspect, { params: { id: prospect.id }, body: { clientId: client.id } })
  expect(linked.client).toMatchObject({ id: client.id })
  expect((await admin.ok(getProspect, { params: { id: prospect.id } })).client?.id).toBe(client.id)
  expect((await admin.call(getClient, { params: { id: client.id } })).status).toBe(200)
})
