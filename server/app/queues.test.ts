import { beforeAll, describe, expect, test } from 'vitest'
import { cancelAbsence, enterAbsence } from '../rooms/access/absences/contract.ts'
import { planActivity } from '../rooms/activities/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { readBoard, readBoardColumn } from '../rooms/interests/board/contract.ts'
import * as api from '../rooms/interests/contract.ts'
import { addMember } from '../rooms/interests/members/contract.ts'
import { listNotices } from '../rooms/notices/contract.ts'
import { search } from '../rooms/registration/contract.ts'
import { aScenario, aState } from '../rooms/scenarios/builders.ts'
import { changeScenario, createScenario, getScenario } from '../rooms/scenarios/contract.ts'
import { newId } from '../platform/pure/ids.ts'
import { aWorld, type Name, people } from './testing.ts'

/** A state that is addressed to a role: everybody of it sees what stands there through every door, and may take it. */
describe('the queue of a role', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const other = world.as('stranger')
  const boss = world.as('administrator')
  let serviceTypeId = ''

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })

  /** Plain, then the queue, then plain again. */
  async function aQueue(role: 'head' | 'salesperson' = 'salesperson') {
    const begin = aState({ name: 'Начало' })
    const queue = aState({ name: 'Очередь', queueRole: role })
    const after = aState({ name: 'Дальше' })
    const { won, lost, ...body } = aScenario([begin, queue, after])
    await boss.ok(createScenario, { body })
    return { id: body.id, begin, queue, after, won, lost, states: body.states }
  }
  type Queue = Awaited<ReturnType<typeof aQueue>>
  const at = (id: string) => ({ params: { id } })
  const make = ({ id }: Queue, more: object = {}) =>
    me.ok(api.createInterest, {
      body: anInterest({ serviceTypeId, scenarioId: id, content: `Пресс ${newId().slice(-9)}`, ...more }),
    })
  const queued = async (of: Queue, more: object = {}) => {
    const made = await make(of, more)
    return me.ok(api.moveInterest, { ...at(made.id), body: { stateId: of.queue.id, version: made.version } })
  }

  async function doors(who: Name, interest: api.Interest) {
    const reader = world.as(who)
    const count = (items: readonly { id?: string | null }[]) => items.filter(item => item.id === interest.id).length
    const filter = { scenarioId: interest.scenarioId }
    const { columns } = await reader.ok(readBoard, { query: { ...filter, limit: 50 } })
    const column = columns.find(each => each.stateId === interest.stateId)
    const cards = await reader.ok(readBoardColumn, { query: { ...filter, stateId: interest.stateId, limit: 200 } })
    const found = async (q: string) => count((await reader.ok(search, { query: { q } })).items)
    const list = async (query: object) => count((await reader.ok(api.listInterests, { query })).items)
    return {
      card: (await reader.call(api.getInterest, at(interest.id))).status === 200 ? 1 : 0,
      history: (await reader.call(api.readInterestTimeline, at(interest.id))).status === 200 ? 1 : 0,
      list: await list({ limit: 200 }),
      byState: await list({ stateId: interest.stateId, limit: 200 }),
      ofResponsible: await list({ responsibleId: interest.responsible?.id, limit: 200 }),
      board: count(column?.items ?? []),
      counted: column?.count ?? 0,
      column: count(cards.items),
      number: await found(interest.number),
      subject: await found(interest.subject),
      sum: (await reader.ok(api.summariseInterests, { query: filter })).count,
    }
  }
  const all = (value: number) => ({
    card: value,
    history: value,
    list: value,
    byState: value,
    ofResponsible: value,
    board: value,
    counted: value,
    column: value,
    number: value,
    subject: value,
    sum: value,
  })

  test('everybody of the role sees what stands there through every door, once, and only while it stands there', async () => {
    const scenario = await aQueue()
    const begun = await make(scenario)
    expect(await doors('stranger', begun)).toEqual(all(0))
    const waiting = await me.ok(api.moveInterest, { ...at(begun.id), body: { stateId: scenario.queue.id, version: 1 } })
    expect(await doors('stranger', waiting)).toEqual(all(1))
    expect(await doors('salesperson', waiting)).toEqual(all(1))
    // Whoever is a co-executor too, or leads people of the role, sees it once as well.
    await me.ok(addMember, { params: { id: begun.id, userId: people.stranger.id }, body: {} })
    expect(await doors('stranger', waiting)).toEqual(all(1))
    expect(await doors('head', waiting)).toEqual(all(1))
    const { items } = await other.ok(api.listInterests, { query: { scenarioId: scenario.id } })
    expect(items).toMatchObject([{ id: begun.id, queued: true, can: { edit: true, move: true } }])
    expect((await me.ok(api.getInterest, at(begun.id))).queued).toBe(false)
  })

  test('what is addressed to heads is seen by no salesperson but its responsible', async () => {
    const scenario = await aQueue('head')
    const waiting = await other.ok(api.createInterest, {
      body: anInterest({ serviceTypeId, scenarioId: scenario.id, stateId: scenario.queue.id }),
    })
    expect(await doors('salesperson', waiting)).toEqual(all(0))
    expect(await doors('head', waiting)).toEqual(all(1))
  })

  test('one of the role takes it in one go: of several who take it at once one wins, the others are told', async () => {
    const scenario = await aQueue()
    const { id, version } = await queued(scenario)
    const take = (who: Name) =>
      world.as(who).call(api.changeInterest, { ...at(id), body: { version, responsibleId: people[who].id } })
    const answers = await Promise.all([take('stranger'), take('colleague')])
    expect(answers.map(each => each.status).sort()).toEqual([200, 409])
    const card = await boss.ok(api.getInterest, at(id))
    expect([people.stranger.id, people.colleague.id]).toContain(card.responsible?.id)
    expect(card).toMatchObject({ version: version + 1, members: [{ user: { id: people.salesperson.id } }] })
    const { items } = await boss.ok(api.readInterestTimeline, at(id))
    expect(items.filter(each => each.kind === 'interest.changed')).toHaveLength(1)
  })

  test('one of the role works with it where it stands, and moves it as far as the ways are open', async () => {
    const scenario = await aQueue()
    const { id, version } = await queued(scenario)
    await other.ok(api.addNote, { ...at(id), body: { id: newId(), body: 'Перезвонить' } })
    await other.ok(planActivity, { body: { id: newId(), kind: 'task', subject: 'Смета', interestId: id } })
    const moved = await other.ok(api.moveInterest, { ...at(id), body: { stateId: scenario.after.id, version } })
    expect(moved.stateId).toBe(scenario.after.id)
    expect((await other.call(api.getInterest, at(id))).status).toBe(404)
    expect(
      (await other.call(api.moveInterest, { ...at(id), body: { stateId: scenario.queue.id, version: 3 } })).status,
    ).toBe(404)
  })

  test('publishing opens what stands in a state to the role, and closes it, with the next request', async () => {
    const scenario = await aQueue()
    const waiting = await queued(scenario)
    expect(await doors('stranger', waiting)).toEqual(all(1))
    const publish = async (queueRole: 'head' | null) => {
      const { version } = await boss.ok(getScenario, at(scenario.id))
      const states = scenario.states.map(each => (each.id === scenario.queue.id ? { ...each, queueRole } : each))
      return boss.ok(changeScenario, { ...at(scenario.id), body: { version, states } })
    }
    await publish(null)
    expect(await doors('stranger', waiting)).toEqual(all(0))
    const { states } = await publish('head')
    expect(states.map(each => each.queueRole)).toEqual([null, 'head', null, null, null])
    expect((await world.as('head').ok(api.getInterest, at(waiting.id))).queued).toBe(true)
  })

  test('an outcome is addressed to nobody', async () => {
    const { won, ...scenario } = aScenario([aState()])
    const states = scenario.states.map(each =>
      each.id === won.id ? { ...each, queueRole: 'salesperson' as const } : each,
    )
    const made = await boss.ok(createScenario, { body: { id: scenario.id, name: scenario.name, states } })
    expect(made.states.map(each => each.queueRole)).toEqual([null, null, null])
  })

  test('its people are told of what comes in: once in a while, and not who brought it', async () => {
    const scenario = await aQueue()
    const [first] = [await queued(scenario), await queued(scenario)]
    const told = async (who: Name) =>
      (await world.as(who).ok(listNotices, { query: { limit: 100 } })).items.flatMap(each =>
        each.kind === 'interest.queued' && each.data.state === 'Очередь' ? [each.data.interest.id] : [],
      )
    expect((await told('stranger')).filter(id => id === first?.id)).toHaveLength(1)
    expect(await told('salesperson')).toEqual([])
    expect(await told('administrator')).toEqual([])
  })

  test('whoever stands in for one of the role changes what waits there, though the own reach only looks at everything', async () => {
    const scenario = await aQueue()
    const made = await other.ok(api.createInterest, {
      body: anInterest({ serviceTypeId, scenarioId: scenario.id, stateId: scenario.queue.id }),
    })
    await world.db.q.updateTable('app_user').set({ role: 'marketer' }).where('id', '=', people.colleague.id).execute()
    const standIn = world.as('colleague')
    const enter = (userId: string) => {
      const moments = { startsAt: new Date(Date.now() - 60_000), endsAt: new Date(Date.now() + 3_600_000) }
      const substitutes = [{ userId: people.colleague.id }]
      return boss.ok(enterAbsence, {
        body: { id: newId(), userId, kind: 'trip', ...moments, work: true, rights: true, substitutes },
      })
    }
    const change = (version: number, subject: string) =>
      standIn.call(api.changeInterest, { ...at(made.id), body: { version, subject } })
    expect((await standIn.ok(api.getInterest, at(made.id))).can.edit).toBe(false)
    expect((await change(1, 'Нельзя')).status).toBe(403)
    const { id, version } = await enter(people.salesperson.id)
    expect((await standIn.ok(api.getInterest, at(made.id))).can.edit).toBe(true)
    expect((await change(1, 'Взял')).status).toBe(200)
    const { items } = await boss.ok(api.readInterestTimeline, at(made.id))
    expect(items.find(each => each.kind === 'interest.changed')?.onBehalfOf?.id).toBe(people.salesperson.id)
    await boss.ok(cancelAbsence, { ...at(id), body: { version } })
    expect((await change(2, 'Поздно')).status).toBe(403)
  })
})
