import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { perform } from '../../platform/work.ts'
import { handOverWork } from '../activities/handing-over/contract.ts'
import { planActivity } from '../activities/contract.ts'
import { aClient, aContact, aProspect } from '../clients/builders.ts'
import * as clients from '../clients/contract.ts'
import { changeClient } from '../clients/editing/actions.ts'
import { directories } from '../company/contract.ts'
import { listScenarios, type Scenario } from '../scenarios/contract.ts'
import { anInterest } from '../interests/builders.ts'
import { changeInterest, createInterest, getInterest, moveInterest } from '../interests/contract.ts'
import { interestHistory } from '../interests/history/contract.ts'
import { undoAct } from './contract.ts'

describe('taking back what one did', async () => {
  let time = Date.now() - 40 * 3_600_000
  const world = await aWorld({ now: () => new Date(time) })
  const me = world.as('salesperson')
  const head = world.as('head')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let sale: Scenario
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await me.ok(listScenarios)).items[0] as Scenario
  })
  const later = (hours = 0.01) => (time += hours * 3_600_000)
  const create = () => me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
  const change = async (id: string, version: number, body: object, who: Name = 'salesperson') => {
    later()
    return world.as(who).ok(changeInterest, { params: { id }, body: { version, ...body } })
  }
  const undo = (of: object, more: object = {}, who: Name = 'salesperson', headers = {}) =>
    world.as(who).call(undoAct, { body: { change: of, ...more }, headers })
  const ofInterest = (id: string, version: number) => ({ kind: 'interest', id, version })
  const read = (id: string) => me.ok(getInterest, { params: { id } })

  test('gives back what the change made, though other fields were changed since, and can be undone itself', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Моя', tags: ['моё'] })
    await change(id, 2, { expectedRevenue: { amount: '5', currency: 'RUB' } }, 'head')
    const of = ofInterest(id, 2)
    const preview = await undo(of, { dryRun: true })
    expect(preview.body).toMatchObject({ left: [], undone: [{ record: { kind: 'interest', id }, keeps: [] }] })
    expect(preview.body.undone[0]?.changes).toContainEqual({ field: 'subject', of: null, from: 'Моя', to: null })
    expect((await read(id)).version).toBe(3)
    await undo(of)
    expect(await read(id)).toMatchObject({
      version: 4,
      typedSubject: null,
      tags: [],
      expectedRevenue: { amount: '5.00' },
    })
    const [entry] = (await me.ok(interestHistory.read, { params: { id } })).items
    expect(entry).toMatchObject({ through: { kind: 'undo' }, undoable: true })
    await undo({ entryId: entry?.id })
    expect(await read(id), 'an undo is undone the same way').toMatchObject({
      version: 5,
      typedSubject: 'Моя',
      tags: ['моё'],
    })
    expect((await undo(of)).status, 'the values stand again').toBe(200)
  })

  test('is refused where somebody changed the field since, naming who, when and which', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Моя', tags: ['моё'] })
    await change(id, 2, { subject: 'Начальника' }, 'head')
    const refused = await undo(ofInterest(id, 2))
    expect(refused.problem).toMatchObject({
      code: 'undo.refused',
      data: {
        left: [
          {
            field: 'subject',
            code: 'changed_since',
            changedBy: { name: people.head.name },
            changedAt: new Date(time).toISOString(),
          },
        ],
      },
    })
    expect(await read(id), 'nothing of it was done').toMatchObject({ version: 3, tags: ['моё'] })
    expect((await undo(ofInterest(id, 2), { dryRun: true })).body).toMatchObject({
      undone: [],
      left: [{ field: 'subject' }],
    })
  })

  test('a repeat of the same key does nothing', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Моя' })
    const headers = { 'idempotency-key': newId() }
    for (const _ of [1, 2]) expect((await undo(ofInterest(id, 2), {}, 'salesperson', headers)).status).toBe(200)
    expect((await read(id)).version).toBe(3)
  })

  test('is for whoever made the change, for a day, and for records in sight', async () => {
    const { id } = await me.ok(clients.createClient, { body: aClient() })
    await me.ok(clients.changeClient, { params: { id }, body: { version: 1, comment: 'Моё' } })
    const of = { kind: 'client', id, version: 2 }
    expect((await undo(of, {}, 'head')).problem).toMatchObject({ code: 'undo.unfit', data: { reason: 'not_own' } })
    expect((await undo(of, {}, 'stranger')).status).toBe(404)
    expect((await undo({ entryId: '1' })).status).toBe(404)
    expect((await undo({ kind: 'client', id, version: 1 })).problem.data, 'a registration').toEqual({
      reason: 'no_way',
    })
    expect((await world.as(null).call(undoAct, { body: { change: of } })).status).toBe(401)
    later(24.1)
    expect((await undo(of)).problem.data).toEqual({ reason: 'too_late' })
    const interest = await create()
    await change(interest.id, 1, { subject: 'Моя' })
    later(24.1)
    expect((await me.ok(interestHistory.read, { params: { id: interest.id } })).items[0]?.undoable).toBe(false)
  })

  test('a write is named by the key that it was sent with, also where its answer was lost; another key names nothing', async () => {
    const { id } = await create()
    const key = newId()
    const body = { version: 1, subject: 'Моя' }
    for (const _ of [1, 2]) await me.call(changeInterest, { params: { id }, body, headers: { 'idempotency-key': key } })
    await change(id, 2, { tags: ['после'] })
    expect((await undo({ key }, {}, 'head')).status, 'a key of somebody else').toBe(404)
    expect((await undo({ key: newId() })).status).toBe(404)
    expect((await undo({ key })).status).toBe(200)
    expect(await read(id)).toMatchObject({ version: 4, typedSubject: null, tags: ['после'] })
  })

  test('whoever changes it while it is taken back is not overwritten', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Моя' })
    const [undone, changed] = await Promise.all([
      undo(ofInterest(id, 2)),
      head.call(changeInterest, { params: { id }, body: { version: 2, subject: 'Начальника' } }),
    ])
    const { typedSubject } = await read(id)
    const won = [undone.status, changed.status].filter(status => status === 200)
    expect(won.length, 'one of the two learns of the other').toBe(1)
    expect(typedSubject).toBe(changed.status === 200 ? 'Начальника' : null)
  })

  test('brings a record back from the archive, and puts it there again', async () => {
    const { id } = await me.ok(clients.createClient, { body: aClient() })
    await me.ok(clients.archiveClient, { params: { id } })
    await undo({ kind: 'client', id, version: 2 })
    expect((await me.ok(clients.getClient, { params: { id } })).archivedAt).toBe(null)
    await undo({ kind: 'client', id, version: 3 })
    expect((await me.ok(clients.getClient, { params: { id } })).archivedAt).not.toBe(null)
  })

  test('of legal entities leaves one main one, and the numbers of the client with it', async () => {
    const client = await me.ok(clients.createClient, { body: aClient({ inn: '7707083893' }) })
    const id = newId()
    await me.ok(clients.addContractor, {
      params: { id: client.id },
      body: { id, kind: 'organisation', name: 'Вторая', inn: '7728168971' },
    })
    const changed = await me.ok(clients.changeContractor, { params: { id }, body: { version: 1, main: true } })
    expect(changed.inn).toBe('7728168971')
    expect((await undo({ kind: 'contractor', id, version: 2 })).status).toBe(200)
    const back = await me.ok(clients.getClient, { params: { id: client.id } })
    expect([back.inn, back.contractors.map(each => [each.main, each.inn])]).toEqual([
      '7707083893',
      [
        [true, '7707083893'],
        [false, '7728168971'],
      ],
    ])
  })

  test('takes contacts and prospects back too, a position at its client', async () => {
    const client = await me.ok(clients.createClient, {
      body: aClient({ contacts: [aContact({ position: 'Инженер' })] }),
    })
    const contact = client.contacts[0]?.id ?? ''
    await me.ok(clients.changeContact, {
      params: { id: contact },
      body: { version: 1, position: 'Директор', comment: 'Новый' },
    })
    await undo({ kind: 'contact', id: contact, version: 2 })
    expect(await me.ok(clients.getContact, { params: { id: contact } })).toMatchObject({
      comment: null,
      clients: [{ position: 'Инженер' }],
    })
    const prospect = await me.ok(clients.createProspect, { body: aProspect() })
    await me.ok(clients.changeProspect, { params: { id: prospect.id }, body: { version: 1, company: 'Новая' } })
    await undo({ kind: 'prospect', id: prospect.id, version: 2 })
    expect((await me.ok(clients.getProspect, { params: { id: prospect.id } })).company).toBe(null)
  })

  test('a move goes back as the last change only, through its guards', async () => {
    const { id, stateId } = await create()
    const to = sale.states[1]?.id ?? ''
    later()
    await me.ok(moveInterest, { params: { id }, body: { version: 1, stateId: to } })
    const preview = await undo(ofInterest(id, 2), { dryRun: true })
    expect(preview.body.undone[0]).toMatchObject({ keeps: ['days'] })
    await change(id, 2, { subject: 'После' }, 'head')
    expect((await undo(ofInterest(id, 2))).problem).toMatchObject({
      data: { left: [{ field: 'subject', changedBy: { name: people.head.name } }] },
    })
    later()
    await me.ok(moveInterest, { params: { id }, body: { version: 3, stateId } })
    expect((await undo(ofInterest(id, 4))).status).toBe(200)
    expect((await read(id)).stateId).toBe(to)
    expect(stateId).not.toBe(to)
  })

  test('what is listed with a way back of its own goes back there: a merge, work handed over', async () => {
    const [one, two] = [
      await boss.ok(clients.createClient, { body: aClient() }),
      await boss.ok(clients.createClient, { body: aClient() }),
    ]
    await boss.ok(clients.mergeParties, { body: { id: newId(), kind: 'client', winnerId: one.id, loserId: two.id } })
    expect((await undo({ kind: 'client', id: one.id, version: 2 }, {}, 'administrator')).problem.data).toEqual({
      reason: 'own_way',
    })
    const task = await boss.ok(planActivity, { body: { id: newId(), kind: 'task', assigneeId: people.head.id } })
    const what = { activities: true, interests: false }
    const order = { id: newId(), fromId: people.head.id, toIds: [people.salesperson.id], what }
    await boss.ok(handOverWork, { body: order })
    expect((await undo({ kind: 'activity', id: task.id, version: 2 }, {}, 'administrator')).problem.data).toEqual({
      reason: 'own_way',
    })
  })

  test('of many records at once says which go back and which stay; those that were named go back, all or none', async () => {
    const ids = (await Promise.all([1, 2, 3].map(() => me.ok(clients.createClient, { body: aClient() })))).map(
      each => each.id,
    )
    later()
    const caller = world.caller('salesperson')
    await perform(world.platform, caller, { verb: 'clients.bulk' }, async work => {
      for (const id of ids) await changeClient(work, id, { version: 1, comment: 'Разом' })
    })
    const [first = '', second = '', third = ''] = ids
    later()
    await head.ok(clients.changeClient, { params: { id: second }, body: { version: 2, comment: 'Иначе' } })
    const of = { kind: 'client', id: first, version: 2 }
    const preview = (await undo(of, { dryRun: true })).body
    expect(preview.undone.map(each => each.record.id).sort()).toEqual([first, third].sort())
    expect(preview.left).toMatchObject([
      { record: { id: second }, field: 'comment', changedBy: { name: people.head.name } },
    ])
    expect((await undo(of)).problem.code, 'all or none').toBe('undo.refused')
    expect((await undo(of, { only: [first, second] })).problem.code).toBe('undo.refused')
    expect((await undo(of, { only: [first, third] })).status).toBe(200)
    const comments = await Promise.all(
      ids.map(async id => (await me.ok(clients.getClient, { params: { id } })).comment),
    )
    expect(comments).toEqual([null, 'Иначе', null])
    const causes = await world.db.pool.query(
      `select distinct cause->>'operation' from event where record_id = any($1) and version = 3 and actor_id = $2`,
      [ids, people.salesperson.id],
    )
    expect(causes.rows).toHaveLength(1)
  })
})
