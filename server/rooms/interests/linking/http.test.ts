import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact } from '../../clients/builders.ts'
import { createClient, getProspect, linkProspect, unlinkProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest, moveInterest, registerInterestClient } from '../contract.ts'
import { removeMember } from '../members/contract.ts'

describe('a prospect becomes a client', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let lossReasonId = ''
  let sale: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    lossReasonId = (await me.ok(directories.loss_reason.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const create = (more: object = {}) => me.ok(createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const read = (id: string) => boss.ok(getInterest, { params: { id } })

  test('all its Interests follow, closed ones too, and the undoing empties exactly what the link filled', async () => {
    const open = await create()
    const prospectId = open.prospectId ?? ''
    const lost = await create({ prospectId, stateId: sale.states[6]?.id, lossReasonId })
    const client = await boss.ok(createClient, { body: aClient({ contacts: [aContact()] }) })
    const direct = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
    const contactId = client.contacts[0]?.id ?? ''
    const params = { id: prospectId }
    const answer = await boss.ok(linkProspect, { params, body: { clientId: client.id, contactId } })
    const moved = new Map(answer.interests.map(each => [each.id, each.version]))
    expect(moved).toEqual(
      new Map([
        [open.id, 2],
        [lost.id, 2],
      ]),
    )
    for (const { id } of [open, lost]) {
      expect(await read(id)).toMatchObject({ version: 2, clientId: client.id, contactId, prospectId })
    }
    const late = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, prospectId }) })
    expect(late.clientId).toBe(client.id)
    await boss.ok(unlinkProspect, { params })
    for (const { id } of [open, lost, late]) {
      expect(await read(id)).toMatchObject({ clientId: null, contactId: null, prospectId })
    }
    expect(await read(direct.id)).toEqual(direct)
    const counts = await world.db.q
      .selectFrom('client')
      .select('open_interests')
      .where('id', '=', client.id)
      .executeTakeFirst()
    expect(counts?.open_interests).toBe(1)
    const causes = await world.db.q
      .selectFrom('event')
      .select(['kind', 'cause'])
      .where('kind', '=', 'interest.client_linked')
      .where('record_id', 'in', [open.id, lost.id])
      .execute()
    expect(causes).toHaveLength(2)
    expect(causes[0]?.cause).toMatchObject({ through: { kind: 'prospect.linked', id: prospectId } })
    expect(causes[0]?.cause).toEqual(causes[1]?.cause)
  })

  test('the prospect that the client turns out to be is no look-alike of it', async () => {
    const prospect = { fullName: 'Гусев Олег Ильич', company: 'Северный ветер', phone: '+7 912 700-31-44' }
    const interest = await create({ prospectId: undefined, prospect })
    const contacts = [aContact({ fullName: prospect.fullName, phones: [prospect.phone] })]
    const body = { ...aClient({ name: prospect.company, contacts }), onSimilar: 'ask' }
    const answer = await me.call(registerInterestClient, { params: { id: interest.id }, body })
    expect(answer.status).toBe(201)
    expect(answer.body.client.warnings ?? []).toEqual([])
  })

  test('a client is registered from the Interest: link, contact and all Interests in one step, and once', async () => {
    const interest = await create()
    const other = await create({ prospectId: interest.prospectId })
    const body = aClient({ contacts: [aContact({ id: newId() })] })
    const input = { params: { id: interest.id }, body }
    const answer = await me.call(registerInterestClient, input)
    expect(answer.status).toBe(201)
    expect(answer.body.interest).toMatchObject({ version: 2, clientId: body.id, contactId: body.contacts?.[0]?.id })
    expect(answer.body.interests.map(each => each.id).sort()).toEqual([interest.id, other.id].sort())
    expect(answer.body.client.responsible?.id).toBe(people.salesperson.id)
    const again = await me.call(registerInterestClient, input)
    expect(again).toMatchObject({ status: 200, body: { interest: { version: 2 } } })
    const second = await me.call(registerInterestClient, { ...input, body: aClient() })
    expect([second.status, second.problem.code]).toEqual([409, 'interest.has_client'])
    const moved = await me.ok(moveInterest, {
      params: { id: interest.id },
      body: { stateId: sale.states[2]?.id, version: 2 },
    })
    expect(moved.version).toBe(3)
    const stranger = await world.as('stranger').call(registerInterestClient, { ...input, body: aClient() })
    expect(stranger.status).toBe(404)
    expect((await world.as(null).call(registerInterestClient, input)).status).toBe(401)
  })

  test('a prospect is looked after by the responsible of its newest unfinished Interest and seen by all of them', async () => {
    const first = await create({ responsibleId: people.colleague.id })
    const params = { id: first.prospectId ?? '' }
    expect((await boss.ok(getProspect, { params })).responsible?.id).toBe(people.colleague.id)
    const second = await boss.ok(createInterest, {
      body: anInterest({ serviceTypeId, prospectId: first.prospectId ?? '', responsibleId: people.stranger.id }),
    })
    expect((await boss.ok(getProspect, { params })).responsible?.id).toBe(people.stranger.id)
    expect((await world.as('colleague').call(getProspect, { params })).status).toBe(200)
    expect((await me.call(getProspect, { params })).status).toBe(404)
    const body = { stateId: sale.states[6]?.id, version: 1, lossReasonId }
    await boss.ok(moveInterest, { params: { id: second.id }, body })
    expect((await boss.ok(getProspect, { params })).responsible?.id).toBe(people.colleague.id)
    const hand = { version: 1, responsibleId: people.salesperson.id }
    await world.as('colleague').ok(changeInterest, { params: { id: first.id }, body: hand })
    expect((await me.ok(getProspect, { params })).responsible?.id).toBe(people.salesperson.id)
    // Who gave it away works with it as a co-executor, until taken off.
    expect((await world.as('colleague').call(getProspect, { params })).status).toBe(200)
    await me.ok(removeMember, { params: { id: first.id, userId: people.colleague.id } })
    expect((await world.as('colleague').call(getProspect, { params })).status).toBe(404)
  })

  test('a link and a new Interest of the same prospect do not miss each other', async () => {
    for (let round = 0; round < 3; round++) {
      const interest = await create()
      const client = await me.ok(createClient, { body: aClient() })
      const params = { id: interest.prospectId ?? '' }
      const [, made] = await Promise.all([
        me.ok(linkProspect, { params, body: { clientId: client.id } }),
        create({ prospectId: interest.prospectId }),
      ])
      expect((await read(made.id)).clientId).toBe(client.id)
    }
  })
})
