import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact } from '../../clients/builders.ts'
import { addContact, createClient, endContact, linkProspect, mergeParties } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../builders.ts'
import { createInterest, getInterest, readInterestTimeline } from '../contract.ts'
import { putDealContact, removeDealContact } from './contract.ts'

describe('contacts with their roles in a deal', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })

  /** An Interest of a client with so many contacts, of whom the first is its contact. */
  async function aDeal(count = 2) {
    const ids = Array.from({ length: count }, () => newId())
    const contacts = ids.map(id => aContact({ id }))
    const client = await me.ok(createClient, { body: aClient({ contacts }) })
    const [contactId = ''] = ids
    const { id } = await me.ok(createInterest, {
      body: anInterest({ serviceTypeId, clientId: client.id, contactId }),
    })
    return { id, client, ids }
  }
  const put = (
    id: string,
    contactId: string,
    role: string | null,
    who: Parameters<typeof world.as>[0] = 'salesperson',
  ) => world.as(who).call(putDealContact, { params: { id, contactId }, body: role === null ? {} : { role } })
  const read = async (id: string) =>
    (await me.ok(getInterest, { params: { id } })).contacts.map(each => [each.id, each.main, each.role])

  test('the contact of the Interest is the first of them, and each has a role or none', async () => {
    const { id, ids } = await aDeal()
    const [first = '', second = ''] = ids
    expect(await read(id)).toEqual([[first, true, null]])
    await put(id, second, 'expert')
    await put(id, first, 'decides')
    expect(await read(id)).toEqual([
      [first, true, 'decides'],
      [second, false, 'expert'],
    ])
    for (let n = 0; n < 2; n++) await put(id, second, null)
    expect((await me.ok(getInterest, { params: { id } })).version).toBe(1)
    const told = (await me.ok(readInterestTimeline, { params: { id } })).items
    expect(told.map(each => each.kind)).toEqual([
      'interest.contact_role_changed',
      'interest.contact_role_changed',
      'interest.contact_added',
      'interest.created',
    ])
  })

  test('who is taken out is gone; the contact of the Interest stays without a role', async () => {
    const { id, ids } = await aDeal()
    const [first = '', second = ''] = ids
    for (const contactId of ids) await put(id, contactId, 'signs')
    for (const contactId of ids) await me.ok(removeDealContact, { params: { id, contactId } })
    expect(await read(id)).toEqual([[first, true, null]])
    expect((await me.ok(removeDealContact, { params: { id, contactId: second } })).contacts).toHaveLength(1)
  })

  test('who has left the client keeps the part, and a stranger to the client gets none', async () => {
    const { id, client, ids } = await aDeal(3)
    const [, second = '', third = ''] = ids
    await put(id, second, 'user')
    const other = await me.ok(createClient, { body: aClient() })
    for (const contactId of [second, third])
      await me.ok(addContact, { params: { id: other.id }, body: { id: newId(), contactId } })
    await me.ok(endContact, { params: { id: client.id, contactId: second } })
    expect((await read(id))[1]).toEqual([second, false, 'user'])
    expect((await put(id, second, 'pays')).status).toBe(200)
    const elsewhere = await aDeal(1)
    expect((await put(id, elsewhere.ids[0] ?? '', 'pays')).status).toBe(422)
    await me.ok(endContact, { params: { id: client.id, contactId: third } })
    expect((await put(id, third, 'pays')).status).toBe(422)
  })

  test('a contact that was merged is shown as the one that stayed, once', async () => {
    const { id, client, ids } = await aDeal(1)
    const [first = ''] = ids
    const twin = await me.ok(addContact, { params: { id: client.id }, body: { ...aContact(), id: newId() } })
    await put(id, twin.id, 'procures')
    const merge = { id: newId(), kind: 'contact', winnerId: first, loserId: twin.id }
    await world.as('administrator').ok(mergeParties, { body: merge })
    expect(await read(id)).toEqual([[first, true, 'procures']])
    await put(id, first, 'decides')
    expect(await read(id)).toEqual([[first, true, 'decides']])
  })

  test('a prospect has none, and after the link those of its client may be named', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    expect(await read(interest.id)).toEqual([])
    const contactId = newId()
    const client = await me.ok(createClient, { body: aClient({ contacts: [aContact({ id: contactId })] }) })
    expect((await put(interest.id, contactId, 'decides')).status).toBe(422)
    await me.ok(linkProspect, { params: { id: interest.prospectId ?? '' }, body: { clientId: client.id } })
    expect((await put(interest.id, contactId, 'decides')).status).toBe(200)
  })

  test('only who works with the Interest names them, within the limit and the known roles', async () => {
    const { id, ids } = await aDeal(22)
    const [first = ''] = ids
    expect((await put(id, first, 'decides', null)).status).toBe(401)
    expect((await put(id, first, 'decides', 'stranger')).status).toBe(404)
    expect((await put(id, first, 'boss')).status).toBe(422)
    for (const contactId of ids.slice(0, 20)) expect((await put(id, contactId, null)).status).toBe(200)
    expect((await put(id, ids[20] ?? '', null)).problem.code).toBe('interest.too_many_contacts')
  })
})
