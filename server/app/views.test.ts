import { expect, test } from 'vitest'
import { aClient, aProspect } from '../rooms/clients/builders.ts'
import { createClient, createProspect, getClient, getContact, getProspect } from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { createInterest, getInterest } from '../rooms/interests/contract.ts'
import { aWorld, people } from './testing.ts'

let clock = new Date()
const world = await aWorld({ now: () => clock })
const me = world.as('salesperson')

const views = async () => {
  const rows = await world.db.q
    .selectFrom('audit')
    .select(['kind', 'record_id', 'actor_id'])
    .where('kind', 'like', '%.viewed')
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(row => [row.kind, row.record_id, row.actor_id])
}

test('who opens a card with personal data is written down, once in a quarter of an hour', async () => {
  const client = await me.ok(createClient, { body: aClient({ contacts: [{ fullName: 'Вера Орлова' }] }) })
  const prospect = await me.ok(createProspect, { body: aProspect() })
  const serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
  const contactId = client.contacts[0]?.id ?? ''
  const look = async () => {
    await me.ok(getClient, { params: { id: client.id } })
    await me.ok(getContact, { params: { id: contactId } })
    await me.ok(getProspect, { params: { id: prospect.id } })
    await me.ok(getInterest, { params: { id: interest.id } })
  }
  const seen = [
    ['client.viewed', client.id],
    ['contact.viewed', contactId],
    ['prospect.viewed', prospect.id],
    ['interest.viewed', interest.id],
  ].map(each => [...each, people.salesperson.id])
  await look()
  await look()
  expect(await views()).toEqual(seen)
  await world.as('administrator').ok(getClient, { params: { id: client.id } })
  expect(await views()).toEqual([...seen, ['client.viewed', client.id, people.administrator.id]])
  clock = new Date(clock.getTime() + 16 * 60_000)
  await look()
  expect(await views()).toHaveLength(9)
})

test('a card that is not shown is not seen', async () => {
  const before = await views()
  const client = await world.as('stranger').ok(createClient, { body: aClient() })
  expect((await me.call(getClient, { params: { id: client.id } })).status).toBe(404)
  expect(await views()).toEqual(before)
})
