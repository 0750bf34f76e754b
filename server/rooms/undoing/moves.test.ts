import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../app/testing.ts'
import { aClient } from '../clients/builders.ts'
import { createClient, linkProspect } from '../clients/contract.ts'
import { directories } from '../company/contract.ts'
import { aScenario, aState } from '../scenarios/builders.ts'
import { createScenario, listScenarios, type Scenario } from '../scenarios/contract.ts'
import { anInterest } from '../interests/builders.ts'
import {
  addNote,
  changeInterest,
  changeInterestScenario,
  createInterest,
  getInterest,
  type Interest,
  moveInterest,
  readInterestTimeline,
} from '../interests/contract.ts'
import { undoAct } from './contract.ts'
import { newId } from '../../platform/pure/ids.ts'

describe('taking the last change back', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let lossReasonId = ''
  let sale: Scenario
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    lossReasonId = (await me.ok(directories.loss_reason.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const create = (more: object = {}) => me.ok(createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const stateId = (place: number) => sale.states[place]?.id ?? ''
  const change = (id: string, version: number, body: object) =>
    me.ok(changeInterest, { params: { id }, body: { version, ...body } })
  const move = (id: string, version: number, to: string, more: object = {}) =>
    me.ok(moveInterest, { params: { id }, body: { version, stateId: to, ...more } })
  const history = async (id: string, who = me) =>
    (await who.ok(readInterestTimeline, { params: { id }, query: { limit: 50 } })).items
  const offered = async (id: string, who = me) => (await history(id, who)).filter(each => each.undoable)
  const take = (change: object, more: object = {}, who = me) => who.call(undoAct, { body: { change, ...more } })
  const undo = async ({ id }: Pick<Interest, 'id'>, who = me) => {
    const { status, problem } = await take({ entryId: (await offered(id, who))[0]?.id ?? '0' }, {}, who)
    return { status, problem, body: await boss.ok(getInterest, { params: { id } }) }
  }
  const keeps = async (id: string, who = me) => {
    const { body } = await take({ entryId: (await offered(id, who))[0]?.id ?? '0' }, { dryRun: true }, who)
    return body.undone[0]?.keeps
  }

  test('is offered to whoever may work with the Interest, whosever change it was', async () => {
    const { id } = await create()
    expect(await offered(id), 'nothing to undo of a registration').toEqual([])
    await change(id, 1, { subject: 'Первая' })
    await change(id, 2, { subject: 'Вторая' })
    await me.ok(addNote, { params: { id }, body: { id: newId(), body: 'Заметка' } })
    const [last, first, ...others] = await offered(id)
    expect(others).toEqual([])
    expect(last?.changes).toEqual([{ field: 'subject', from: 'Первая', to: 'Вторая' }])
    const head = world.as('head')
    expect(
      (await offered(id, head)).map(each => each.id),
      'of others the last one alone',
    ).toEqual([last?.id])
    expect((await take({ entryId: first?.id }, {}, head)).problem.data).toEqual({ reason: 'not_own' })
    expect((await take({ entryId: first?.id })).problem).toMatchObject({
      code: 'undo.refused',
      data: { left: [{ field: 'subject', changedBy: { name: people.salesperson.name } }] },
    })
    expect((await undo({ id }, head)).body.subject).toBe('Первая')
    expect((await take({ entryId: last?.id }, {}, world.as('stranger'))).status).toBe(404)
  })

  test('gives fields back, and can itself be taken back', async () => {
    const interest = await create({ expectedRevenue: { amount: '100', currency: 'RUB' }, tags: ['один'] })
    await change(interest.id, 1, { expectedRevenue: null, tags: [], expectedCloseDate: '2027-02-01' })
    const back = await undo(interest)
    expect(back.status).toBe(200)
    const { expectedRevenue, tags, expectedCloseDate, closeDateMode } = interest
    expect(back.body).toMatchObject({ version: 3, expectedRevenue, tags, expectedCloseDate, closeDateMode })
    expect((await undo(interest)).body).toMatchObject({ version: 4, expectedRevenue: null, tags: [] })
  })

  test('says that a responsible who goes stays as a co-executor', async () => {
    const interest = await create()
    await boss.ok(changeInterest, {
      params: { id: interest.id },
      body: { version: 1, responsibleId: people.colleague.id },
    })
    expect(await keeps(interest.id, boss)).toEqual(['member'])
    const back = (await undo(interest, boss)).body
    expect(back.responsible?.id).toBe(people.salesperson.id)
    expect(back.members.map(each => each.user.id)).toEqual([people.colleague.id])
  })

  test('moves back with the fields that came along and what was planned, and says what stays', async () => {
    const interest = await create()
    const fields = { expectedRevenue: { amount: '700', currency: 'RUB' } }
    await move(interest.id, 1, stateId(1), { fields, plan: { id: newId(), kind: 'task' } })
    expect(await keeps(interest.id)).toEqual(['days'])
    const back = await undo(interest)
    expect(back.body).toMatchObject({ version: 4, stateId: stateId(0), expectedRevenue: null, nextStep: null })
    const operations = await world.db.q
      .selectFrom('event')
      .select('cause')
      .where('record_id', '=', interest.id)
      .where('version', '>', 2)
      .execute()
    const ids = operations.map(each => (each.cause as { operation: string }).operation)
    expect(new Set(ids).size, 'one step for both').toBe(1)
  })

  test('a move goes back though something was changed after it and changed back', async () => {
    const { id } = await create()
    await move(id, 1, stateId(1))
    const [moved] = await offered(id)
    await change(id, 2, { subject: 'После' })
    expect((await take({ entryId: moved?.id })).problem.code).toBe('undo.refused')
    await undo({ id })
    expect((await take({ entryId: moved?.id })).status).toBe(200)
    expect((await me.ok(getInterest, { params: { id } })).stateId).toBe(stateId(0))
  })

  test('brings an outcome back with its reason, and out of it again', async () => {
    const { id } = await create()
    await move(id, 1, stateId(6), { lossReasonId, comment: 'Дорого', competitor: 'Север' })
    expect(await keeps(id)).toEqual(['days', 'closing'])
    expect((await undo({ id })).body).toMatchObject({ open: true, stateId: stateId(0), lossReasonId: null })
    const again = (await undo({ id })).body
    expect(again).toMatchObject({ open: false, lossReasonId, lossComment: 'Дорого', lossCompetitor: 'Север' })
  })

  test('passes the guards of the way back', async () => {
    const first = aState({ name: 'Первое', enterRoles: ['head'] })
    const { won: _, lost: __, ...body } = aScenario([aState(), first, aState({ name: 'Второе' })])
    await boss.ok(createScenario, { body })
    const begun = await boss.ok(createInterest, {
      body: anInterest({
        serviceTypeId,
        scenarioId: body.id,
        stateId: first.id,
        responsibleId: people.salesperson.id,
      }),
    })
    await move(begun.id, 1, body.states[2]?.id ?? '')
    const refused = await undo(begun)
    expect(refused.problem).toMatchObject({
      code: 'interest.move_refused',
      data: { missing: [{ rule: 'enter_role' }] },
    })
    expect(await me.ok(getInterest, { params: { id: begun.id } })).toMatchObject({ version: 2 })
    expect((await undo(begun, boss)).body).toMatchObject({ stateId: first.id })
    await boss.ok(changeInterestScenario, {
      params: { id: begun.id },
      body: { version: 3, scenarioId: sale.id },
    })
    expect((await undo(begun, boss)).body).toMatchObject({ scenarioId: body.id, stateId: first.id })
  })

  test('parts a prospect from its client for whoever holds the right, says that every Interest follows, and joins them again', async () => {
    const interest = await create()
    const client = await me.ok(createClient, { body: aClient() })
    await me.ok(linkProspect, { params: { id: interest.prospectId ?? '' }, body: { clientId: client.id } })
    expect((await undo(interest)).problem).toMatchObject({ code: 'forbidden', data: { reason: 'prospects.unlink' } })
    expect(await keeps(interest.id, boss)).toEqual(['everyInterest', 'client'])
    expect((await undo(interest, boss)).body).toMatchObject({ version: 3, clientId: null })
    expect((await undo(interest, boss)).body).toMatchObject({ version: 4, clientId: client.id })
  })
})
