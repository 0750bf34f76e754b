import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { perform } from '../../../platform/work.ts'
import { enterAbsence, getAbsence } from '../../access/absences/contract.ts'
import { deactivateUser, reactivateUser } from '../../access/contract.ts'
import { systemCaller } from '../../access/gates/queries.ts'
import { listHeads } from '../../access/grants/queries.ts'
import { aClient } from '../../clients/builders.ts'
import { createClient } from '../../clients/contract.ts'
import { changeCompany, directories, readCompany } from '../../company/contract.ts'
import { anInterest } from '../../interests/builders.ts'
import { createInterest, getInterest, moveInterest } from '../../interests/contract.ts'
import { listScenarios } from '../../scenarios/contract.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { aPlan } from '../builders.ts'
import { completeActivity, getActivity, planActivity, readMyDay } from '../contract.ts'
import { tellBegun, tellReturned } from './actions.ts'
import { previewAbsence } from './contract.ts'

const NOW = new Date('2026-12-08T07:00:00Z')
let clock = NOW
const world = await aWorld({ now: () => clock })
const other = await aWorld({ now: () => clock, beside: world })
const [admin, anna, igor] = [world.as('administrator'), world.as('salesperson'), world.as('colleague')]
const idOf = (who: Name) => people[who].id
let serviceTypeId = ''

beforeAll(async () => {
  await world.db.pool.query(`update session set expires_at = '2100-01-01', seen_at = '2026-12-08'`)
  serviceTypeId = (await anna.ok(directories.service_type.list)).items[0]?.id ?? ''
})
beforeEach(async () => {
  // What the gate remembers of the test before is a second old by then.
  clock = new Date(clock.getTime() + 3_600_000 * 24)
  await world.db.pool.query(`
    delete from absence; delete from notice; delete from activity; update session set ended_at = null`)
  await anna.ok(readMyDay)
  await igor.ok(readMyDay)
  clock = NOW
})

const enter = (more: object = {}) =>
  admin.ok(enterAbsence, {
    body: {
      id: newId(),
      userId: idOf('salesperson'),
      kind: 'trip',
      startsAt: '2026-12-08T08:00:00Z',
      endsAt: '2026-12-08T18:00:00Z',
      work: true,
      rights: true,
      substitutes: [{ userId: idOf('colleague') }],
      ...more,
    },
  })
const told = async <K extends Notice['kind']>(who: Name, kind: K) =>
  (await world.as(who).ok(listNotices, { query: { limit: 200 } })).items.flatMap(each =>
    each.kind === kind ? [(each as Extract<Notice, { kind: K }>).data] : [],
  )
const edges = async (node = world) => {
  for (const edge of [tellBegun, tellReturned]) {
    while ((await perform(node.platform, systemCaller(), { verb: 'test' }, edge)).result) continue
  }
}
const ofInterest = (more: object = {}) => anInterest({ serviceTypeId, ...more })

