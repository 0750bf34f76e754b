import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { aClient } from '../clients/builders.ts'
import { createClient } from '../clients/contract.ts'
import { directories } from '../company/contract.ts'
import { anInterest } from '../interests/builders.ts'
import { createInterest, getInterest, moveInterest, readInterestTimeline } from '../interests/contract.ts'
import { listNotices } from '../notices/contract.ts'
import { aScenario, aState } from '../scenarios/builders.ts'
import { createScenario } from '../scenarios/contract.ts'
import { aPlan } from './builders.ts'
import {
  cancelActivity,
  changeActivity,
  completeActivity,
  getActivity,
  listActivities,
  planActivity,
  readMyDay,
  reopenActivity,
  summariseMyDay,
} from './contract.ts'

const NOW = new Date('2026-11-25T07:30:00Z')

describe('what is planned', async () => {
  const world = await aWorld({ now: () => NOW })
  const me = world.as('salesperson')
  let serviceTypeId = ''
  let call = ''
  const anOpenOne = (more: object = {}) => me.ok(createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const read = (id: string) => me.ok(getInterest, { params: { id } })
  const plan = (more: Parameters<typeof aPlan>[0] = {}) => me.ok(planActivity, { body: aPlan(more) })

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    call = (await me.ok(directories.interaction_kind.list)).items[0]?.id ?? ''
  })

  test('the earliest step of an Interest is its next one, and its version stays', async () => {
    const interest = await anOpenOne()
    const undated = await plan({ interestId: interest.id })
    expect((await read(interest.id)).nextStep).toMatchObject({ id: undated.id, dueAt: null, kind: 'task' })
    const later = await plan({ interestId: interest.id, dueDay: '2026-11-27' })
    const sooner = await plan({ interestId: interest.id, kind: 'interaction', dueAt: '2026-11-26T10:00:00Z' })
    expect(sooner).toMatchObject({ interactionKindId: call, assignee: { id: people.salesperson.id } })
    const shown = await read(interest.id)
    expect(shown).toMatchObject({ version: interest.version, nextStep: { id: sooner.id, interactionKindId: call } })
    expect(shown.nextStep?.dueAt).toBe('2026-11-26T10:00:00.000Z')
    await me.ok(completeActivity, { params: { id: sooner.id }, body: { result: 'Договорились' } })
    // The end of the day where the assignee is.
    expect((await read(interest.id)).nextStep).toMatchObject({
      id: later.id,
      dueDay: '2026-11-27',
      dueAt: '2026-11-27T19:00:00.000Z',
    })
  })

  test('tells by which clock the client lives, and nothing of it behind a wall', async () => {
    const client = await me.ok(createClient, {
      body: aClient({ phones: ['8 (423) 240-12-34'], inn: undefined, kpp: undefined }),
    })
    const interest = await anOpenOne({ clientId: client.id })
    expect(interest.partyTimeZone).toBe('Asia/Vladivostok')
    const step = await plan({ interestId: interest.id, assigneeId: people.colleague.id })
    expect(step.interest?.timeZone).toBe('Asia/Vladivostok')
    const walled = await world.as('colleague').ok(getActivity, { params: { id: step.id } })
    expect(walled.interest).toMatchObject({ walled: true, timeZone: null })
    const asked = await anOpenOne({ prospect: { fullName: 'Ким Анна', phone: '8 3812 24-00-00' } })
    expect(asked.partyTimeZone).toBe('Asia/Omsk')
  })

  test('an id that was planned before gives the same step; another body under it is refused', async () => {
    const body = aPlan({ dueDay: '2026-11-27' })
    const first = await me.ok(planActivity, { body })
    const again = await me.call(planActivity, { body })
    expect([again.status, again.body]).toEqual([200, first])
    const other = await me.call(planActivity, { body: { ...body, subject: 'Другое' } })
    expect(other.problem.code).toBe('operation.reused')
  })

  test('bad input is named at once, and nothing is planned', async () => {
    const interest = await anOpenOne()
    const wrong = aPlan({
      interestId: interest.id,
      kind: 'interaction',
      interactionKindId: serviceTypeId,
      assigneeId: newId(),
      contactIds: [newId()],
      userIds: [newId()],
    })
    const refused = await me.call(planActivity, { body: wrong })
    expect(refused.problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'assigneeId',
      'interactionKindId',
      'contactIds[0]',
      'userIds[0]',
    ])
    const twice = await me.call(planActivity, { body: aPlan({ dueAt: NOW.toISOString(), dueDay: '2026-11-27' }) })
    expect(twice.problem.code).toBe('activity.due_twice')
    const endless = await me.call(planActivity, { body: aPlan({ repeat: { every: 'day', interval: 1 } }) })
    expect(endless.problem.code).toBe('activity.repeat_needs_date')
    const plan = { kind: 'task', subject: 'Каждый день', repeat: { every: 'day', interval: 1 } }
    const onTheWay = await me.call(createInterest, { body: anInterest({ serviceTypeId, plan } as never) })
    expect(onTheWay.problem.code, 'told by every door that plans').toBe('activity.repeat_needs_date')
    expect((await read(interest.id)).nextStep).toBeNull()
  })

  test('done comes with a result and the next step in one transaction, and stands in the history', async () => {
    const interest = await anOpenOne()
    const first = await plan({ interestId: interest.id, kind: 'interaction', subject: 'Уточнить объем' })
    const next = { id: newId(), kind: 'task' as const, subject: 'Выслать КП', dueDay: '2026-11-30' }
    const done = await me.ok(completeActivity, { params: { id: first.id }, body: { result: 'Нужно 12 штук', next } })
    expect(done).toMatchObject({ outcome: 'done', result: 'Нужно 12 штук', closedBy: { id: people.salesperson.id } })
    expect((await read(interest.id)).nextStep).toMatchObject({ id: next.id })
    const { items } = await me.ok(readInterestTimeline, { params: { id: interest.id } })
    expect(items.map(each => each.kind)).toEqual([
      'interest.step_planned',
      'interest.step_done',
      'interest.step_planned',
      'interest.created',
    ])
    const told = items.find(each => each.kind === 'interest.step_done')?.changes
    expect(told).toEqual(
      expect.arrayContaining([
        { field: 'result', from: null, to: 'Нужно 12 штук' },
        { field: 'subject', from: null, to: 'Уточнить объем' },
        { field: 'interactionKindId', from: null, to: 'Звонок' },
      ]),
    )
    const again = await me.call(completeActivity, { params: { id: first.id }, body: {} })
    expect(again.problem.code).toBe('activity.closed')
  })

  test('a refused next step leaves the present one open', async () => {
    const step = await plan()
    const next = { kind: 'task' as const, assigneeId: newId() }
    const refused = await me.call(completeActivity, { params: { id: step.id }, body: { next } })
    expect(refused.problem.data.errors[0].path).toBe('next.assigneeId')
    expect(await me.ok(getActivity, { params: { id: step.id } })).toEqual(step)
  })

  test('what is taken back is open again, and its untouched repetition is cancelled', async () => {
    const interest = await anOpenOne()
    const weekly = { every: 'week' as const, interval: 1 }
    const step = await plan({ interestId: interest.id, dueDay: '2026-11-20', repeat: weekly })
    await me.ok(completeActivity, { params: { id: step.id }, body: {} })
    const { nextStep } = await read(interest.id)
    // A week later, and that is not past.
    expect(nextStep).toMatchObject({ dueDay: '2026-11-27' })
    const reopened = await me.ok(reopenActivity, { params: { id: step.id }, body: {} })
    expect(reopened).toMatchObject({ outcome: null, result: null, can: { complete: true } })
    expect((await read(interest.id)).nextStep).toMatchObject({ id: step.id })
    const follower = await me.ok(getActivity, { params: { id: nextStep?.id ?? '' } })
    expect(follower.outcome).toBe('cancelled')
  })

  test('it is put off and given to somebody, who is told; edits of different fields merge', async () => {
    const interest = await anOpenOne()
    const step = await plan({ interestId: interest.id, dueAt: '2026-11-26T10:00:00Z' })
    const params = { id: step.id }
    const off = await me.ok(changeActivity, { params, body: { version: 1, dueDay: '2026-12-01' } })
    expect(off).toMatchObject({ version: 2, dueDay: '2026-12-01', dueAt: '2026-12-01T19:00:00.000Z' })
    const given = await me.ok(changeActivity, { params, body: { version: 1, assigneeId: people.colleague.id } })
    expect(given).toMatchObject({ version: 3, assignee: { id: people.colleague.id }, dueDay: '2026-12-01' })
    const clash = await me.call(changeActivity, { params, body: { version: 1, dueDay: '2026-12-03' } })
    expect(clash.problem).toMatchObject({
      code: 'conflict',
      data: { fields: [{ field: 'dueDay', mine: '2026-12-03', theirs: '2026-12-01', base: null }] },
    })
    const [notice] = (await world.as('colleague').ok(listNotices)).items
    expect(notice).toMatchObject({
      kind: 'activity.assigned',
      data: { activityId: step.id, dueDay: '2026-12-01', interest: { id: interest.id } },
    })
    // Who does it may say so, though the Interest is out of sight.
    const done = await world.as('colleague').ok(completeActivity, { params, body: { result: 'Готово' } })
    expect(done.interest).toMatchObject({ number: interest.number, subject: null, party: null, walled: true })
    expect((await me.ok(listNotices)).items[0]).toMatchObject({ kind: 'activity.done', data: { result: 'Готово' } })
    expect((await read(interest.id)).nextStep).toBeNull()
  })

  test('my day groups by when it is due where the reader is', async () => {
    const her = world.as('stranger')
    const mine = (more: object) => her.ok(planActivity, { body: aPlan(more) })
    const made = [
      await mine({ subject: 'overdue', dueAt: '2026-11-25T07:00:00Z' }),
      await mine({ subject: 'today', dueDay: '2026-11-25' }),
      await mine({ subject: 'today', dueAt: '2026-11-25T18:00:00Z' }),
      await mine({ subject: 'tomorrow', dueDay: '2026-11-26' }),
      await mine({ subject: 'week', dueDay: '2026-11-29' }),
      await mine({ subject: 'later', dueDay: '2026-11-30' }),
      await mine({ subject: 'none' }),
    ]
    const { groups } = await her.ok(readMyDay)
    expect(groups.map(each => [each.group, each.count, each.items.map(item => item.subject)])).toEqual([
      ['overdue', 1, ['overdue']],
      ['today', 2, ['today', 'today']],
      ['tomorrow', 1, ['tomorrow']],
      ['week', 1, ['week']],
      ['later', 1, ['later']],
      ['none', 1, ['none']],
    ])
    expect(await her.ok(summariseMyDay)).toEqual({ overdue: 1, today: 2 })
    const first = await her.ok(listActivities, { query: { group: 'today', limit: 1 } })
    const second = await her.ok(listActivities, { query: { group: 'today', limit: 1, cursor: first.nextCursor } })
    expect([...first.items, ...second.items].map(each => each.id)).toEqual([made[2]?.id, made[1]?.id])
    expect(second.nextCursor).toBeNull()
    const found = await her.ok(listActivities, { query: { group: 'later', q: 'LATER' } })
    expect(found.items).toHaveLength(1)
    // Of somebody out of scope nothing is told.
    const others = await me.ok(readMyDay, { query: { assigneeId: people.stranger.id } })
    expect(others.groups.every(each => each.count === 0)).toBe(true)
    await her.ok(completeActivity, { params: { id: made[0]?.id ?? '' }, body: {} })
    const finished = await her.ok(listActivities, { query: { open: false } })
    expect(finished.items.map(each => each.subject)).toEqual(['overdue'])
  })

  test('strangers: 401 without a session, 404 for what is out of sight', async () => {
    const step = await plan()
    const params = { id: step.id }
    for (const [who, status] of [
      [null, 401],
      ['stranger', 404],
    ] as const) {
      const caller = world.as(who)
      const answers = [
        await caller.call(getActivity, { params }),
        await caller.call(changeActivity, { params, body: { version: 1, subject: 'x' } }),
        await caller.call(completeActivity, { params, body: {} }),
        await caller.call(cancelActivity, { params, body: {} }),
        await caller.call(reopenActivity, { params, body: {} }),
      ]
      expect(answers.map(each => each.status)).toEqual(answers.map(() => status))
    }
    const interest = await anOpenOne()
    const foreign = await world.as('stranger').call(planActivity, { body: aPlan({ interestId: interest.id }) })
    expect(foreign.status).toBe(404)
  })
})

