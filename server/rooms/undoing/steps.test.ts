import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { changeActivity, completeActivity, getActivity, planActivity } from '../activities/contract.ts'
import { directories } from '../company/contract.ts'
import { anInterest } from '../interests/builders.ts'
import { createInterest, getInterest, moveInterest } from '../interests/contract.ts'
import { listScenarios, type Scenario } from '../scenarios/contract.ts'
import { undoAct } from './contract.ts'

describe('taking back what was done with tasks and interactions', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''
  let sale: Scenario
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const plan = (more: object = {}) =>
    me.ok(planActivity, { body: { id: newId(), kind: 'task', subject: 'Позвонить', dueDay: '2027-03-01', ...more } })
  const undo = (change: object, more: object = {}) => me.call(undoAct, { body: { change, ...more } })
  const read = (id: string) => me.ok(getActivity, { params: { id } })
  const keyed = () => {
    const key = newId()
    return { key, headers: { 'idempotency-key': key } }
  }

  test('a plan is called off, and stands again when that is taken back', async () => {
    const { id } = await plan()
    expect((await undo({ kind: 'activity', id, version: 1 })).body.undone).toMatchObject([
      { record: { kind: 'activity', title: 'Позвонить' }, changes: [{ field: 'outcome', to: 'cancelled' }] },
    ])
    expect((await read(id)).outcome).toBe('cancelled')
    expect((await undo({ kind: 'activity', id, version: 2 })).status).toBe(200)
    expect((await read(id)).outcome).toBe(null)
  })

  test('words and dates come back, a day in place of a time, whatever others changed beside', async () => {
    const { id } = await plan({ checklist: [{ id: newId(), text: 'Счёт', done: false }] })
    const change = { dueAt: '2027-03-02T10:00:00.000Z', subject: 'Написать', checklist: [], minutes: 30 }
    const { key, headers } = keyed()
    await me.ok(changeActivity, { params: { id }, body: { version: 1, ...change }, headers })
    await me.ok(changeActivity, { params: { id }, body: { version: 2, place: 'Офис' } })
    expect((await undo({ key })).status).toBe(200)
    expect(await read(id)).toMatchObject({
      subject: 'Позвонить',
      dueDay: '2027-03-01',
      minutes: null,
      place: 'Офис',
      checklist: [{ text: 'Счёт' }],
    })
  })

  test('what was done is planned again, and the next step planned with it is called off', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const { id } = await plan({ interestId: interest.id })
    const next = { id: newId(), kind: 'task', subject: 'Дальше' }
    const { key, headers } = keyed()
    await me.ok(completeActivity, { params: { id }, body: { result: 'Готово', next }, headers })
    expect((await undo({ key })).body.undone.map(each => each.record.id)).toEqual([id, next.id])
    expect([(await read(id)).outcome, (await read(next.id)).outcome]).toEqual([null, 'cancelled'])
    expect((await me.ok(getInterest, { params: { id: interest.id } })).nextStep?.id).toBe(id)
  })

  test('of several records nothing goes back where one was changed since; the rest when it is named', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    const [params, step] = [{ id: interest.id }, newId()]
    const { key, headers } = keyed()
    const to = sale.states[1]?.id
    await me.ok(moveInterest, {
      params,
      body: { version: 1, stateId: to, plan: { id: step, kind: 'task', subject: 'КП' } },
      headers,
    })
    await world.as('head').ok(changeActivity, { params: { id: step }, body: { version: 1, subject: 'КП и счёт' } })
    expect((await undo({ key })).problem).toMatchObject({
      code: 'undo.refused',
      data: { left: [{ record: { id: step }, field: 'subject', changedBy: { name: people.head.name } }] },
    })
    expect(await me.ok(getInterest, { params }), 'nothing of it was done').toMatchObject({ version: 2, stateId: to })
    expect((await undo({ key }, { only: [interest.id] })).status).toBe(200)
    expect(await me.ok(getInterest, { params })).toMatchObject({ stateId: interest.stateId, nextStep: { id: step } })
    expect((await read(step)).outcome).toBe(null)
  })
})
