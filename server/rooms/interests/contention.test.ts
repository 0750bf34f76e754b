import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, together } from '../../app/testing.ts'
import { aClient } from '../clients/builders.ts'
import { createClient, linkProspect } from '../clients/contract.ts'
import { directories } from '../company/contract.ts'
import { aScenario, aState } from '../scenarios/builders.ts'
import { changeScenario, createScenario, listScenarios, type Scenario } from '../scenarios/contract.ts'
import { anInterest } from './builders.ts'
import { changeInterest, createInterest, getInterest, moveInterest } from './contract.ts'

/** Chance does not bring people together on a slow machine: here somebody holds the door until all of them stand at it. */
describe('people at one Interest at the same moment', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let sale: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const create = () => me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
  const stateId = (place: number) => sale.states[place]?.id ?? ''

  async function eventsOf(id: string): Promise<(number | null)[]> {
    const rows = await world.db.q
      .selectFrom('event')
      .select('version')
      .where('record_id', '=', id)
      .orderBy('version')
      .execute()
    return rows.map(row => row.version)
  }

  test('of those who move the same version exactly one wins', async () => {
    const { id } = await create()
    const move = () => me.call(moveInterest, { params: { id }, body: { stateId: stateId(1), version: 1 } })
    const answers = await together(world, 'interest', id, [move, move, move, move])
    expect(answers.map(each => each.status).sort()).toEqual([200, 409, 409, 409])
    expect((await me.ok(getInterest, { params: { id } })).version).toBe(2)
    expect(await eventsOf(id)).toEqual([1, 2])
  })

  test('of fifty who move it at once one wins for each version, and the others are shown both sides', async () => {
    const free = [aState(), aState(), aState()]
    const { won: _, lost: __, ...scenario } = aScenario(free)
    await boss.ok(createScenario, { body: scenario })
    const { id } = await me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id }) })
    for (let version = 1; version <= 3; version++) {
      const before = (await me.ok(getInterest, { params: { id } })).stateId
      const others = free.map(each => each.id).filter(each => each !== before)
      const wanted = Array.from({ length: 50 }, (_, n) => others[n % 2])
      const answers = await Promise.all(
        wanted.map((target, n) =>
          (n % 2 ? me : boss).call(moveInterest, { params: { id }, body: { stateId: target, version } }),
        ),
      )
      const won = answers.flatMap((each, at) => (each.status === 200 ? [at] : []))
      expect(won).toHaveLength(1)
      const reached = wanted[won[0] ?? 0]
      for (const [at, { status, problem }] of answers.entries()) {
        if (status === 200) continue
        expect([status, problem.code, problem.data.version]).toEqual([409, 'conflict', version + 1])
        // Who wanted the same is told all the same that it was somebody else.
        const told = problem.data.fields.find((each: { field: string }) => each.field === 'stateId')
        expect(told ?? { mine: wanted[at], theirs: reached }).toMatchObject({ mine: wanted[at], theirs: reached })
        if (wanted[at] !== reached) expect(told).toMatchObject({ base: before })
      }
      expect(await me.ok(getInterest, { params: { id } })).toMatchObject({ version: version + 1, stateId: reached })
    }
    expect(await eventsOf(id)).toEqual([1, 2, 3, 4])
  })

  test('of those who change the same field exactly one wins, and changes of other fields are all kept', async () => {
    const { id } = await create()
    const change = (fields: object) => () =>
      me.call(changeInterest, { params: { id }, body: { version: 1, ...fields } })
    const answers = await together(world, 'interest', id, [
      change({ content: 'первое' }),
      change({ content: 'второе' }),
      change({ tags: ['срочно'] }),
      change({ expectedRevenue: { amount: '100.00', currency: 'RUB' } }),
    ])
    expect(answers.map(each => each.status).sort()).toEqual([200, 200, 200, 409])
    const now = await me.ok(getInterest, { params: { id } })
    expect(now).toMatchObject({ version: 4, tags: ['срочно'], expectedRevenue: { amount: '100.00' } })
    expect(['первое', 'второе']).toContain(now.content)
    expect(await eventsOf(id)).toEqual([1, 2, 3, 4])
  })

  test('a new Interest is asked for what the scenario demands by the time it is there', async () => {
    const start = aState()
    const { id, name, states, won, lost } = aScenario([start])
    await boss.ok(createScenario, { body: { id, name, states } })
    const strict = { ...start, fields: [{ field: 'channel' as const, required: true, readOnly: false }] }
    const publish = () =>
      boss.call(changeScenario, { params: { id }, body: { version: 1, states: [strict, won, lost] } })
    const body = anInterest({ serviceTypeId, scenarioId: id })
    const make = () => me.call(createInterest, { body })
    const [published, made] = await together<{ status: number; problem: { code: string } }>(world, 'scenario', id, [
      publish,
      make,
    ])
    expect([published?.status, made?.status, made?.problem.code]).toEqual([200, 422, 'interest.move_refused'])
    expect((await me.call(getInterest, { params: { id: body.id } })).status).toBe(404)
    expect(await eventsOf(body.id)).toEqual([])
  })

  test('a link and new Interests of the same prospect do not miss each other', async () => {
    const { prospectId } = await create()
    const params = { id: prospectId ?? '' }
    const client = await me.ok(createClient, { body: aClient() })
    const link = () => me.ok(linkProspect, { params, body: { clientId: client.id } })
    const make = () => me.ok(createInterest, { body: anInterest({ serviceTypeId, prospectId: params.id }) })
    await together<unknown>(world, 'prospect', params.id, [make, link, make])
    const rows = await world.db.q
      .selectFrom('interest')
      .select('client_id')
      .where('prospect_id', '=', params.id)
      .execute()
    expect(rows.map(row => row.client_id)).toEqual([client.id, client.id, client.id])
    const counted = await world.db.q
      .selectFrom('client')
      .select('open_interests')
      .where('id', '=', client.id)
      .executeTakeFirstOrThrow()
    expect(counted.open_interests).toBe(3)
  })
})