describe('the work of somebody who is away', () => {
  test('that is due or new is shown to whoever stands in, is done there, and stays where it was', async () => {
    const [due, later] = [aPlan({ dueDay: '2026-12-08' }), aPlan({ dueDay: '2026-12-20' })]
    for (const body of [due, later]) await anna.ok(planActivity, { body })
    await enter({ rights: false })
    expect((await igor.ok(readMyDay)).absent).toEqual([])
    clock = new Date('2026-12-08T09:00:00Z')
    const fresh = aPlan({ assigneeId: idOf('salesperson'), subject: 'Новая' })
    await admin.ok(planActivity, { body: fresh })
    const [absent] = (await igor.ok(readMyDay)).absent
    expect(absent).toMatchObject({ user: { name: people.salesperson.name }, count: 2 })
    expect(absent?.items.map(each => [each.id, each.can['complete'], each.assignee.id])).toEqual([
      [due.id, true, idOf('salesperson')],
      [fresh.id, true, idOf('salesperson')],
    ])
    expect((await world.as('stranger').ok(readMyDay)).absent).toEqual([])
    await igor.ok(completeActivity, { params: { id: due.id }, body: { result: 'Сделано' } })
    expect((await igor.ok(readMyDay)).absent[0]?.count).toBe(1)
    const [event] = await world.db.q
      .selectFrom('event')
      .select('cause')
      .where('record_id', '=', due.id)
      .where('kind', '=', 'activity.done')
      .execute()
    expect(event?.cause).toMatchObject({ onBehalfOf: idOf('salesperson') })
    clock = new Date('2026-12-08T18:00:00Z')
    expect((await igor.ok(readMyDay)).absent).toEqual([])
    expect((await igor.call(getActivity, { params: { id: fresh.id } })).status).toBe(404)
    expect(await anna.ok(getActivity, { params: { id: fresh.id } })).toMatchObject({ version: 1, outcome: null })
  })

  test('is not shown where only rights were handed over, or other kinds of record', async () => {
    await anna.ok(planActivity, { body: aPlan({ dueDay: '2026-12-08' }) })
    await enter({ work: false })
    clock = new Date('2026-12-08T09:00:00Z')
    expect((await igor.ok(readMyDay)).absent).toEqual([])
    await world.db.pool.query('delete from absence')
    await enter({ substitutes: [{ userId: idOf('colleague'), kinds: ['clients', 'interests'] }] })
    clock = new Date('2026-12-08T10:00:00Z')
    expect((await igor.ok(readMyDay)).absent).toEqual([])
  })
})

describe('notices of an absence', () => {
  test('whoever stands in is told when asked, at the beginning and at the end; the person when back; each once', async () => {
    const { id: clientId } = await anna.ok(createClient, { body: aClient() })
    const interest = await anna.ok(createInterest, { body: ofInterest({ clientId }) })
    const [done, missed] = [aPlan({ dueDay: '2026-12-07' }), aPlan({ dueAt: '2026-12-08T12:00:00Z' })]
    for (const body of [done, missed]) await anna.ok(planActivity, { body })
    await enter()
    expect(await told('colleague', 'absence.asked')).toMatchObject([
      { what: 'asked', absence: { user: { name: people.salesperson.name } }, by: { id: idOf('administrator') } },
    ])
    await edges()
    expect(await told('colleague', 'absence.begun')).toEqual([])
    clock = new Date('2026-12-08T08:00:00Z')
    await Promise.all([edges(), edges(other), edges()])
    expect(await told('colleague', 'absence.begun')).toHaveLength(1)
    clock = new Date('2026-12-08T09:00:00Z')
    const { items: scenarios } = await igor.ok(listScenarios)
    const stateId = scenarios.find(each => each.id === interest.scenarioId)?.states[1]?.id ?? ''
    await igor.ok(moveInterest, { params: { id: interest.id }, body: { version: 1, stateId } })
    await igor.ok(completeActivity, { params: { id: done.id }, body: {} })
    clock = new Date('2026-12-08T17:59:59.999Z')
    await edges()
    expect(await told('salesperson', 'absence.returned')).toEqual([])
    clock = new Date('2026-12-08T18:00:00Z')
    await Promise.all([edges(), edges(other), edges(), edges(other)])
    expect(await told('salesperson', 'absence.returned')).toMatchObject([
      {
        interests: { moved: 1, closed: 0 },
        done: [{ by: { name: people.colleague.name }, count: 1 }],
        missed: 1,
      },
    ])
    expect(await told('colleague', 'absence.ended')).toMatchObject([{ done: 1 }])
  })

  test('whoever named somebody who leaves is told, and so is the absent person', async () => {
    await enter()
    const params = { id: idOf('colleague') }
    await world.as('administrator').ok(deactivateUser, { params })
    await world.as('administrator').ok(reactivateUser, { params })
    expect(await told('salesperson', 'absence.left')).toMatchObject([{ who: { name: people.colleague.name } }])
    // The author dismissed that person without a word of the product to say.
    expect(await told('administrator', 'absence.left')).toEqual([])
  })
})

