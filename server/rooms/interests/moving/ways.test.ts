import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import { createScenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import {
  changeInterestScenario,
  createInterest,
  getInterest,
  moveInterest,
  readInterestTimeline,
  tickItem,
} from '../contract.ts'
import { readBoard } from '../board/contract.ts'

/** The doors into a state against the rules that no field helps against, and against an open checklist. */
describe('the ways into a state', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })

  async function scenarioOf(states: ReturnType<typeof aState>[], checklist: object[] = []) {
    const { won, lost, ...body } = aScenario(states)
    await boss.ok(createScenario, { body: { ...body, checklist } })
    return { id: body.id, won, lost }
  }
  const created = (scenarioId: string, stateId?: string, who = me) =>
    who.call(createInterest, { body: anInterest({ serviceTypeId, scenarioId, ...(stateId ? { stateId } : {}) }) })
  const moved = (interest: { id: string; version: number }, stateId: string, who = me) =>
    who.call(moveInterest, { params: { id: interest.id }, body: { stateId, version: interest.version } })
  const rulesOf = (answer: { problem: { data: any } }) => answer.problem.data.missing.map((each: any) => each.rule)

  test('a state that names where one comes from is closed to every other door', async () => {
    const [first, second] = [aState({ name: 'Первое' }), aState({ name: 'Второе' })]
    const third = aState({ name: 'Третье', fromStates: [second.id] })
    const { id } = await scenarioOf([first, second, third])
    expect(rulesOf(await created(id, third.id))).toEqual(['from'])
    const interest = (await created(id)).body
    const told = interest.moves.find((each: { stateId: string }) => each.stateId === third.id)
    expect(told?.missing).toMatchObject([{ field: 'state', rule: 'from' }])
    const refused = await moved(interest, third.id, boss)
    expect(refused).toMatchObject({ status: 422, problem: { code: 'interest.move_refused' } })
    expect(rulesOf(refused)).toEqual(['from'])
    const other = await scenarioOf([aState()])
    const stranger = (await created(other.id)).body
    const body = { scenarioId: id, stateId: third.id, version: 1 }
    const changed = await me.call(changeInterestScenario, { params: { id: stranger.id }, body })
    expect(rulesOf(changed)).toEqual(['from'])
    const between = (await moved(interest, second.id)).body
    expect(between.moves.some((each: { stateId: string }) => each.stateId === third.id)).toBe(false)
    expect((await moved(between, third.id)).status).toBe(200)
  })

  test('who may bring in and take out is asked at every door, and told beside each state', async () => {
    const free = aState()
    const guarded = aState({ name: 'Под контролем', enterRoles: ['head'], leaveRoles: ['head'] })
    const { id } = await scenarioOf([free, guarded])
    expect(rulesOf(await created(id, guarded.id))).toEqual(['enter_role'])
    const interest = (await created(id)).body
    expect(rulesOf(await moved(interest, guarded.id))).toEqual(['enter_role'])
    const other = await scenarioOf([aState()])
    const stranger = (await created(other.id)).body
    const body = { scenarioId: id, stateId: guarded.id, version: 1 }
    expect(rulesOf(await me.call(changeInterestScenario, { params: { id: stranger.id }, body }))).toEqual([
      'enter_role',
    ])

    const inside = (await moved(interest, guarded.id, world.as('head'))).body
    expect(inside.stateId).toBe(guarded.id)
    const seen = await me.ok(getInterest, { params: { id: interest.id } })
    expect(seen.moves.map(each => each.missing.map(({ rule }) => rule))).toEqual([
      ['leave_role'],
      ['leave_role'],
      ['leave_role', 'loss_reason'],
    ])
    expect(rulesOf(await moved(inside, free.id))).toEqual(['leave_role'])
    const out = { scenarioId: other.id, version: inside.version }
    expect(rulesOf(await me.call(changeInterestScenario, { params: { id: inside.id }, body: out }))).toEqual([
      'leave_role',
    ])
    expect((await moved(inside, free.id, world.as('head'))).status).toBe(200)
  })

  describe('a checklist', () => {
    const items = [newId(), newId(), newId()]
    const [first, second] = [aState({ name: 'Первое', checklistBlocks: true }), aState({ name: 'Второе' })]
    const checklist = [
      { id: items[0], text: 'Позвонить', stateIds: [first.id, second.id] },
      { id: items[1], text: 'Уточнить адрес', stateIds: [first.id] },
      { id: items[2], text: 'Выслать договор', stateIds: [second.id] },
    ]
    let id = ''
    beforeAll(async () => {
      id = (await scenarioOf([first, second], checklist)).id
    })
    const tick = (interestId: string, itemId = '', done = true, who = me) =>
      who.call(tickItem, { params: { id: interestId, itemId }, body: { done } })

    test('that blocks keeps the Interest in its state at every door, and names what is open', async () => {
      const interest = (await created(id)).body
      expect(interest.checklist.map((item: any) => [item.text, item.doneAt])).toEqual([
        ['Позвонить', null],
        ['Уточнить адрес', null],
      ])
      const refused = await moved(interest, second.id)
      expect(refused.problem.data.missing).toEqual([
        {
          field: 'checklist',
          rule: 'checklist',
          message: 'Чек-лист состояния «Первое» не закрыт: «Позвонить», «Уточнить адрес»',
        },
      ])
      const other = await scenarioOf([aState()])
      const out = { scenarioId: other.id, version: 1 }
      expect(rulesOf(await me.call(changeInterestScenario, { params: { id: interest.id }, body: out }))).toEqual([
        'checklist',
      ])
      const { body: half } = await tick(interest.id, items[0])
      expect(half).toMatchObject({ version: 1, checklist: [{ doneBy: people.salesperson.id }, { doneAt: null }] })
      expect(half.moves[0]?.missing[0]?.message).toBe('Чек-лист состояния «Первое» не закрыт: «Уточнить адрес»')
      await tick(interest.id, items[1])
      expect((await moved(interest, second.id)).status).toBe(200)
    })

    test('keeps its ticks by state: an item of two states is done in each by itself', async () => {
      const interest = (await created(id)).body
      for (const item of items.slice(0, 2)) await tick(interest.id, item)
      const there = (await moved(interest, second.id)).body
      expect(there.checklist.map((item: any) => [item.text, item.doneAt === null])).toEqual([
        ['Позвонить', true],
        ['Выслать договор', true],
      ])
      const back = (await moved(there, first.id)).body
      expect(back.checklist.every((item: any) => item.doneAt !== null)).toBe(true)
      const again = (await tick(interest.id, items[0], false)).body
      expect(again.checklist[0]?.doneAt).toBeNull()
      const { items: history } = await me.ok(readInterestTimeline, { params: { id: interest.id } })
      expect(history.slice(0, 1)).toMatchObject([
        { kind: 'interest.item_reopened', changes: [{ field: 'item', to: 'Позвонить' }] },
      ])
    })

    test('has the items of the present state only, for those who may sell', async () => {
      const interest = (await created(id)).body
      expect((await tick(interest.id, items[2])).problem.code).toBe('interest.item_unknown')
      expect((await tick(interest.id, newId())).problem.code).toBe('interest.item_unknown')
      expect((await tick(interest.id, items[0], true, world.as('stranger'))).status).toBe(404)
      expect((await tick(interest.id, items[0], true, world.as(null))).status).toBe(401)
    })

    test('ticked by several at once loses no tick', async () => {
      const state = aState()
      const many = Array.from({ length: 8 }, () => newId())
      const scenario = await scenarioOf(
        [state],
        many.map(item => ({ id: item, text: item, stateIds: [state.id] })),
      )
      const interest = (await created(scenario.id)).body
      await Promise.all(many.map((item, at) => tick(interest.id, item, true, at % 2 === 0 ? me : boss)))
      const seen = await me.ok(getInterest, { params: { id: interest.id } })
      expect(seen.checklist.filter(item => item.doneAt === null)).toEqual([])
    })

    test('is told on the board beside each state that it keeps the card from', async () => {
      const interest = (await created(id)).body
      const board = await me.ok(readBoard, { query: { scenarioId: id, limit: 50 } })
      const card = board.columns.flatMap(column => column.items).find(each => each.id === interest.id)
      expect(board.moves[card?.moves ?? -1]?.map(each => each.missing[0]?.rule)).toEqual([
        'checklist',
        'checklist',
        'checklist',
      ])
    })
  })
})