describe('a state that demands a step', async () => {
  const world = await aWorld({ now: () => NOW })
  const me = world.as('salesperson')
  const first = aState({ name: 'Первое', makesTask: true })
  const second = aState({ name: 'Второе', planningRule: 'interaction', autoCompleteRule: 'tasks' })
  const scenario = aScenario([first, second])
  let serviceTypeId = ''
  const create = (more: object = {}) =>
    me.call(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id, ...more }) })
  const step = { kind: 'interaction' as const, subject: 'Позвонить', dueDay: '2026-11-26' }

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    const { won: _, lost: __, ...body } = scenario
    await world.as('administrator').ok(createScenario, { body })
  })

  test('registering makes the task of the first state', async () => {
    const { body } = await create({ content: 'Нужны кондиционеры' })
    expect(body.nextStep).toMatchObject({ kind: 'task', subject: 'Нужны кондиционеры', dueDay: '2026-11-25' })
  })

  test('is entered with one, planned before or in the same move, by every door', async () => {
    const { body: interest } = await create()
    const params = { id: interest.id }
    const refused = await me.call(moveInterest, { params, body: { stateId: second.id, version: 1 } })
    expect(refused.problem.data.missing).toMatchObject([{ field: 'plan', rule: 'plan' }])
    expect(interest.moves[0]).toMatchObject({ stateId: second.id, missing: [{ field: 'plan' }] })
    const moved = await me.ok(moveInterest, { params, body: { stateId: second.id, version: 1, plan: step } })
    expect(moved).toMatchObject({ version: 2, missing: [], nextStep: { kind: 'interaction', subject: 'Позвонить' } })
    const created = await create({ stateId: second.id })
    expect(created.problem.data.missing).toMatchObject([{ field: 'plan' }])
    expect((await create({ stateId: second.id, plan: step })).status).toBe(201)
  })

  test('completes what it completes: the task of the state before is done with the move', async () => {
    const { body: interest } = await create({ plan: step })
    const moved = await me.ok(moveInterest, { params: { id: interest.id }, body: { stateId: second.id, version: 1 } })
    expect(moved.nextStep).toMatchObject({ kind: 'interaction' })
    const { items } = await me.ok(listActivities, { query: { interestId: interest.id, open: false } })
    expect(items).toMatchObject([{ kind: 'task', outcome: 'done', result: 'Завершено переходом в «Второе»' }])
  })

  test('its last step is done only with a next one', async () => {
    const { body: interest } = await create({ plan: step })
    await me.ok(moveInterest, { params: { id: interest.id }, body: { stateId: second.id, version: 1 } })
    const [planned] = (await me.ok(listActivities, { query: { interestId: interest.id, open: true } })).items
    const params = { id: planned?.id ?? '' }
    const refused = await me.call(completeActivity, { params, body: { result: 'Поговорили' } })
    expect(refused.problem).toMatchObject({ code: 'interest.next_step_demanded', data: { stateId: second.id } })
    const task = await me.call(completeActivity, { params, body: { next: { kind: 'task' } } })
    expect(task.problem.code).toBe('interest.next_step_demanded')
    expect((await me.call(completeActivity, { params, body: { next: step } })).status).toBe(200)
  })
})
