import { describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { makeInn10, makeKpp, makeOgrn } from '../../../platform/pure/requisites.ts'
import { aClient } from '../builders.ts'
import * as api from '../contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const anna = world.as('salesperson')
const igor = world.as('colleague')

const eventsOf = async (id: string) =>
  world.db.q
    .selectFrom('event')
    .select(['kind', 'version', 'changes', 'personal'])
    .where('record_id', '=', id)
    .orderBy('id')
    .execute()
const errorsOf = (answer: { problem: { data: { errors: { path: string; code: string }[] } } }) =>
  answer.problem.data.errors.map(each => [each.path, each.code])
const change = (id: string, body: Record<string, unknown>, who = anna) =>
  who.call(api.changeContractor, { params: { id }, body })

/** A client of two legal entities. */
async function aHolding(numbers: { inn?: string; kpp?: string; ogrn?: string } = {}) {
  const made = await anna.ok(api.createClient, { body: aClient(numbers) })
  const second = newId()
  const body = { id: second, kind: 'organisation', name: 'ООО «Вторая»' }
  await anna.ok(api.addContractor, { params: { id: made.id }, body })
  return { id: made.id, main: made.contractors[0]?.id ?? '', second }
}

const seen = async (clientId: string, id: string) => {
  const client = await anna.ok(api.getClient, { params: { id: clientId } })
  return client.contractors.find(each => each.id === id)
}

describe('changing a legal entity', () => {
  test('writes one event with from and to, raises its version and leaves that of its client', async () => {
    const { id, second } = await aHolding()
    const inn = makeInn10(Math.random)
    const body = { version: 1, name: 'АО «Вторая»', fullName: 'Акционерное общество «Вторая»', inn: ` ${inn} ` }
    const answer = await change(second, body)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id, version: 1, inn: null, warnings: [] })
    expect(await seen(id, second)).toMatchObject({ name: 'АО «Вторая»', fullName: body.fullName, inn, version: 2 })
    const [, event, ...more] = await eventsOf(second)
    expect(event).toMatchObject({
      kind: 'contractor.changed',
      version: 2,
      changes: null,
      personal: { name: { from: 'ООО «Вторая»', to: 'АО «Вторая»' }, inn: { from: null, to: inn } },
    })
    expect(more).toEqual([])
    const found = (await anna.ok(api.listClients, { query: { q: inn } })).items
    expect(found.map(each => each.id)).toEqual([id])
  })

  test('changes nothing and tells nothing when nothing differs', async () => {
    const { id, second } = await aHolding()
    await change(second, { version: 1, name: 'ООО «Вторая»', inn: null })
    expect((await seen(id, second))?.version).toBe(1)
    expect(await eventsOf(second)).toHaveLength(1)
  })

  test('by two people merges in different fields, and conflicts in one with both sides', async () => {
    const { id, second } = await aHolding()
    await change(second, { version: 1, name: 'Моя' })
    expect((await change(second, { version: 1, ogrn: makeOgrn(Math.random) }, admin)).status).toBe(200)
    expect(await seen(id, second)).toMatchObject({ name: 'Моя', version: 3 })
    const answer = await change(second, { version: 1, name: 'Чужая' }, admin)
    expect([answer.status, answer.problem.code]).toEqual([409, 'conflict'])
    expect(answer.problem.data.fields).toEqual([{ field: 'name', mine: 'Чужая', theirs: 'Моя', base: 'ООО «Вторая»' }])
  })

  test('names every wrong number at once, and none that the change does not touch', async () => {
    const { second } = await aHolding()
    const wrong = await change(second, { version: 1, inn: '7707083894', kpp: '1', ogrn: '1027700132196' })
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      [
        ['inn', 'inn.checksum'],
        ['kpp', 'kpp.length'],
        ['ogrn', 'ogrn.checksum'],
      ],
    ])
    await world.db.q.updateTable('contractor').set({ inn: '7707083894' }).where('id', '=', second).execute()
    expect((await change(second, { version: 1, name: 'Иначе' })).status).toBe(200)
    expect(errorsOf(await change(second, { version: 2, kind: 'entrepreneur' }))).toEqual([['inn', 'inn.checksum']])
  })

  test('to an INN and KPP that are known is refused, unless a holder of the right gives a reason', async () => {
    const numbers = { inn: makeInn10(Math.random), kpp: makeKpp(Math.random) }
    const known = await igor.ok(api.createClient, { body: aClient(numbers) })
    const { second } = await aHolding()
    const refused = await change(second, { version: 1, ...numbers })
    expect([refused.status, refused.problem.code]).toEqual([409, 'contractor.exists'])
    expect(refused.problem.data.client).toMatchObject({ id: null, walled: true })
    const override = { reason: 'Филиал ведут отдельно' }
    expect((await change(second, { version: 1, ...numbers, override })).status).toBe(409)
    const taken = await change(second, { version: 1, ...numbers, override }, admin)
    expect(taken.status).toBe(200)
    const audited = await world.db.q.selectFrom('audit').selectAll().where('record_id', '=', second).execute()
    expect(audited.map(row => [row.kind, row.detail, row.personal])).toEqual([
      ['contractor.overridden', { existing: known.contractors[0]?.id }, override],
    ])
    // What was allowed once is not asked again by an edit of something else.
    expect((await change(second, { version: 2, name: 'Иначе' })).status).toBe(200)
  })

  test('to one INN by two people at one moment lets one of them through', async () => {
    const inn = makeInn10(Math.random)
    const [one, other] = [await aHolding(), await aHolding()]
    const answers = await Promise.all([one, other].map(each => change(each.second, { version: 1, inn })))
    expect(answers.map(each => each.status).sort()).toEqual([200, 409])
  })

  test('of the main one changes the card of its client, which conflicts as if it were changed there', async () => {
    const { id, main } = await aHolding()
    const inn = makeInn10(Math.random)
    const answer = await change(main, { version: 1, inn })
    expect(answer.body).toMatchObject({ inn, version: 2 })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      kind: 'client.changed',
      version: 2,
      personal: { inn: { from: null, to: inn } },
    })
    const late = await anna.call(api.changeClient, {
      params: { id },
      body: { version: 1, inn: makeInn10(Math.random) },
    })
    expect([late.status, late.problem.code]).toEqual([409, 'conflict'])
    expect(late.problem.data.fields).toMatchObject([{ field: 'inn', theirs: inn, base: null }])
  })

  test('makes another one the main one, whose numbers the card shows from then on', async () => {
    const numbers = { inn: makeInn10(Math.random), kpp: makeKpp(Math.random) }
    const { main, second } = await aHolding(numbers)
    const answer = await change(second, { version: 1, main: true })
    expect(answer.body).toMatchObject({ inn: null, kpp: null, version: 2 })
    expect(answer.body.contractors.map(each => [each.id, each.main])).toEqual([
      [second, true],
      [main, false],
    ])
    expect((await eventsOf(main)).at(-1)).toMatchObject({
      kind: 'contractor.changed',
      version: 2,
      changes: { main: { from: true, to: false } },
    })
    expect((await change(main, { version: 2, main: true })).body).toMatchObject({ ...numbers, version: 3 })
  })
})

