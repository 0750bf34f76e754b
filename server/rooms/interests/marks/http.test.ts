import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { listNotices } from '../../notices/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { readBoard } from '../board/contract.ts'
import { anInterest } from '../builders.ts'
import * as api from '../contract.ts'
import { addMember, removeMember } from '../members/contract.ts'
import { starInterest, watchInterest } from './contract.ts'

describe('the marks of one person', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const head = world.as('head')
  let serviceTypeId = ''
  let lossReasonId = ''
  let scenario: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    lossReasonId = (await me.ok(directories.loss_reason.list)).items[0]?.id ?? ''
    scenario = (await me.ok(listScenarios)).items[0] as Scenario
  })

  const at = (id: string) => ({ params: { id } })
  const make = (more: object = {}) => me.ok(api.createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const told = async (who: Name, id: string) =>
    (await world.as(who).ok(listNotices, { query: { limit: 200 } })).items.flatMap(each =>
      each.kind === 'interest.watched' && each.data.interest.id === id ? [each.data] : [],
    )

  test('a star is seen by whoever put it: on card, list and board, and leaves no trace for others', async () => {
    const [starred, plain] = [await make(), await make()]
    const before = await world.db.q.selectFrom('event').select('id').execute()
    for (let n = 0; n < 2; n++) {
      const answer = await me.ok(starInterest, { ...at(starred.id), body: { on: true } })
      expect(answer).toEqual({ starred: true, watched: false })
    }
    expect(await world.db.q.selectFrom('event').select('id').execute()).toEqual(before)
    for (const [reader, on] of [
      [me, true],
      [head, false],
    ] as const) {
      const card = await reader.ok(api.getInterest, at(starred.id))
      expect(card).toMatchObject({ starred: on, watched: false, version: 1 })
      const rows = (await reader.ok(api.listInterests)).items
      expect(rows.find(each => each.id === starred.id)?.starred).toBe(on)
      const { columns } = await reader.ok(readBoard, { query: { scenarioId: scenario.id } })
      const cards = columns.flatMap(each => each.items)
      expect(cards.find(each => each.id === starred.id)?.starred).toBe(on)
      expect(cards.find(each => each.id === plain.id)?.starred).toBe(false)
    }
  })

  test('the list and its sums are narrowed to what the reader starred, within the scope', async () => {
    const mine = await make({ expectedRevenue: { amount: '300', currency: 'RUB' } })
    const lent = await world.as('stranger').ok(api.createInterest, { body: anInterest({ serviceTypeId }) })
    await world.as('stranger').ok(addMember, { params: { id: lent.id, userId: people.head.id }, body: {} })
    for (const { id } of [mine, lent]) await head.ok(starInterest, { ...at(id), body: { on: true } })
    const query = { starred: 'true' }
    const ids = async () => (await head.ok(api.listInterests, { query })).items.map(each => each.id)
    expect(await ids()).toEqual([lent.id, mine.id])
    expect(await head.ok(api.summariseInterests, { query })).toMatchObject({ count: 2, sums: [{ amount: '300.00' }] })
    const boss = world.as('administrator')
    expect((await boss.ok(api.listInterests, { query })).items).toEqual([])
    await world.as('stranger').ok(removeMember, { params: { id: lent.id, userId: people.head.id } })
    expect(await ids()).toEqual([mine.id])
    await head.ok(starInterest, { ...at(mine.id), body: { on: false } })
    expect(await ids()).toEqual([])
  })

  test('who watches is told of what others did: moved, closed, reopened, handed over', async () => {
    const { id } = await make()
    for (const reader of [me, head]) await reader.ok(watchInterest, { ...at(id), body: { on: true } })
    const [, second] = scenario.states
    const lost = scenario.states.find(each => each.kind === 'lost')
    await me.ok(api.moveInterest, { ...at(id), body: { stateId: second?.id, version: 1 } })
    await me.ok(api.moveInterest, { ...at(id), body: { stateId: lost?.id, version: 2, lossReasonId } })
    await me.ok(api.moveInterest, { ...at(id), body: { stateId: second?.id, version: 3 } })
    await me.ok(api.changeInterest, { ...at(id), body: { version: 4, subject: 'Другая тема' } })
    await me.ok(api.changeInterest, { ...at(id), body: { version: 5, responsibleId: people.colleague.id } })
    expect((await told('head', id)).reverse()).toMatchObject([
      { what: 'moved', state: second?.name, outcome: null, by: { id: people.salesperson.id } },
      { what: 'closed', state: lost?.name, outcome: 'lost' },
      { what: 'reopened', state: second?.name },
      { what: 'handed_over', responsible: { id: people.colleague.id }, state: null },
    ])
    expect(await told('salesperson', id), 'not of the own acts').toEqual([])
  })

  test('who has stopped watching, or does not see the Interest any more, is told nothing', async () => {
    const { id } = await make()
    const stranger = world.as('stranger')
    await me.ok(addMember, { params: { id, userId: people.stranger.id }, body: {} })
    for (const reader of [head, stranger]) await reader.ok(watchInterest, { ...at(id), body: { on: true } })
    await head.ok(watchInterest, { ...at(id), body: { on: false } })
    await me.ok(removeMember, { params: { id, userId: people.stranger.id } })
    await me.ok(api.moveInterest, { ...at(id), body: { stateId: scenario.states[1]?.id, version: 1 } })
    for (const who of ['head', 'stranger'] as const) expect(await told(who, id)).toEqual([])
  })

  test('who is not signed in, does not see the Interest or says nothing is refused', async () => {
    const { id } = await make()
    for (const endpoint of [starInterest, watchInterest]) {
      const body = { on: true }
      expect((await world.as(null).call(endpoint, { ...at(id), body })).status).toBe(401)
      expect((await world.as('stranger').call(endpoint, { ...at(id), body })).status).toBe(404)
      expect((await me.call(endpoint, { ...at(newId()), body })).status).toBe(404)
      expect((await me.call(endpoint, { ...at(id), body: { on: 'yes' } })).status).toBe(422)
      expect((await me.call(endpoint, { ...at(id), body: {} })).status).toBe(422)
    }
  })
})
