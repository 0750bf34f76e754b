import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest, moveInterest, readInterestTimeline } from '../contract.ts'
import { removeMember } from '../members/contract.ts'

describe('changing an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })
  const create = async () => {
    const { id } = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    return { params: { id } }
  }

  test('edits of different fields merge; one field changed by both is a conflict that answers with both sides', async () => {
    const { params } = await create()
    await me.ok(changeInterest, { params, body: { version: 1, subject: 'Чиллер' } })
    const merged = await me.ok(changeInterest, { params, body: { version: 1, tags: ['срочно', 'срочно'] } })
    expect(merged).toMatchObject({ version: 3, subject: 'Чиллер', tags: ['срочно'] })
    const { status, problem } = await me.call(changeInterest, { params, body: { version: 1, subject: 'Фанкойл' } })
    expect([status, problem.code]).toEqual([409, 'conflict'])
    expect(problem.data).toEqual({
      version: 3,
      fields: [{ field: 'subject', mine: 'Фанкойл', theirs: 'Чиллер', base: null }],
      changedBy: people.salesperson.id,
      changedAt: expect.any(String),
    })
    const newer = await me.call(changeInterest, { params, body: { version: 9, subject: 'Фанкойл' } })
    expect(newer.status).toBe(409)
  })

  test('a project of the directory is given, told by its name in the history, and taken away again', async () => {
    const [project, archived] = [newId(), newId()]
    const { create: add, archive } = directories.project
    const boss = world.as('administrator')
    await boss.ok(add, { body: { id: project, name: 'Склад в Химках' } })
    await boss.ok(add, { body: { id: archived, name: 'Старый' } })
    await boss.ok(archive, { params: { id: archived } })
    const { params } = await create()
    const given = await me.ok(changeInterest, { params, body: { version: 1, projectId: project } })
    expect(given.projectId).toBe(project)
    const [entry] = (await me.ok(readInterestTimeline, { params })).items
    expect(entry?.changes).toEqual([{ field: 'projectId', from: null, to: 'Склад в Химках' }])
    for (const projectId of [archived, serviceTypeId, newId()]) {
      const { status, problem } = await me.call(changeInterest, { params, body: { version: 2, projectId } })
      expect(status).toBe(422)
      expect(problem.data.errors).toMatchObject([{ path: 'projectId', code: 'unknown_reference' }])
    }
    expect((await me.ok(changeInterest, { params, body: { version: 2, projectId: null } })).projectId).toBe(null)
  })

  test('what stays the same raises no version and leaves no history', async () => {
    const { params } = await create()
    await me.ok(changeInterest, { params, body: { version: 1, expectedRevenue: { amount: '100', currency: 'RUB' } } })
    const body = { version: 2, expectedRevenue: { amount: '100.00', currency: 'RUB' } }
    expect((await me.ok(changeInterest, { params, body })).version).toBe(2)
    expect((await me.ok(readInterestTimeline, { params })).items).toHaveLength(2)
  })

  test('an expected revenue below zero or in a currency that does not exist is refused at its place, by every door', async () => {
    const { params } = await create()
    const { stateId } = await me.ok(getInterest, { params })
    const expectedRevenue = { amount: '-0.01', currency: 'XXQ' }
    const answers = [
      await me.call(changeInterest, { params, body: { version: 1, expectedRevenue } }),
      await me.call(createInterest, { body: { ...anInterest({ serviceTypeId }), expectedRevenue } }),
      await me.call(moveInterest, { params, body: { version: 1, stateId, fields: { expectedRevenue } } }),
    ]
    const places = ['', '', 'fields.'].map(place => `${place}expectedRevenue`)
    expect(answers.map(each => each.problem.data.errors)).toMatchObject(
      places.map(place => [
        { path: `${place}.amount`, code: 'negative_amount' },
        { path: `${place}.currency`, code: 'unknown_currency' },
      ]),
    )
    const zero = { amount: '0', currency: 'KZT' }
    const changed = await me.ok(changeInterest, { params, body: { version: 1, expectedRevenue: zero } })
    expect(changed.expectedRevenue).toEqual({ amount: '0.00', currency: 'KZT' })
  })

  test('state, client and prospect have doors of their own', async () => {
    const { params } = await create()
    for (const field of ['stateId', 'clientId', 'prospectId', 'scenarioId']) {
      const { status, problem } = await me.call(changeInterest, { params, body: { version: 1, [field]: newId() } })
      expect(status).toBe(422)
      expect(problem.data.errors).toMatchObject([{ path: field, code: 'unknown_property' }])
    }
  })

  test('what is named and may not be taken is refused at its place, all at once', async () => {
    const { params } = await create()
    const body = { version: 1, serviceTypeId: newId(), contactId: newId(), channelId: serviceTypeId }
    const { problem } = await me.call(changeInterest, { params, body })
    expect(problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'serviceTypeId',
      'contactId',
      'channelId',
    ])
  })

  test('an empty text empties the field, and the subject is derived again', async () => {
    const { params } = await create()
    await me.ok(changeInterest, { params, body: { version: 1, subject: 'Чиллер', content: '  ' } })
    const emptied = await me.ok(changeInterest, { params, body: { version: 2, subject: '' } })
    expect(emptied).toMatchObject({ typedSubject: null, content: null, subject: emptied.number })
  })

  test('handed over it stays with the giver as a co-executor, and leaves its sight with that', async () => {
    const { params } = await create()
    const body = { version: 1, responsibleId: people.stranger.id }
    const giving = { params, body, headers: { 'idempotency-key': newId() } }
    const given = await me.ok(changeInterest, giving)
    expect(given.responsible?.id).toBe(people.stranger.id)
    expect((await me.call(getInterest, { params })).status).toBe(200)
    await me.ok(removeMember, { params: { ...params, userId: people.salesperson.id } })
    expect((await me.call(getInterest, { params })).status).toBe(404)
    expect((await me.ok(changeInterest, giving)).version, 'a lost answer is given again').toBe(given.version)
    expect((await world.as('stranger').ok(getInterest, { params })).version).toBe(2)
  })
})
