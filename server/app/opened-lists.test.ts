import { describe, expect, test } from 'vitest'
import { aClient, aContact } from '../rooms/clients/builders.ts'
import { addContact, createClient, grantClient, listClients, listContacts } from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { listScenarios } from '../rooms/scenarios/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { createInterest, listInterests, moveInterest } from '../rooms/interests/contract.ts'
import { aWorld, people } from './testing.ts'

/** Somebody with a full page of the own looks into opened clients only where something young enough is. */
describe('what comes to an opened client stands at its place among the own, page by page', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const anna = world.as('salesperson')
  const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
  const opened = await boss.ok(createClient, { body: { ...aClient(), responsibleId: people.stranger.id } })
  await boss.ok(grantClient, { params: { id: opened.id, userId: people.salesperson.id }, body: {} })
  const ofAnna = async () => {
    const own = await anna.ok(createClient, { body: aClient({ contacts: [aContact()] }) })
    return anna.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: own.id }) })
  }
  const ofStranger = () =>
    boss.ok(createInterest, {
      body: anInterest({ serviceTypeId, clientId: opened.id, responsibleId: people.stranger.id }),
    })
  const newest = async (open?: boolean) =>
    (await anna.ok(listInterests, { query: { limit: 1, ...(open === undefined ? {} : { open }) } })).items[0]?.id

  test('an Interest, in the list of all and in that of the unfinished ones', async () => {
    await ofAnna()
    await ofAnna()
    const interest = await ofStranger()
    expect([await newest(), await newest(true)]).toEqual([interest.id, interest.id])
    const later = await ofAnna()
    expect([await newest(), await newest(true)]).toEqual([later.id, later.id])
  })

  test('until it is finished, and again when it is opened anew', async () => {
    const interest = await ofStranger()
    const scenario = (await boss.ok(listScenarios)).items.find(each => each.id === interest.scenarioId)
    const [lost, first] = [scenario?.states.find(state => state.kind === 'lost'), scenario?.states[0]]
    const lossReasonId = (await boss.ok(directories.loss_reason.list)).items[0]?.id
    const at = { params: { id: interest.id } }
    const moved = await boss.ok(moveInterest, {
      ...at,
      body: { stateId: lost?.id ?? '', version: interest.version, lossReasonId },
    })
    expect([await newest(), (await newest(true)) === interest.id]).toEqual([interest.id, false])
    await boss.ok(moveInterest, { ...at, body: { stateId: first?.id ?? '', version: moved.version } })
    expect(await newest(true)).toBe(interest.id)
  })

  test('a contact, and the client itself', async () => {
    await ofAnna()
    await ofAnna()
    const contact = aContact()
    await boss.ok(addContact, { params: { id: opened.id }, body: contact })
    const [first] = (await anna.ok(listContacts, { query: { limit: 1 } })).items
    expect(first?.fullName).toBe(contact.fullName)
    const young = await boss.ok(createClient, { body: { ...aClient(), responsibleId: people.stranger.id } })
    await boss.ok(grantClient, { params: { id: young.id, userId: people.salesperson.id }, body: {} })
    expect((await anna.ok(listClients, { query: { limit: 1 } })).items.map(each => each.id)).toEqual([young.id])
  })
})
