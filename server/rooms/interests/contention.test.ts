import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld } from '../../app/testing.ts'
import { aClient } from '../clients/builders.ts'
import { createClient, linkProspect } from '../clients/contract.ts'
import { directories } from '../company/contract.ts'
import { listScenarios, type Scenario } from '../scenarios/contract.ts'
import { anInterest } from './builders.ts'
import { changeInterest, createInterest, getInterest, moveInterest } from './contract.ts'

/** Chance does not bring people together on a slow machine: here somebody holds the door until all of them stand at it. */
describe('people at one Interest at the same moment', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''
  let sale: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const create = () => me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
  const stateId = (place: number) => sale.states[place]?.id ?? ''

  /** Starts all of them while the row is held, and lets it go when each of them waits. */
  async function together<T>(table: 'interest' | 'prospect', id: string, starts: readonly (() => Promise<T>)[]) {
    let answers: Promise<T>[] = []
    await world.db.transaction(async tx => {
      await tx.q.selectFrom(table).select('id').where('id', '=', id).forUpdate().execute()
      answers = starts.map(start => start())
      for (let waiting = 0; waiting < starts.length; ) {
        const { rows } = await world.db.pool.query(
          `select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        )
        waiting = rows[0].waiting
      }
    })
    return Promise.all(answers)
  }

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
    const answers = await together('interest', id, [move, move, move, move])
    expect(answers.map(each => each.status).sort()).toEqual([200, 409, 409, 409])
    expect((await me.ok(getInterest, { params: { id } })).version).toBe(2)
    expect(await eventsOf(id)).toEqual([1, 2])
  })

  test('of those who change the same field exactly one wins, and changes of other fields are all kept', async () => {
    const { id } = await create()
    const change = (fields: object) => () =>
      me.call(changeInterest, { params: { id }, body: { version: 1, ...fields } })
    const answers = await together('interest', id, [
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

  test('a link and new Interests of the same prospect do not miss each other', async () => {
    const { prospectId } = await create()
    const params = { id: prospectId ?? '' }
    const client = await me.ok(createClient, { body: aClient() })
    const link = () => me.ok(linkProspect, { params, body: { clientId: client.id } })
    const make = () => me.ok(createInterest, { body: anInterest({ serviceTypeId, prospectId: params.id }) })
    await together<unknown>('prospect', params.id, [make, link, make])
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
