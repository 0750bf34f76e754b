import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { aClient } from '../../clients/builders.ts'
import { createClient, linkProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import { createScenario, listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import {
  addNote,
  changeInterest,
  changeInterestScenario,
  createInterest,
  getInterest,
  type Interest,
  moveInterest,
  readInterestTimeline,
} from '../contract.ts'
import { undoChange } from './contract.ts'
import { newId } from '../../../platform/pure/ids.ts'

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
  const offered = async (id: string, who = me) => (await history(id, who)).filter(each => each.undo !== null)
  const undo = async (interest: Pick<Interest, 'id' | 'version'>, who = me) => {
    const entryId = (await offered(interest.id))[0]?.id ?? '0'
    return who.call(undoChange, { params: { id: interest.id }, body: { version: interest.version, entryId } })
  }

  test('is offered in one entry only, by whoever may work with the Interest', async () => {
    const { id } = await create()
    expect(await offered(id), 'nothing to undo of a registration').toEqual([])
    await change(id, 1, { subject: 'Первая' })
    await change(id, 2, { subject: 'Вторая' })
    await me.ok(addNote, { params: { id }, body: { id: newId(), body: 'Заметка' } })
    const [entry, ...others] = await offered(id)
    expect(others).toEqual([])
    expect(entry).toMatchObject({ kind: 'interest.changed', undo: { keeps: [] } })
    expect(entry?.changes).toEqual([{ field: 'subject', from: 'Первая', to: 'Вторая' }])
    expect(await offered(id, world.as('head'))).toHaveLength(1)
  })

  test('gives fields back, and can itself be taken back', async () => {
    const interest = await create({ expectedRevenue: { amount: '100', currency: 'RUB' }, tags: ['один'] })
    const after = await change(interest.id, 1, { expectedRevenue: null, tags: [], expectedCloseDate: '2027-02-01' })
    const back = await undo(after)
    expect(back.status).toBe(200)
    const { expectedRevenue, tags, expectedCloseDate, closeDateMode } = interest
    expect(back.body).toMatchObject({ version: 3, expectedRevenue, tags, expectedCloseDate, closeDateMode })
    expect((await undo(back.body)).body).toMatchObject({ version: 4, expectedRevenue: null, tags: [] })
  })

  test('says that a responsible who goes stays as a co-executor', async () => {
    const interest = await create()
    const handed = await boss.ok(changeInterest, {
      params: { id: interest.id },
      body: { version: 1, responsibleId: people.colleague.id },
    })
    expect((await offered(interest.id))[0]?.undo).toEqual({ keeps: ['member'] })
    const back = (await undo(handed, boss)).body
    expect(back.responsible?.id).toBe(people.salesperson.id)
    expect(back.members.map(each => each.user.id)).toEqual([people.colleague.id])
  })

  test('moves back with the fields that came along, and says what stays', async () => {
    const interest = await create()
    const fields = { expectedRevenue: { amount: '700', currency: 'RUB' } }
    const moved = await move(interest.id, 1, stateId(1), { fields, plan: { id: newId(), kind: 'task' } })
    expect((await offered(interest.id))[0]?.undo).toEqual({ keeps: ['days', 'stepsPlanned'] })
    const back = await undo(moved)
    expect(back.body).toMatchObject({ version: 4, stateId: stateId(0), expectedRevenue: null })
    expect(back.body.nextStep).not.toBeNull()
    const operations = await world.db.q
      .selectFrom('event')
      .select('cause')
      .where('record_id', '=', interest.id)
      .where('version', '>', 2)
      .execute()
    const ids = operations.map(each => (each.cause as { operation: string }).operation)
    expect(new Set(ids).size, 'one step for both').toBe(1)
  })

  test('brings an outcome back with its reason, and out of it again', async () => {
    const { id } = await create()
    const lost = await move(id, 1, stateId(6), { lossReasonId, comment: 'Дорого', competitor: 'Север' })
    expect((await offered(id))[0]?.undo).toEqual({ keeps: ['days', 'closing'] })
    const opened = (await undo(lost)).body
    expect(opened).toMatchObject({ open: true, stateId: stateId(0), lossReasonId: null })
    const again = (await undo(opened)).body
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
    const moved = await move(begun.id, 1, body.states[2]?.id ?? '')
    const refused = await undo(moved)
    expect(refused.problem).toMatchObject({
      code: 'interest.move_refused',
      data: { missing: [{ rule: 'enter_role' }] },
    })
    expect(await me.ok(getInterest, { params: { id: begun.id } })).toMatchObject({ version: 2 })
    expect((await undo(moved, boss)).body).toMatchObject({ stateId: first.id })
    const other = await boss.ok(changeInterestScenario, {
      params: { id: begun.id },
      body: { version: 3, scenarioId: sale.id },
    })
    expect((await undo(other, boss)).body).toMatchObject({ scenarioId: body.id, stateId: first.id })
  })

  test('parts a prospect from its client, and says that every Interest follows', async () => {
    const interest = await create()
    const client = await me.ok(createClient, { body: aClient() })
    await me.ok(linkProspect, { params: { id: interest.prospectId ?? '' }, body: { clientId: client.id } })
    expect((await offered(interest.id))[0]?.undo).toEqual({ keeps: ['everyInterest', 'client'] })
    expect((await undo({ id: interest.id, version: 2 })).body).toMatchObject({ version: 3, clientId: null })
    expect(await offered(interest.id)).toEqual([])
  })

  test('is refused to whoever saw an older version, for an older entry, and to strangers', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Первая' })
    const old = (await offered(id))[0]?.id ?? ''
    await change(id, 2, { subject: 'Вторая' })
    const at = (version: number, entryId: string, who: Parameters<typeof world.as>[0] = 'salesperson') =>
      world.as(who).call(undoChange, { params: { id }, body: { version, entryId } })
    const late = await at(2, old)
    expect(late.problem).toMatchObject({ code: 'conflict', data: { version: 3, fields: [{ field: 'subject' }] } })
    expect((await at(3, old)).problem.code).toBe('interest.undo_impossible')
    expect((await at(3, '1')).problem.code).toBe('interest.undo_impossible')
    expect((await at(3, old, 'stranger')).status).toBe(404)
    expect((await at(3, old, null)).status).toBe(401)
    expect((await at(3, 'x')).status).toBe(422)
  })
})