describe('what the product chooses by itself', () => {
  const responsibleOf = async (clientId: string) =>
    (await admin.ok(createInterest, { body: ofInterest({ clientId }) })).responsible?.id

  test('goes to whoever stands in for the responsible of the client, and past those who are away without anybody', async () => {
    const client = await anna.ok(createClient, { body: aClient() })
    await enter()
    expect(await responsibleOf(client.id)).toBe(idOf('salesperson'))
    clock = new Date('2026-12-08T09:00:00Z')
    expect(await responsibleOf(client.id)).toBe(idOf('colleague'))
    await enter({ userId: idOf('colleague'), substitutes: [], work: false, rights: false })
    expect(await responsibleOf(client.id)).toBe(idOf('administrator'))
    clock = new Date('2026-12-08T18:00:00Z')
    expect(await responsibleOf(client.id)).toBe(idOf('salesperson'))
    const named = await admin.ok(createInterest, {
      body: ofInterest({ clientId: client.id, responsibleId: idOf('stranger') }),
    })
    expect((await admin.ok(getInterest, { params: { id: named.id } })).responsible?.id).toBe(idOf('stranger'))
  })

  test('asks those who stand in for a head, where they may decide, else whoever is next', async () => {
    const ask = (right?: 'losses.confirm') =>
      listHeads(world.db, idOf('salesperson'), { now: clock, ...(right ? { right } : {}) })
    await enter({ userId: idOf('head') })
    clock = new Date('2026-12-08T09:00:00Z')
    expect(await ask()).toEqual([idOf('colleague')])
    expect(await ask('losses.confirm')).toEqual([idOf('administrator')])
    await enter({ userId: idOf('administrator'), substitutes: [], work: false, rights: false })
    expect(await ask('losses.confirm')).toEqual([idOf('head')])
  })
})

test('an absence that was entered in days moves with the zone of the company', async () => {
  const { id } = await enter({ startsAt: null, endsAt: null, fromDay: '2026-12-20', toDay: '2026-12-21' })
  const put = async (timeZone: string) => {
    const { version } = await admin.ok(readCompany)
    await admin.ok(changeCompany, { body: { version, timeZone } })
  }
  const begins = async () => (await anna.ok(getAbsence, { params: { id } })).startsAt
  expect(await begins()).toBe('2026-12-19T19:00:00.000Z')
  await put('Pacific/Kiritimati')
  expect(await begins()).toBe('2026-12-19T10:00:00.000Z')
  await put('Pacific/Niue')
  expect(await begins()).toBe('2026-12-20T11:00:00.000Z')
  await put('Asia/Yekaterinburg')
})

test('a preview counts what would be seen and tells what is soft, to whoever may enter the absence', async () => {
  await anna.ok(createClient, { body: aClient() })
  for (const dueDay of ['2026-12-08', '2026-12-30']) await anna.ok(planActivity, { body: aPlan({ dueDay }) })
  await enter({ userId: idOf('colleague'), substitutes: [], work: false, rights: false })
  const body = {
    userId: idOf('salesperson'),
    fromDay: '2026-12-08',
    toDay: '2026-12-09',
    substituteIds: [idOf('colleague')],
  }
  const seen = await anna.ok(previewAbsence, { body })
  expect(seen).toMatchObject({ activities: 2, due: 1, warnings: [{ code: 'away', user: { id: idOf('colleague') } }] })
  expect(seen.clients).toBeGreaterThan(0)
  expect((await igor.call(previewAbsence, { body })).status).toBe(403)
  expect((await anna.ok(previewAbsence, { body: { ...body, toDay: null } })).warnings).toEqual([])
})
