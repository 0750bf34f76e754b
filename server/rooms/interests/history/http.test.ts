import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import * as clients from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import { createScenario, listScenarios } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest, moveInterest } from '../contract.ts'
import { interestHistory } from './contract.ts'

describe('the history of fields', async () => {
  let time = Date.now() - 3_600_000
  const world = await aWorld({ now: () => new Date(time) })
  const me = world.as('salesperson')
  const head = world.as('head')
  const boss = world.as('administrator')
  let serviceTypeId = ''
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })
  const later = () => (time += 60_000)
  const create = (more: object = {}) => me.ok(createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const change = (id: string, version: number, body: object, who: Name = 'salesperson') => {
    later()
    return world.as(who).ok(changeInterest, { params: { id }, body: { version, ...body } })
  }
  const history = async (id: string, query: object = {}, who: Name = 'salesperson') =>
    (await world.as(who).ok(interestHistory.read, { params: { id }, query })).items

  test('says who changed what, from which value to which, page by page and of one field', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Первая', tags: ['а'] })
    await change(id, 2, { subject: 'Вторая' }, 'head')
    await change(id, 3, { tags: ['б'] })
    const [last, second, first, made] = await history(id)
    expect(last).toMatchObject({
      version: 4,
      by: 'person',
      actor: { name: people.salesperson.name },
      through: null,
      onBehalfOf: null,
    })
    expect(second).toMatchObject({
      actor: { name: people.head.name },
      undoable: false,
      changes: [{ field: 'subject', from: 'Первая', to: 'Вторая', restorable: true }],
    })
    expect(first?.changes.map(each => each.field).sort()).toEqual(['subject', 'tags'])
    expect(made?.kind).toBe('interest.created')
    const ofSubject = await history(id, { field: 'subject' })
    expect(ofSubject.map(each => each.changes.map(one => [one.from, one.to]))).toEqual([
      [['Первая', 'Вторая']],
      [[null, 'Первая']],
    ])
    const page = await me.ok(interestHistory.read, { params: { id }, query: { limit: 2 } })
    const rest = await me.ok(interestHistory.read, { params: { id }, query: { limit: 2, cursor: page.nextCursor } })
    expect([...page.items, ...rest.items].map(each => each.version)).toEqual([4, 3, 2, 1])
  })

  test('of a record out of sight is none, and a client behind a wall is not named', async () => {
    const client = await world.as('stranger').ok(clients.createClient, { body: aClient({ name: 'ООО «За стеной»' }) })
    const { id, prospectId } = await create()
    for (const endpoint of [interestHistory.read, interestHistory.asOf]) {
      const answer = await world
        .as('stranger')
        .call(endpoint, { params: { id }, query: endpoint === interestHistory.asOf ? { version: 1 } : {} })
      expect(answer.status).toBe(404)
    }
    expect((await world.as(null).call(interestHistory.read, { params: { id } })).status).toBe(401)
    await boss.ok(clients.linkProspect, { params: { id: prospectId ?? '' }, body: { clientId: client.id } })
    const [linked] = await history(id)
    expect(linked?.changes.find(each => each.field === 'clientId')?.to).toEqual({
      id: null,
      name: null,
      archived: false,
      walled: true,
    })
    expect(
      JSON.stringify([await history(id), await me.ok(interestHistory.asOf, { params: { id }, query: { version: 2 } })]),
    ).not.toContain('За стеной')
    const [seen] = await history(id, {}, 'administrator')
    expect(seen?.changes.find(each => each.field === 'clientId')?.to).toMatchObject({
      id: client.id,
      name: 'ООО «За стеной»',
    })
    expect((await me.call(clients.clientHistory.read, { params: { id: client.id } })).status).toBe(404)
    const [contractor] = (await boss.ok(clients.getClient, { params: { id: client.id } })).contractors
    expect((await me.call(clients.contractorHistory.read, { params: { id: contractor?.id ?? '' } })).status).toBe(404)
  })

  test('tells references by their names of today, and which are archived', async () => {
    const [channel] = [newId()]
    await boss.ok(directories.channel.create, { body: { id: channel, name: 'Газета' } })
    const { id } = await create({ channelId: channel })
    await change(id, 1, { channelId: null })
    await boss.ok(directories.channel.archive, { params: { id: channel } })
    expect((await history(id))[0]?.changes).toMatchObject([
      { field: 'channelId', from: { id: channel, name: 'Газета', archived: true }, to: null },
    ])
    const plan = await head.ok(interestHistory.restore, {
      params: { id },
      body: { version: 2, to: { version: 1 }, fields: ['channelId'], dryRun: true },
    })
    expect(plan).toMatchObject({ changes: [], impossible: [{ field: 'channelId', code: 'archived' }] })
  })

  test('of a legal entity that moved with a merge says that it was the main one of the other client', async () => {
    const [stays, goes] = [
      await boss.ok(clients.createClient, { body: aClient({ inn: '7736050003' }) }),
      await boss.ok(clients.createClient, { body: aClient({ inn: '7728168971' }) }),
    ]
    const params = { id: goes.contractors[0]?.id ?? '' }
    later()
    const body = { id: newId(), kind: 'client', winnerId: stays.id, loserId: goes.id }
    await boss.ok(clients.mergeParties, { body })
    const past = await boss.ok(clients.contractorHistory.asOf, { params, query: { version: 1 } })
    expect(past.fields.find(each => each.field === 'main')).toMatchObject({ was: true, now: false })
    expect(past.fields.find(each => each.field === 'clientId')?.differs).toBe(true)
    await boss.ok(clients.undoMerge, { params: { id: body.id } })
    const [back] = (await boss.ok(clients.contractorHistory.read, { params })).items
    expect(back?.changes).toContainEqual(expect.objectContaining({ field: 'main', from: false, to: true }))
  })

  test('is personal data like the card: who looks is written down, of a legal entity as a look at its client', async () => {
    const client = await boss.ok(clients.createClient, { body: aClient() })
    await head.ok(clients.contractorHistory.read, { params: { id: client.contractors[0]?.id ?? '' } })
    const { id } = await create()
    await head.ok(interestHistory.asOf, { params: { id }, query: { version: 1 } })
    const { rows } = await world.db.pool.query(
      'select kind, record_id from audit where actor_id = $1 and record_id = any($2) order by kind',
      [people.head.id, [client.id, id]],
    )
    expect(rows).toEqual([
      { kind: 'client.viewed', record_id: client.id },
      { kind: 'interest.viewed', record_id: id },
    ])
  })

  test('is read by the index of the record', async () => {
    const { id } = await create()
    const { rows } = await world.db.pool.query(
      `explain select id from event where record_id = '${id}' and record_kind = 'interest' and version is not null order by id desc limit 51`,
    )
    await world.db.pool.query('analyze event')
    expect(JSON.stringify(rows)).toContain('event_of_record')
  })

  test('says what was destroyed and what is older than the history, and guesses neither', async () => {
    const { id } = await create()
    await change(id, 1, { subject: 'Тайное', tags: ['а'] })
    await change(id, 2, { subject: 'Явное' })
    await change(id, 3, { sourceId: null, tags: ['б'] })
    await world.db.pool.query(`update event set personal = '{"subject": {}}' where record_id = $1 and version = 3`, [
      id,
    ])
    const told = async (version: number, field: string) =>
      (await me.ok(interestHistory.asOf, { params: { id }, query: { version } })).fields.find(
        each => each.field === field,
      )
    expect(await told(2, 'subject')).toMatchObject({ was: null, unknown: 'blanked', differs: true, restorable: false })
    expect((await history(id))[1]).toMatchObject({
      changes: [{ field: 'subject', unknown: 'blanked', restorable: false }],
    })
    await world.db.pool.query(`delete from event where record_id = $1 and version = 3`, [id])
    expect(await told(2, 'channelId')).toMatchObject({ unknown: 'before_history' })
    expect(await told(2, 'subject'), 'what its own step tells is known').toMatchObject({
      was: 'Тайное',
      unknown: null,
    })
    expect(await told(2, 'tags')).toMatchObject({ was: ['а'] })
    const early = await me.call(interestHistory.asOf, { params: { id }, query: { at: '2020-01-01T00:00:00Z' } })
    expect(early.problem.code).toBe('history.before_record')
    expect((await me.call(interestHistory.asOf, { params: { id }, query: {} })).problem.data.errors).toMatchObject([
      { code: 'one_moment' },
    ])
  })

  describe('giving back', () => {
    const restore = (who: Name, id: string, body: object) =>
      world.as(who).call(interestHistory.restore, { params: { id }, body })

    test('goes by the right, through the ordinary change, and says what set it off', async () => {
      const { id } = await create()
      await change(id, 1, { subject: 'Была', expectedRevenue: { amount: '10', currency: 'RUB' } })
      await change(id, 2, { subject: 'Стала', expectedRevenue: null, tags: ['x'] })
      const body = { version: 3, to: { version: 2 }, fields: ['subject', 'expectedRevenue'] }
      expect((await restore('salesperson', id, body)).status).toBe(403)
      const preview = await restore('head', id, { ...body, dryRun: true })
      expect(preview.body.changes).toEqual([
        { field: 'subject', of: null, from: 'Стала', to: 'Была' },
        { field: 'expectedRevenue', of: null, from: null, to: { amount: '10.00', currency: 'RUB' } },
      ])
      expect(preview.body.record, 'the version it was worked out for').toEqual({ id, version: 3 })
      expect((await me.ok(getInterest, { params: { id } })).version, 'a preview changes nothing').toBe(3)
      expect((await restore('head', id, body)).body).toMatchObject({ record: { version: 4 } })
      expect(await me.ok(getInterest, { params: { id } })).toMatchObject({ typedSubject: 'Была', tags: ['x'] })
      expect((await history(id))[0]).toMatchObject({ through: { kind: 'restore', id: '2' } })
      expect((await restore('stranger', id, body)).status).toBe(403)
    })

    test('of a whole version leaves state and party to their doors and says so', async () => {
      const { id, stateId } = await create()
      await change(id, 1, { subject: 'Первая' })
      const next = await nextStateOf(stateId)
      later()
      await me.ok(moveInterest, { params: { id }, body: { version: 2, stateId: next } })
      await change(id, 3, { subject: 'Вторая' })
      const { body } = await restore('head', id, { version: 4, to: { version: 2 }, dryRun: true })
      expect(body.changes.map((each: { field: string }) => each.field)).toEqual(['subject'])
      expect(body.impossible).toContainEqual(expect.objectContaining({ field: 'stateId', code: 'own_door' }))
      const refused = await restore('head', id, { version: 4, to: { version: 2 }, fields: ['subject', 'stateId'] })
      expect(refused.problem.code).toBe('history.restore_impossible')
      expect((await me.ok(getInterest, { params: { id } })).typedSubject, 'all or nothing').toBe('Вторая')
    })

    test('is a conflict where somebody changed the field since the preview', async () => {
      const { id } = await create()
      await change(id, 1, { subject: 'Первая' })
      await change(id, 2, { subject: 'Вторая' })
      await change(id, 3, { subject: 'Третья' }, 'head')
      const answer = await restore('head', id, { version: 3, to: { version: 2 }, fields: ['subject'] })
      expect(answer.problem).toMatchObject({
        code: 'conflict',
        data: { fields: [{ field: 'subject', theirs: 'Третья' }] },
      })
    })

    test('passes the guards of the state: what it demands is not emptied', async () => {
      const demanding = aState({ name: 'Требует сумму', required: ['expectedRevenue'] })
      const { won: _, lost: __, ...body } = aScenario([aState(), demanding])
      await boss.ok(createScenario, { body })
      const { id } = await create({ scenarioId: body.id })
      await change(id, 1, { expectedRevenue: { amount: '10', currency: 'RUB' }, subject: 'Есть' })
      later()
      await me.ok(moveInterest, { params: { id }, body: { version: 2, stateId: demanding.id } })
      const asked = { version: 3, to: { version: 1 }, fields: ['expectedRevenue', 'subject'] }
      const preview = (await restore('head', id, { ...asked, dryRun: true })).body
      expect(preview.changes).toMatchObject([{ field: 'subject', to: null }])
      expect(preview.impossible).toMatchObject([{ field: 'expectedRevenue', code: 'interest.field_demanded' }])
      expect((await restore('head', id, asked)).problem.code).toBe('interest.field_demanded')
      expect((await me.ok(getInterest, { params: { id } })).expectedRevenue).toEqual({
        amount: '10.00',
        currency: 'RUB',
      })
    })

    test('keeps INN and KPP strict, and a position of a contact at its client', async () => {
      const inn = '7707083893'
      const one = await boss.ok(clients.createClient, {
        body: aClient({ inn, kpp: '770701001', contacts: [aContact({ position: 'Инженер' })] }),
      })
      later()
      await boss.ok(clients.changeClient, {
        params: { id: one.id },
        body: { version: 1, inn: null, kpp: null, comment: 'Ошибка' },
      })
      await boss.ok(clients.createClient, { body: aClient({ inn, kpp: '770701001' }) })
      const at = { params: { id: one.id } }
      const preview = await boss.ok(clients.clientHistory.restore, {
        ...at,
        body: { version: 2, to: { version: 1 }, dryRun: true },
      })
      expect(preview.impossible.map(each => [each.field, each.code])).toEqual([
        ['inn', 'contractor.exists'],
        ['kpp', 'contractor.exists'],
      ])
      expect(preview.changes.map(each => each.field)).toEqual(['comment'])
      const contact = one.contacts[0]?.id ?? ''
      later()
      await boss.ok(clients.changeContact, {
        params: { id: contact },
        body: { version: 1, clientId: one.id, position: 'Директор' },
      })
      const [entry] = (await boss.ok(clients.contactHistory.read, { params: { id: contact } })).items
      expect(entry?.changes).toMatchObject([{ field: 'position', of: { id: one.id }, from: 'Инженер', to: 'Директор' }])
      await boss.ok(clients.contactHistory.restore, {
        params: { id: contact },
        body: { version: 2, to: { version: 1 }, fields: ['position'] },
      })
      expect((await boss.ok(clients.getContact, { params: { id: contact } })).clients[0]?.position).toBe('Инженер')
    })

    test('works for a prospect and a legal entity too, to a time as well as to a version', async () => {
      const prospect = await boss.ok(clients.createProspect, { body: aProspect({ company: 'Была' }) })
      const moment = new Date(time).toISOString()
      later()
      await boss.ok(clients.changeProspect, { params: { id: prospect.id }, body: { version: 1, company: 'Стала' } })
      await boss.ok(clients.prospectHistory.restore, {
        params: { id: prospect.id },
        body: { version: 2, to: { at: moment } },
      })
      expect((await boss.ok(clients.getProspect, { params: { id: prospect.id } })).company).toBe('Была')
      const { contractors } = await boss.ok(clients.createClient, { body: aClient({ name: 'ООО «Имя»' }) })
      const id = contractors[0]?.id ?? ''
      await boss.ok(clients.changeContractor, { params: { id }, body: { version: 1, fullName: 'Полное' } })
      await boss.ok(clients.contractorHistory.restore, { params: { id }, body: { version: 2, to: { version: 1 } } })
      expect(
        (await boss.ok(clients.contractorHistory.asOf, { params: { id }, query: { version: 3 } })).fields.find(
          each => each.field === 'fullName',
        )?.was,
      ).toBe(null)
    })
  })

  async function nextStateOf(stateId: string): Promise<string> {
    const found = (await me.ok(listScenarios)).items.find(each => each.states.some(state => state.id === stateId))
    return found?.states[1]?.id ?? ''
  }
})