describe('an archived legal entity', () => {
  test('is marked, may not be changed, still counts as known, and comes back', async () => {
    const { id, second } = await aHolding()
    const inn = makeInn10(Math.random)
    await change(second, { version: 1, inn })
    const archived = await anna.ok(api.archiveContractor, { params: { id: second } })
    expect(archived.contractors.map(each => each.archived)).toEqual([false, true])
    expect(await seen(id, second)).toMatchObject({ version: 3, can: { edit: false, archive: false, restore: true } })
    await anna.ok(api.archiveContractor, { params: { id: second } })
    expect((await change(second, { version: 3, name: 'x' })).problem.code).toBe('contractor.archived')
    expect((await anna.call(api.createClient, { body: aClient({ inn }) })).problem.code).toBe('contractor.exists')
    const restored = await anna.ok(api.restoreContractor, { params: { id: second } })
    expect(restored.contractors.map(each => each.archived)).toEqual([false, false])
    expect((await eventsOf(second)).map(event => [event.kind, event.version])).toEqual([
      ['contractor.created', 1],
      ['contractor.changed', 2],
      ['contractor.archived', 3],
      ['contractor.restored', 4],
    ])
  })

  test('is never the last active one of a client, nor the main one', async () => {
    const { main, second } = await aHolding()
    const archive = (id: string) => anna.call(api.archiveContractor, { params: { id } })
    const asMain = await archive(main)
    expect([asMain.status, asMain.problem.code]).toEqual([409, 'contractor.main'])
    expect((await archive(second)).status).toBe(200)
    const asLast = await archive(main)
    expect([asLast.status, asLast.problem.code]).toEqual([409, 'contractor.last'])
  })

  test('is told by what may be done with each', async () => {
    const { id, main, second } = await aHolding()
    expect((await seen(id, main))?.can).toEqual({ edit: true, makeMain: false, archive: false, restore: false })
    expect((await seen(id, second))?.can).toEqual({ edit: true, makeMain: true, archive: true, restore: false })
    await anna.ok(api.archiveClient, { params: { id } })
    expect((await seen(id, second))?.can).toEqual({ edit: false, makeMain: false, archive: false, restore: false })
    expect((await change(second, { version: 1, name: 'x' })).problem.code).toBe('client.archived')
    const refused = await anna.call(api.archiveContractor, { params: { id: second } })
    expect(refused.problem.code).toBe('client.archived')
  })
})
