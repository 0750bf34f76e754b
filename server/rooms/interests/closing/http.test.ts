import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import { createScenario, listScenarios } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import * as api from '../contract.ts'
import { confirmLoss, listClosings } from './contract.ts'

describe('closing an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const head = world.as('head')
  const first = aState({ name: 'Запрос' })
  const demanding = aState({ name: 'Договор', required: ['expectedRevenue'] })
  const scenario = aScenario([first, demanding])
  const lost = { ...scenario.lost, confirmsLoss: true }
  let serviceTypeId = ''
  let lossReasonId = ''

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    lossReasonId = (await me.ok(directories.loss_reason.list)).items[0]?.id ?? ''
    const { id, name, states } = scenario
    const body = { id, name, states: states.map(each => (each.id === lost.id ? lost : each)) }
    await world.as('administrator').ok(createScenario, { body })
  })

  const at = (id: string) => ({ params: { id } })
  const make = (who: Name = 'salesperson', more: object = {}) =>
    world.as(who).ok(api.createInterest, {
      body: anInterest({ serviceTypeId, scenarioId: scenario.id, stateId: first.id, ...more }),
    })
  const lose = (id: string, version: number, who: Name = 'salesperson', more: object = {}) =>
    world.as(who).ok(api.moveInterest, { ...at(id), body: { stateId: lost.id, version, lossReasonId, ...more } })
  const told = async <Kind extends Notice['kind']>(who: Name, kind: Kind, id: string) =>
    (await world.as(who).ok(listNotices, { query: { limit: 200 } })).items.filter(
      (each): each is Extract<Notice, { kind: Kind }> =>
        each.kind === kind && (each.data as { interest: { id: string } }).interest.id === id,
    )

  test('a loss of a salesperson closes the Interest and waits for the head, who confirms it', async () => {
    const { id } = await make()
    const said = { comment: 'Дорого', competitor: 'Северный поток' }
    const closed = await lose(id, 1, 'salesperson', said)
    expect(closed).toMatchObject({
      open: false,
      version: 2,
      awaited: [{ id: people.head.id }],
      lossCompetitor: said.competitor,
      closings: 1,
      can: { confirmLoss: false },
    })
    const rows = (await me.ok(api.listInterests, { query: { stateId: lost.id } })).items
    expect(rows.find(each => each.id === id)?.awaited).toMatchObject([{ name: people.head.name }])
    expect(await told('head', 'interest.loss_awaits', id)).toMatchObject([
      { outcome: null, data: { ...said, lossReasonId, by: { id: people.salesperson.id } } },
    ])
    expect(await told('administrator', 'interest.loss_awaits', id)).toEqual([])
    expect((await head.ok(api.getInterest, at(id))).can['confirmLoss']).toBe(true)
    expect((await me.call(confirmLoss, at(id))).status).toBe(403)

    for (let n = 0; n < 2; n++) {
      expect(await head.ok(confirmLoss, at(id))).toMatchObject({ awaited: [], version: 2, can: { confirmLoss: false } })
    }
    expect(await told('head', 'interest.loss_awaits', id)).toMatchObject([{ outcome: 'confirmed' }])
    expect(await told('salesperson', 'interest.loss_decided', id)).toMatchObject([
      { data: { state: null, by: { id: people.head.id } } },
    ])
    const { items } = await me.ok(listClosings, at(id))
    expect(items).toMatchObject([{ ...said, awaited: true, confirmedBy: { id: people.head.id }, reopenedAt: null }])
  })

  test('a head returns the Interest through the guards of the state, and the history keeps both closings', async () => {
    const { id } = await make()
    await lose(id, 1)
    const back = { stateId: demanding.id, version: 2 }
    const refused = await head.call(api.moveInterest, { ...at(id), body: back })
    expect([refused.status, refused.problem.code]).toEqual([422, 'interest.move_refused'])
    expect(await told('head', 'interest.loss_awaits', id)).toMatchObject([{ outcome: null }])
    const fields = { expectedRevenue: { amount: '10', currency: 'RUB' } }
    const returned = await head.ok(api.moveInterest, { ...at(id), body: { ...back, fields } })
    expect(returned).toMatchObject({ open: true, awaited: [], lossCompetitor: null, closings: 1 })
    expect(await told('head', 'interest.loss_awaits', id)).toMatchObject([{ outcome: 'returned' }])
    expect(await told('salesperson', 'interest.loss_decided', id)).toMatchObject([{ data: { state: demanding.name } }])
    expect((await head.call(confirmLoss, at(id))).problem.code).toBe('interest.not_awaiting')

    await lose(id, 3, 'head')
    const { items } = await me.ok(listClosings, at(id))
    expect(items).toMatchObject([
      { awaited: false, confirmedAt: null, reopenedAt: null, closedBy: { id: people.head.id } },
      { awaited: true, confirmedAt: null, reopenedBy: { id: people.head.id }, closedBy: { id: people.salesperson.id } },
    ])
  })

  test('heads and administrators need no confirmation, nor does a state that does not ask for it', async () => {
    for (const who of ['head', 'administrator'] as const) {
      const { id } = await make(who)
      expect((await lose(id, 1, who)).awaited).toEqual([])
      expect((await head.call(confirmLoss, at(id))).problem.code).toBe('interest.not_awaiting')
    }
    const { id } = await make()
    expect(
      (await me.ok(api.moveInterest, { ...at(id), body: { stateId: scenario.won.id, version: 1 } })).awaited,
    ).toEqual([])
    const shipped = (await me.ok(listScenarios)).items.find(each => each.id !== scenario.id)
    const stateId = shipped?.states.find(each => each.kind === 'lost')?.id
    const made = await make('salesperson', { scenarioId: shipped?.id, stateId, lossReasonId })
    expect(made).toMatchObject({ open: false, awaited: [] })
  })

  test('every door into the lost state waits: creation and another scenario too', async () => {
    const created = await make('salesperson', { stateId: lost.id, lossReasonId, competitor: 'Полюс' })
    expect(created).toMatchObject({ awaited: [{ id: people.head.id }], lossCompetitor: 'Полюс' })
    expect(await told('head', 'interest.loss_awaits', created.id)).toHaveLength(1)
    const shipped = (await me.ok(listScenarios)).items.find(each => each.id !== scenario.id)
    const other = await make('salesperson', { scenarioId: shipped?.id, stateId: shipped?.states[0]?.id })
    const moved = { scenarioId: scenario.id, stateId: lost.id, version: 1 }
    const answer = await me.call(api.changeInterestScenario, { ...at(other.id), body: moved })
    // That door takes no loss reason: the state refuses.
    expect(answer.problem.code).toBe('interest.move_refused')
  })

  test('without a head above the responsible the administrators are asked', async () => {
    const { id } = await make('stranger')
    await lose(id, 1, 'stranger')
    expect(await told('administrator', 'interest.loss_awaits', id)).toHaveLength(1)
    expect(await told('head', 'interest.loss_awaits', id)).toEqual([])
  })

  test('a competitor belongs to a loss, and is short', async () => {
    const { id } = await make()
    const move = (body: object) => me.call(api.moveInterest, { ...at(id), body: { version: 1, ...body } })
    const early = await move({ stateId: scenario.won.id, competitor: 'Полюс' })
    expect(early.problem.data.errors).toMatchObject([{ path: 'competitor', code: 'not_lost' }])
    const long = await move({ stateId: lost.id, lossReasonId, competitor: 'я'.repeat(201) })
    expect(long.problem.data.errors).toMatchObject([{ path: 'competitor' }])
  })

  test('who is not signed in or does not see the Interest is refused', async () => {
    const { id } = await make()
    await lose(id, 1)
    for (const endpoint of [confirmLoss, listClosings] as const) {
      expect((await world.as(null).call(endpoint, at(id))).status).toBe(401)
      expect((await world.as('stranger').call(endpoint, at(id))).status).toBe(404)
      expect((await head.call(endpoint, at(newId()))).status).toBe(404)
    }
  })
})
