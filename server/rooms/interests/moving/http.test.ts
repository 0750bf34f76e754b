import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient } from '../../clients/builders.ts'
import { createClient, getClient } from '../../clients/contract.ts'
import { putCalendarYear } from '../../company/calendar/contract.ts'
import { directories } from '../../company/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import {
  archiveScenario,
  changeScenario,
  createScenario,
  listScenarios,
  type Scenario,
} from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, changeInterestScenario, createInterest, getInterest, moveInterest } from '../contract.ts'

describe('moving an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let sale: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const create = (more: object = {}) => me.ok(createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const stateId = (place: number) => sale.states[place]?.id ?? ''

  test('of two who move the same version exactly one wins', async () => {
    const { id } = await create()
    const answers = await Promise.all(
      [1, 6, 1, 6].map(place =>
        me.call(moveInterest, { params: { id }, body: { stateId: stateId(place), version: 1, ...reasonFor(place) } }),
      ),
    )
    expect(answers.filter(each => each.status === 200)).toHaveLength(1)
    expect(answers.filter(each => each.status === 409 && each.problem.code === 'conflict')).toHaveLength(3)
    const { version, stateId: reached } = await me.ok(getInterest, { params: { id } })
    expect(version).toBe(2)
    const late = await me.call(moveInterest, { params: { id }, body: { stateId: stateId(2), version: 1 } })
    expect(late.problem.data.fields).toContainEqual({
      field: 'stateId',
      mine: stateId(2),
      theirs: reached,
      base: stateId(0),
    })
  })
  let lossReasonId = ''
  beforeAll(async () => {
    lossReasonId = (await me.ok(directories.loss_reason.list)).items[0]?.id ?? ''
  })
  const reasonFor = (place: number) => (place === 6 ? { lossReasonId } : {})

  test('a retry with the same key answers what the record is now and does nothing', async () => {
    const { id } = await create()
    const input = {
      params: { id },
      body: { stateId: stateId(1), version: 1 },
      headers: { 'idempotency-key': newId() },
    }
    const first = await me.ok(moveInterest, input)
    await me.ok(changeInterest, { params: { id }, body: { version: 2, tags: ['ждет'] } })
    expect(await me.ok(moveInterest, input)).toMatchObject({ version: 3, tags: ['ждет'], stateId: first.stateId })
  })

  test('the same request that comes twice at the same moment is done once, and both are told how it ended', async () => {
    for (let time = 0; time < 5; time++) {
      const { id } = await create()
      const key = newId()
      const move = (to: string) =>
        me.call(moveInterest, {
          params: { id },
          body: { stateId: to, version: 1 },
          headers: { 'idempotency-key': key },
        })
      const twins = await Promise.all(Array.from({ length: 4 }, () => move(stateId(1))))
      expect(twins.map(each => [each.status, each.body.version])).toEqual(Array.from({ length: 4 }, () => [200, 2]))
      expect((await move(stateId(2))).problem.code).toBe('operation.reused')
    }
  })

  test('the present state, another scenario’s state and an unknown one are refused', async () => {
    const { id } = await create()
    const other = aScenario()
    await boss.ok(createScenario, { body: { id: other.id, name: other.name, states: other.states } })
    const move = async (to: string) => {
      const { status, problem } = await me.call(moveInterest, { params: { id }, body: { stateId: to, version: 1 } })
      return [status, problem.code]
    }
    expect(await move(stateId(0))).toEqual([422, 'interest.already_in_state'])
    expect(await move(other.states[0]?.id ?? '')).toEqual([422, 'interest.state_unknown'])
    expect(await move(newId())).toEqual([422, 'interest.state_unknown'])
  })

  test('blanks do not fill the content that a state demands', async () => {
    const rule = { field: 'content' as const, required: true, readOnly: false }
    const { id, name, states } = aScenario()
    const asking = states.map((state, at) => (at === 1 ? { ...state, fields: [rule] } : state))
    await boss.ok(createScenario, { body: { id, name, states: asking } })
    const interest = await create({ scenarioId: id, content: undefined })
    const body = { stateId: states[1]?.id, version: 1, fields: { content: '  ' } }
    const { status, problem } = await me.call(moveInterest, { params: { id: interest.id }, body })
    expect([status, problem.data.missing.map((each: { field: string }) => each.field)]).toEqual([422, ['content']])
  })

  test('the date is counted anew on entry until somebody types one', async () => {
    const interest = await create()
    const params = { id: interest.id }
    const moved = await me.ok(moveInterest, { params, body: { stateId: stateId(1), version: 1 } })
    expect(moved.expectedCloseDate?.localeCompare(interest.expectedCloseDate ?? '')).toBeLessThanOrEqual(0)
    const typed = await me.ok(changeInterest, { params, body: { version: 2, expectedCloseDate: '2030-01-15' } })
    expect(typed.closeDateMode).toBe('manual')
    const back = await me.ok(moveInterest, { params, body: { stateId: stateId(0), version: 3 } })
    expect(back.expectedCloseDate).toBe('2030-01-15')
    const auto = await me.ok(changeInterest, { params, body: { version: 4, closeDateMode: 'auto' } })
    expect(auto).toMatchObject({ closeDateMode: 'auto', expectedCloseDate: interest.expectedCloseDate })
  })

  test('a day off of the company moves the date of the next move and of the next Interest', async () => {
    const interest = await create()
    const date = interest.expectedCloseDate ?? ''
    const marks = { daysOff: [date.slice(5)], workingDays: [], shortened: [] }
    const input = { params: { year: Number(date.slice(0, 4)) }, body: { layer: 'company', version: 0, marks } }
    await boss.ok(putCalendarYear, input)
    const later = await create()
    expect(later.expectedCloseDate?.localeCompare(date)).toBe(1)
    const params = { id: interest.id }
    await me.ok(moveInterest, { params, body: { stateId: stateId(1), version: 1 } })
    const back = await me.ok(moveInterest, { params, body: { stateId: stateId(0), version: 2 } })
    expect(back.expectedCloseDate).toBe(later.expectedCloseDate)
    await boss.ok(putCalendarYear, { ...input, body: { layer: 'company', version: 1 } })
    const auto = await me.ok(changeInterest, { params, body: { version: 3, closeDateMode: 'auto' } })
    expect(auto.expectedCloseDate).toBe(date)
  })

  test('closing and reopening count the unfinished Interests of the client', async () => {
    const client = await me.ok(createClient, { body: aClient() })
    const interest = await create({ clientId: client.id })
    const params = { id: interest.id }
    const count = async () => {
      const row = await world.db.q
        .selectFrom('client')
        .select('open_interests')
        .where('id', '=', client.id)
        .executeTakeFirst()
      return row?.open_interests
    }
    expect(await count()).toBe(1)
    const won = await me.ok(moveInterest, { params, body: { stateId: stateId(5), version: 1, comment: 'Подписали' } })
    expect(won.closedAt).not.toBeNull()
    expect(await count()).toBe(0)
    await me.ok(moveInterest, { params, body: { stateId: stateId(2), version: 2 } })
    expect(await count()).toBe(1)
    expect((await me.ok(getClient, { params: { id: client.id } })).version).toBe(client.version)
  })

  test('a reason of loss belongs to a lost state only, and an unknown one is refused at its place', async () => {
    const { id } = await create()
    const params = { id }
    const early = await me.call(moveInterest, { params, body: { stateId: stateId(1), version: 1, lossReasonId } })
    expect(early.problem.data.errors).toMatchObject([{ path: 'lossReasonId', code: 'not_lost' }])
    const body = { stateId: stateId(6), version: 1, lossReasonId: serviceTypeId, fields: { channelId: newId() } }
    const wrong = await me.call(moveInterest, { params, body })
    expect(wrong.problem.data.errors).toMatchObject([{ path: 'lossReasonId' }, { path: 'fields.channelId' }])
  })

  test('a field that the state only shows is refused to a patch and to a move, unless the next state demands it', async () => {
    const locked = aState({ readOnly: ['expectedRevenue', 'content'] })
    const strict = aState({ required: ['expectedRevenue'] })
    const { id: scenarioId, name, states } = aScenario([locked, strict])
    await boss.ok(createScenario, { body: { id: scenarioId, name, states } })
    const { id } = await create({ scenarioId })
    const params = { id }
    const patched = await me.call(changeInterest, { params, body: { version: 1, content: 'Другое' } })
    expect(patched.problem).toMatchObject({ code: 'interest.field_read_only', data: { fields: ['content'] } })
    const body = { stateId: strict.id, version: 1 }
    const expectedRevenue = { amount: '1', currency: 'RUB' }
    const refused = await me.call(moveInterest, {
      params,
      body: { ...body, fields: { expectedRevenue, content: 'x' } },
    })
    expect(refused.problem).toMatchObject({ code: 'interest.field_read_only', data: { fields: ['content'] } })
    const moved = await me.ok(moveInterest, { params, body: { ...body, fields: { expectedRevenue } } })
    expect(moved.expectedRevenue).toEqual({ amount: '1.00', currency: 'RUB' })
  })

  test('a publication and a move into the removed state do not miss each other', async () => {
    for (let round = 0; round < 4; round++) {
      const removed = aState()
      const start = aState()
      const scenario = aScenario([start, removed])
      await boss.ok(createScenario, { body: { id: scenario.id, name: scenario.name, states: scenario.states } })
      const { id } = await create({ scenarioId: scenario.id })
      const states = [start, scenario.won, scenario.lost]
      const [published, moved] = await Promise.all([
        boss.call(changeScenario, { params: { id: scenario.id }, body: { version: 1, states } }),
        me.call(moveInterest, { params: { id }, body: { stateId: removed.id, version: 1 } }),
      ])
      const standing = await me.ok(getInterest, { params: { id } })
      const known = published.status === 200 ? states : scenario.states
      expect(known.map(each => each.id)).toContain(standing.stateId)
      expect([published.status, moved.status].filter(status => status === 200)).toHaveLength(1)
    }
  })

  test('a scenario with unfinished Interests stays in use', async () => {
    const { id, name, states, won } = aScenario()
    await boss.ok(createScenario, { body: { id, name, states } })
    const interest = await create({ scenarioId: id })
    const refused = await boss.call(archiveScenario, { params: { id } })
    expect(refused.problem).toMatchObject({ status: 409, code: 'scenario.in_use', data: { interests: 1 } })
    await me.ok(moveInterest, { params: { id: interest.id }, body: { stateId: won.id, version: 1 } })
    await boss.ok(archiveScenario, { params: { id } })
    const { problem } = await me.call(createInterest, { body: anInterest({ serviceTypeId, scenarioId: id }) })
    expect(problem.data.errors).toMatchObject([{ path: 'scenarioId' }])
  })

  test('strangers are told nothing: 401 without a session, 404 out of scope', async () => {
    const { id } = await create({ responsibleId: people.salesperson.id })
    const params = { id }
    const body = { stateId: stateId(1), version: 1 }
    const scenario = { scenarioId: sale.id, version: 1 }
    for (const [who, status] of [
      [null, 401],
      ['stranger', 404],
    ] as const) {
      const client = world.as(who)
      expect((await client.call(getInterest, { params })).status).toBe(status)
      expect((await client.call(moveInterest, { params, body })).status).toBe(status)
      expect((await client.call(changeInterestScenario, { params, body: scenario })).status).toBe(status)
      expect((await client.call(changeInterest, { params, body: { version: 1 } })).status).toBe(status)
    }
    expect((await world.as('head').ok(getInterest, { params })).id).toBe(id)
  })
})
