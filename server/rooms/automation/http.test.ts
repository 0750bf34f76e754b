import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { completeActivity, listActivities, planActivity } from '../activities/contract.ts'
import { directories } from '../company/contract.ts'
import { anInterest } from '../interests/builders.ts'
import {
  changeInterest,
  createInterest,
  getInterest,
  type Interest,
  moveInterest,
  readInterestTimeline,
} from '../interests/contract.ts'
import { listNotices } from '../notices/contract.ts'
import { aScenario, aState, aTrigger } from '../scenarios/builders.ts'
import { changeScenario, createScenario, getScenario } from '../scenarios/contract.ts'
import { pauseTrigger, resumeTrigger, type Trigger } from '../scenarios/triggers/contract.ts'
import { listTriggerRuns, retryTriggerRun, type TriggerRun } from './contract.ts'
import { adoptTriggers, runTriggers } from './jobs.ts'

/** A Wednesday noon where the company is. */
const NOON = new Date('2026-10-07T07:00:00Z')
const HOUR = 3_600_000

describe('triggers', async () => {
  let now = NOON
  const world = await aWorld({ now: () => now })
  // The queues are there; what they would do is done by hand, when the clock says so.
  const queues = [runTriggers(world.platform), adoptTriggers(world.platform)].map(each => each.queue)
  await world.platform.jobs.open(queues.map(queue => ({ queue, handle: async () => {} })))
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  let serviceTypeId = ''

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })
  beforeEach(() => {
    now = NOON
  })

  const run = () => runTriggers(world.platform).handle({})
  const runsOf = async (query: object): Promise<TriggerRun[]> => (await boss.ok(listTriggerRuns, { query })).items
  const read = (id: string) => me.ok(getInterest, { params: { id } })
  const moveTo = (interest: Interest, stateId: string, more: object = {}) =>
    me.ok(moveInterest, { params: { id: interest.id }, body: { version: interest.version, stateId, ...more } })
  const stepsOf = async (interestId: string) => (await me.ok(listActivities, { query: { interestId } })).items

  /** A scenario whose second state has these triggers, and an Interest that stands in the first. */
  async function aWay(triggers: Trigger[], more: Parameters<typeof aState>[0] = {}, interest: object = {}) {
    const [first, second] = [aState({ name: 'Первое' }), aState({ name: 'Второе', ...more, triggers })]
    const { won, lost, ...scenario } = aScenario([first, second])
    await boss.ok(createScenario, { body: scenario })
    const registered = await me.ok(createInterest, {
      body: anInterest({ serviceTypeId, scenarioId: scenario.id, ...interest }),
    })
    return { scenario, first, second, won, lost, interest: registered }
  }

  describe('on entry', () => {
    test('a plan and a task are made in the same transaction, for whom and when the trigger says, and stand in the journal', async () => {
      const head = aTrigger({
        action: {
          does: 'task',
          subject: 'Проверить',
          content: null,
          inDays: 2,
          time: null,
          assignee: { who: 'head' },
        },
      })
      const call = aTrigger({
        action: {
          does: 'plan',
          interactionKindId: null,
          subject: 'Уточнение интереса',
          content: 'Подробно',
          inDays: 0,
          time: '15:30',
          assignee: { who: 'responsible' },
        },
      })
      const { interest, second } = await aWay([head, call])
      const moved = await moveTo(interest, second.id)
      expect(moved.nextStep).toMatchObject({ subject: 'Уточнение интереса', dueAt: '2026-10-07T10:30:00.000Z' })
      const steps = await stepsOf(interest.id)
      expect(steps.map(each => [each.subject, each.assignee.id, each.dueDay]).sort()).toEqual([
        ['Проверить', people.head.id, '2026-10-09'],
        ['Уточнение интереса', people.salesperson.id, null],
      ])
      const runs = await runsOf({ interestId: interest.id })
      expect(runs.map(each => [each.status, each.cause.by?.id, each.trigger.id]).sort()).toEqual(
        [head.id, call.id].map(id => ['done', people.salesperson.id, id]).sort(),
      )
      expect(runs.map(each => each.result.activityId).sort()).toEqual(steps.map(each => each.id).sort())
      const { items } = await me.ok(readInterestTimeline, { params: { id: interest.id } })
      const planned = items.filter(each => each.kind === 'interest.step_planned')
      expect(planned.map(each => each.through?.id).sort()).toEqual([head.id, call.id].sort())
    })

    test('what a trigger plans satisfies what the state demands, beforehand and in the move; paused it does not', async () => {
      const trigger = aTrigger()
      const { interest, second, scenario } = await aWay([trigger], { planningRule: 'task' })
      expect((await read(interest.id)).moves).not.toContainEqual(expect.objectContaining({ stateId: second.id }))
      await boss.ok(pauseTrigger, { params: { id: scenario.id, triggerId: trigger.id } })
      expect((await read(interest.id)).moves).toContainEqual(
        expect.objectContaining({ stateId: second.id, missing: [expect.objectContaining({ rule: 'plan' })] }),
      )
      const refused = await me.call(moveInterest, {
        params: { id: interest.id },
        body: { version: interest.version, stateId: second.id },
      })
      expect(refused.problem.code).toBe('interest.move_refused')
      await boss.ok(resumeTrigger, { params: { id: scenario.id, triggerId: trigger.id } })
      expect((await moveTo(interest, second.id)).nextStep).toMatchObject({ subject: 'Перезвонить' })
    })

    test('conditions narrow whom it concerns', async () => {
      const rich = aTrigger({
        conditions: [{ is: 'between', field: 'expectedRevenue', from: '1000', to: null, currency: 'RUB' }],
      })
      const { interest, second } = await aWay([rich])
      expect((await moveTo(interest, second.id)).nextStep).toBeNull()
      const { interest: other, second: there } = await aWay([{ ...rich, id: newId() }])
      const moved = await moveTo(other, there.id, { fields: { expectedRevenue: { amount: '1000', currency: 'RUB' } } })
      expect(moved.nextStep).not.toBeNull()
    })

    test('a new Interest enters its first state as well', async () => {
      const state = aState({ triggers: [aTrigger()], planningRule: 'either' })
      const { won: _, lost: __, ...scenario } = aScenario([state])
      await boss.ok(createScenario, { body: scenario })
      const made = await me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id }) })
      expect(made.nextStep).toMatchObject({ subject: 'Перезвонить', assigneeId: people.salesperson.id })
    })

    test('a guard refuses the way in and out with its words, on the card beforehand and in the move; other things that are missing are named with it', async () => {
      const noIn = aTrigger({
        conditions: [{ is: 'empty', field: 'content' }],
        action: { does: 'forbid', message: 'Сначала опишите запрос' },
      })
      const noOut = aTrigger({
        event: { on: 'leaving' },
        conditions: [{ is: 'empty', field: 'expectedRevenue' }],
        action: { does: 'forbid', message: 'Без суммы дальше нельзя' },
      })
      const { interest, second, won } = await aWay([noIn, noOut], { required: ['channel'] }, { content: undefined })
      const messages = (missing: { message: string }[] | undefined) => missing?.map(each => each.message)
      const asked = (await read(interest.id)).moves.find(each => each.stateId === second.id)?.missing
      expect(messages(asked)).toEqual([expect.stringContaining('Канал'), 'Сначала опишите запрос'])
      const refused = await me.call(moveInterest, {
        params: { id: interest.id },
        body: { version: interest.version, stateId: second.id },
      })
      expect(refused.problem.data.missing).toEqual(asked)
      const channelId = (await me.ok(directories.channel.list)).items[0]?.id
      const moved = await moveTo(interest, second.id, { fields: { channelId, content: 'Кондиционеры' } })
      const out = await me.call(moveInterest, {
        params: { id: moved.id },
        body: { version: moved.version, stateId: won.id },
      })
      expect(messages(out.problem.data.missing)).toEqual(['Без суммы дальше нельзя'])
    })

    test('a field is filled, people are told, the Interest is moved: after the commit, once for each entry', async () => {
      const target = aState({ name: 'Третье' })
      const fill = aTrigger({
        action: { does: 'fill', value: { field: 'tags', add: ['горячий'] }, overwrites: false },
      })
      const tell = aTrigger({
        action: { does: 'notify', to: [{ who: 'head' }, { who: 'responsible' }], text: 'Взяли в работу' },
      })
      const move = aTrigger({ action: { does: 'move', stateId: target.id } })
      const [first, second] = [aState({ name: 'Первое' }), aState({ name: 'Второе', triggers: [fill, tell, move] })]
      const { won: _, lost: __, ...scenario } = aScenario([first, second, target])
      await boss.ok(createScenario, { body: scenario })
      const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id }) })
      await moveTo(interest, second.id)
      expect((await runsOf({ interestId: interest.id })).map(each => each.status)).toEqual([
        'waiting',
        'waiting',
        'waiting',
      ])
      await Promise.all([run(), run()])
      const after = await read(interest.id)
      expect(after).toMatchObject({ stateId: target.id, tags: ['горячий'] })
      for (const who of ['head', 'salesperson'] as const) {
        const told = (await world.as(who).ok(listNotices)).items.filter(each => each.kind === 'trigger.told')
        expect(told.map(each => each.data)).toEqual([
          { interest: expect.objectContaining({ id: interest.id }), text: 'Взяли в работу' },
        ])
      }
      await run()
      expect((await read(interest.id)).version).toBe(after.version)
      const statuses = (await runsOf({ interestId: interest.id })).map(each => [each.trigger.action.does, each.status])
      expect(statuses.sort()).toEqual([
        ['fill', 'done'],
        ['move', 'done'],
        ['notify', 'done'],
      ])
      const { items } = await me.ok(readInterestTimeline, { params: { id: interest.id } })
      const byTrigger = items.filter(each => each.through?.kind === 'trigger')
      expect(byTrigger.map(each => each.through?.id).sort()).toEqual([fill.id, move.id].sort())
    })

    test('a project is filled in, asked for by conditions, and refused where it is none', async () => {
      const project = newId()
      await boss.ok(directories.project.create, { body: { id: project, name: 'Склад в Химках' } })
      const fill = aTrigger({
        conditions: [{ is: 'empty', field: 'project' }],
        action: { does: 'fill', value: { field: 'project', id: project }, overwrites: false },
      })
      const tag = aTrigger({
        event: { on: 'changed' },
        conditions: [{ is: 'in', field: 'project', values: [project] }],
        action: { does: 'fill', value: { field: 'tags', add: ['склад'] }, overwrites: false },
      })
      const { interest, second } = await aWay([fill, tag])
      await moveTo(interest, second.id)
      await run()
      await run()
      expect(await read(interest.id)).toMatchObject({ projectId: project, tags: ['склад'] })
      const wrong = aTrigger({
        action: { does: 'fill', value: { field: 'project', id: serviceTypeId }, overwrites: false },
      })
      const { won: _, lost: __, ...body } = aScenario([aState({ triggers: [wrong] })])
      const { status, problem } = await boss.call(createScenario, { body })
      expect(status).toBe(422)
      expect(problem.data.errors).toMatchObject([{ path: 'states[0].triggers[0].action.value.id' }])
    })

    test('what was filled by a person stays, unless the trigger overwrites', async () => {
      const fill = (overwrites: boolean) =>
        aTrigger({ action: { does: 'fill', value: { field: 'content', text: 'Из триггера' }, overwrites } })
      const keeps = await aWay([fill(false)], {}, { content: 'Мое' })
      const overwrites = await aWay([fill(true)], {}, { content: 'Мое' })
      await moveTo(keeps.interest, keeps.second.id)
      await moveTo(overwrites.interest, overwrites.second.id)
      await run()
      expect((await read(keeps.interest.id)).content).toBe('Мое')
      expect((await read(overwrites.interest.id)).content).toBe('Из триггера')
      const [skipped] = await runsOf({ interestId: keeps.interest.id })
      expect(skipped).toMatchObject({ status: 'skipped', result: { reason: 'filled' } })
    })
  })

  describe('by a change', () => {
    test('is set off once when its conditions come to hold, whoever changes the field', async () => {
      const trigger = aTrigger({
        event: { on: 'changed' },
        conditions: [{ is: 'between', field: 'expectedRevenue', from: '100', to: null, currency: 'RUB' }],
      })
      const { interest, second } = await aWay([trigger])
      let current = await moveTo(interest, second.id)
      const set = async (amount: string) => {
        current = await me.ok(changeInterest, {
          params: { id: interest.id },
          body: { version: current.version, expectedRevenue: { amount, currency: 'RUB' } },
        })
        await run()
        return stepsOf(interest.id)
      }
      expect(await set('99')).toHaveLength(0)
      expect(await set('100')).toHaveLength(1)
      expect(await set('50')).toHaveLength(1)
      expect(await set('200')).toHaveLength(1)
    })
  })

  describe('by time', () => {
    const afterTwoDays = () => aTrigger({ event: { on: 'stayed', amount: 2, unit: 'working_day' } })

    test('is set off when the Interest has stood so many working days in the state, not before', async () => {
      const { interest, second } = await aWay([afterTwoDays()])
      await moveTo(interest, second.id)
      now = new Date('2026-10-09T06:59:00Z')
      await run()
      expect(await stepsOf(interest.id)).toHaveLength(0)
      now = new Date('2026-10-09T07:00:00Z')
      await run()
      expect(await stepsOf(interest.id)).toMatchObject([{ subject: 'Перезвонить', dueDay: '2026-10-09' }])
    })

    test('whoever has left the state is passed over; coming back counts anew', async () => {
      const { interest, first, second } = await aWay([aTrigger({ event: { on: 'stayed', amount: 3, unit: 'hour' } })])
      const there = await moveTo(interest, second.id)
      now = new Date(NOON.getTime() + HOUR)
      const away = await moveTo(there, first.id)
      expect(await runsOf({ interestId: interest.id })).toMatchObject([
        { status: 'skipped', result: { reason: 'left_state' } },
      ])
      now = new Date(NOON.getTime() + 2 * HOUR)
      await moveTo(away, second.id)
      now = new Date(NOON.getTime() + 4 * HOUR)
      await run()
      expect(await stepsOf(interest.id)).toHaveLength(0)
      now = new Date(NOON.getTime() + 5 * HOUR)
      await run()
      expect(await stepsOf(interest.id)).toHaveLength(1)
    })

    test('a date is read again when it fires: moved later it waits on, taken away it does not fire', async () => {
      const trigger = aTrigger({ event: { on: 'date', field: 'expectedCloseDate', days: -1 } })
      const { interest, second } = await aWay([trigger])
      let current = await moveTo(interest, second.id, { fields: { expectedCloseDate: '2026-10-12' } })
      const setDate = async (expectedCloseDate: string | null) => {
        current = await me.ok(changeInterest, {
          params: { id: interest.id },
          body: { version: current.version, expectedCloseDate },
        })
      }
      expect(await runsOf({ interestId: interest.id })).toMatchObject([{ dueAt: '2026-10-11T04:00:00.000Z' }])
      await setDate('2026-10-14')
      now = new Date('2026-10-11T05:00:00Z')
      await run()
      expect(await stepsOf(interest.id)).toHaveLength(0)
      await setDate(null)
      now = new Date('2026-11-01T05:00:00Z')
      await run()
      expect(await runsOf({ interestId: interest.id })).toMatchObject([{ status: 'waiting', dueAt: null }])
      await setDate('2026-11-02')
      await run()
      expect(await stepsOf(interest.id)).toHaveLength(1)
    })

    test('the next step is waited for wherever it is planned and finished', async () => {
      const trigger = aTrigger({
        event: { on: 'date', field: 'nextStep', days: 1 },
        action: { does: 'notify', to: [{ who: 'head' }], text: 'Шаг просрочен' },
      })
      const { interest, second } = await aWay([trigger])
      await moveTo(interest, second.id)
      const body = { id: newId(), interestId: interest.id, kind: 'task', subject: 'Счет', dueDay: '2026-10-08' }
      const step = await me.ok(planActivity, { body })
      expect(await runsOf({ interestId: interest.id })).toMatchObject([{ dueAt: '2026-10-09T04:00:00.000Z' }])
      await me.ok(completeActivity, { params: { id: step.id }, body: {} })
      expect(await runsOf({ interestId: interest.id })).toMatchObject([{ status: 'waiting', dueAt: null }])
    })

    test('after a publication it waits for whoever stands there already, and leaves alone what would have been due before', async () => {
      const { interest, scenario, first, second, won, lost } = await aWay([])
      await moveTo(interest, second.id)
      now = new Date(NOON.getTime() + 24 * HOUR)
      const early = aTrigger({ event: { on: 'stayed', amount: 2, unit: 'hour' } })
      const later = aTrigger({ event: { on: 'stayed', amount: 3, unit: 'working_day' } })
      const states = [first, { ...second, triggers: [early, later] }, won, lost]
      await boss.ok(changeScenario, { params: { id: scenario.id }, body: { version: 1, states } })
      await adoptTriggers(world.platform).handle({ scenarioId: scenario.id })
      const [waiting, ...rest] = await runsOf({ interestId: interest.id })
      expect(rest).toEqual([])
      expect(waiting).toMatchObject({ triggerId: later.id, status: 'waiting', dueAt: '2026-10-12T07:00:00.000Z' })
      // A shorter time holds for those that wait already.
      const sooner = { ...later, event: { ...later.event, amount: 2 } }
      const again = [first, { ...second, triggers: [early, sooner] }, won, lost]
      await boss.ok(changeScenario, { params: { id: scenario.id }, body: { version: 2, states: again } })
      await adoptTriggers(world.platform).handle({ scenarioId: scenario.id })
      expect(await runsOf({ interestId: interest.id })).toMatchObject([{ dueAt: '2026-10-09T07:00:00.000Z' }])
    })

    test('what is paused or removed meanwhile is passed over', async () => {
      const [kept, removed] = [aTrigger({ event: { on: 'stayed', amount: 1, unit: 'hour' } }), afterTwoDays()]
      const { interest, scenario, first, second, won, lost } = await aWay([kept, removed])
      await moveTo(interest, second.id)
      await boss.ok(pauseTrigger, { params: { id: scenario.id, triggerId: kept.id } })
      const states = [first, { ...second, triggers: [kept] }, won, lost]
      const { version } = await boss.ok(getScenario, { params: { id: scenario.id } })
      await boss.ok(changeScenario, { params: { id: scenario.id }, body: { version, states } })
      now = new Date(NOON.getTime() + 96 * HOUR)
      await run()
      const runs = await runsOf({ interestId: interest.id })
      expect(runs.map(each => [each.triggerId, each.status, each.result.reason]).sort()).toEqual(
        [
          [kept.id, 'skipped', 'paused'],
          [removed.id, 'skipped', 'removed'],
        ].sort(),
      )
    })
  })

  describe('what goes wrong', () => {
    test('a loop is cut where it would begin again, and told to the administrators once', async () => {
      const [a, b] = [aState({ name: 'Туда' }), aState({ name: 'Обратно' })]
      const there = { ...a, triggers: [aTrigger({ action: { does: 'move', stateId: b.id } })] }
      const back = { ...b, triggers: [aTrigger({ action: { does: 'move', stateId: a.id } })] }
      const { won: _, lost: __, ...scenario } = aScenario([there, back])
      await boss.ok(createScenario, { body: scenario })
      const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id }) })
      for (let i = 0; i < 4; i++) {
        now = new Date(now.getTime() + 1_000)
        await run()
      }
      const runs = await runsOf({ interestId: interest.id })
      expect(runs.map(each => each.status)).toEqual(['cut', 'done', 'done'])
      expect(runs[0]?.cause.triggers).toEqual([there.triggers[0]?.id, back.triggers[0]?.id])
      expect((await read(interest.id)).stateId).toBe(a.id)
      const told = (await boss.ok(listNotices)).items.filter(each => each.kind === 'trigger.cut')
      expect(told.map(each => each.data)).toEqual([
        {
          scenario: { id: scenario.id, name: scenario.name },
          triggerId: there.triggers[0]?.id,
          interestId: interest.id,
        },
      ])
    })

    test('what a guard refuses is said in the journal, and can be tried again when it is mended', async () => {
      const strict = aState({ name: 'Строгое', required: ['channel'] })
      const [first, second] = [
        aState({ name: 'Первое' }),
        aState({ name: 'Второе', triggers: [aTrigger({ action: { does: 'move', stateId: strict.id } })] }),
      ]
      const { won: _, lost: __, ...scenario } = aScenario([first, second, strict])
      await boss.ok(createScenario, { body: scenario })
      const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id }) })
      const moved = await moveTo(interest, second.id)
      await run()
      const [refused] = await runsOf({ interestId: interest.id, status: 'refused' })
      expect(refused?.result.message).toContain('Заполните поле «Канал»')
      const params = { id: refused?.id ?? '' }
      expect((await me.call(retryTriggerRun, { params })).status).toBe(403)
      const channelId = (await me.ok(directories.channel.list)).items[0]?.id
      await me.ok(changeInterest, { params: { id: interest.id }, body: { version: moved.version, channelId } })
      expect(await boss.ok(retryTriggerRun, { params })).toMatchObject({ status: 'waiting' })
      await run()
      expect((await read(interest.id)).stateId).toBe(strict.id)
      expect((await boss.call(retryTriggerRun, { params })).problem.code).toBe('trigger_run.not_repeatable')
    })

    test('settings that cannot work are refused all at once', async () => {
      const bad = [
        aTrigger({ event: { on: 'leaving' } }),
        aTrigger({ event: { on: 'stayed', amount: 1, unit: 'hour' }, action: { does: 'forbid', message: 'Нет' } }),
        aTrigger({ event: { on: 'changed' } }),
        aTrigger({ action: { does: 'move', stateId: newId() } }),
        aTrigger({ action: { does: 'notify', to: [{ who: 'user', id: newId() }], text: 'Кому' } }),
        aTrigger({ conditions: [{ is: 'in', field: 'channel', values: [newId()] }] }),
      ]
      const { won: _, lost: __, ...scenario } = aScenario([aState({ triggers: bad })])
      const { problem } = await boss.call(createScenario, { body: scenario })
      expect(problem.data.errors.map((each: { path: string }) => each.path).sort()).toEqual([
        'states[0].triggers[0].event',
        'states[0].triggers[1].event',
        'states[0].triggers[2].conditions',
        'states[0].triggers[3].action.stateId',
        'states[0].triggers[4].action.to[0].id',
        'states[0].triggers[5].conditions[0].values[0]',
      ])
    })
  })

  test('the journal is for those who may edit scenarios, and is read page by page', async () => {
    expect((await me.call(listTriggerRuns)).status).toBe(403)
    const { interest, second } = await aWay([aTrigger(), aTrigger(), aTrigger()])
    await moveTo(interest, second.id)
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await boss.ok(listTriggerRuns, {
        query: { interestId: interest.id, limit: 2, ...(cursor ? { cursor } : {}) },
      })
      seen.push(...page.items.map((each: TriggerRun) => each.id))
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(3)
  })
})
