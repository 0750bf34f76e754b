import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { aWorld } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { makeInn10 } from '../../../../platform/pure/requisites.ts'
import { aClient, aContact, aProspect } from '../../builders.ts'
import * as api from '../../contract.ts'
import { doPiece, takeCensus } from '../pieces/actions.ts'
import { defaultRules } from '../scoring/rules.ts'
import { searchDuplicates } from './jobs.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const administrator = world.as('administrator')
const { platform } = world
// The test is the queue: it decides which node does the next piece, and when.
vi.spyOn(platform.jobs, 'enqueue').mockResolvedValue()

const clientOf = async (change: Parameters<typeof aClient>[0]) =>
  (await anna.ok(api.createClient, { body: aClient({ phones: [], ...change }) })).id
const prospectOf = async (change: Parameters<typeof aProspect>[0]) =>
  (await anna.ok(api.createProspect, { body: aProspect(change) })).id
const contactOf = async (change: Parameters<typeof aContact>[0]) => {
  const contact = aContact(change)
  await clientOf({ contacts: [contact] })
  return contact.id ?? ''
}
const pairsOf = async () =>
  (await world.db.q.selectFrom('duplicate_pair').selectAll().where('score', '>=', 80).execute()).map(each =>
    [each.left_id, each.right_id].sort().join(' '),
  )
const pairOf = (one: string, other: string) => [one, other].sort().join(' ')
const start = async () => {
  await world.db.q.deleteFrom('duplicate_pair').execute()
  return administrator.ok(api.startDuplicateSearch, { body: { id: newId() } })
}
const read = async () => (await administrator.ok(api.readDuplicateSearch)).search
const steer = (state: string) => administrator.call(api.steerDuplicateSearch, { body: { state } })

afterEach(async () => {
  await steer('cancelled')
})

const planted: string[] = []
const apart: string[] = []
const inns = [makeInn10(Math.random), makeInn10(Math.random)]
const phone = (n: number) => [`+7 343 611-00-${String(n).padStart(2, '0')}`]

/** The base holds twins of every sort, and others that only look alike. */
beforeAll(async () => {
  const twins = async (one: Promise<string>, other: Promise<string>) => planted.push(pairOf(await one, await other))
  const others = async (one: Promise<string>, other: Promise<string>) => apart.push(pairOf(await one, await other))
  await twins(clientOf({ name: 'ООО «Слюдяной остров»' }), clientOf({ name: 'АО Слюдяной остров' }))
  await twins(clientOf({ name: 'Яшмовый Терем' }), clientOf({ name: 'Терем Яшмовый' }))
  await twins(clientOf({ name: 'Агатовая россыпь' }), clientOf({ name: 'Агатовая росыпь' }))
  await twins(clientOf({ name: 'Трансбирюза' }), clientOf({ name: 'Транс Бирюза' }))
  await twins(
    clientOf({ name: 'Вольфрам', phones: phone(1) }),
    clientOf({ name: 'Вольфрам', phones: ['8(343)6110001'] }),
  )
  await twins(
    clientOf({ name: 'Молибден', inn: inns[0], kpp: '540601001' }),
    clientOf({ name: 'Молибден и сыновья', inn: inns[0] }),
  )
  await twins(
    contactOf({ fullName: 'Незабудкин Архип Фомич', phones: [] }),
    contactOf({ fullName: 'Архип Фомич Незабудкен', phones: [] }),
  )
  await twins(
    prospectOf({ fullName: 'Лютиков Савва', phone: '+7 913 611-00-02' }),
    prospectOf({ fullName: undefined, phone: '89136110002' }),
  )
  await others(
    clientOf({ name: 'Филиал', inn: inns[1], kpp: '540601001', phones: phone(3) }),
    clientOf({ name: 'Филиал', inn: inns[1], kpp: '770101001', phones: phone(3) }),
  )
  await others(
    clientOf({ name: 'ООО «Кварц»', inn: makeInn10(Math.random) }),
    clientOf({ name: 'ООО «Кварц»', inn: makeInn10(Math.random) }),
  )
  await others(clientOf({ name: 'Топаз Север', phones: phone(4) }), clientOf({ name: 'Гранат Юг', phones: phone(4) }))
  for (let at = 0; at < 4; at++) await clientOf({ phones: phone(5) })
  // Nothing but the number is known of one of them, and it is that of a whole house.
  for (let at = 0; at < 3; at++) await prospectOf({ phone: phone(8)[0] })
  await others(prospectOf({ phone: phone(8)[0] }), prospectOf({ fullName: undefined, phone: phone(8)[0] }))
  await others(
    clientOf({ name: 'Берилл Первый', phones: phone(5) }),
    clientOf({ name: 'Берилл Второй', phones: phone(5) }),
  )
})

describe('a search of the whole base', () => {
  test('finds the twins and none of those that only look alike', async () => {
    const search = await start()
    expect(search).toMatchObject({ state: 'running', progress: 0, startedBy: { name: 'Ольга Мещерякова' } })
    await searchDuplicates(platform).handle({ runId: search.id })
    expect(await read()).toMatchObject({ id: search.id, state: 'done', progress: 100, pairs: planted.length })
    const found = await pairsOf()
    expect(found.toSorted()).toEqual(planted.toSorted())
    for (const each of apart) expect(found).not.toContain(each)
    const listed = await anna.ok(api.listDuplicates, { query: {} })
    expect(listed.items).toHaveLength(planted.length)
  })

  test('that stops anywhere and goes on at another node finds the same', async () => {
    const { id } = await start()
    let last = -1
    for (let more = true; more; ) {
      // Another node has counted nothing yet.
      const census = await takeCensus(platform, async () => true)
      if (census === null) throw new Error('the census was not wanted')
      more = await doPiece(platform, id, census)
      const { progress = 0 } = (await read()) ?? {}
      expect(progress).toBeGreaterThanOrEqual(last)
      last = progress
    }
    expect(last).toBe(100)
    expect((await pairsOf()).toSorted()).toEqual(planted.toSorted())
  })

  test('does nothing while it is paused, goes on when resumed, and ends when cancelled', async () => {
    const { id } = await start()
    const census = await takeCensus(platform, async () => true)
    if (census === null) throw new Error('the census was not wanted')
    expect(await doPiece(platform, id, census)).toBe(true)
    expect((await steer('paused')).body.state).toBe('paused')
    expect(await doPiece(platform, id, census)).toBe(false)
    await searchDuplicates(platform).handle({ runId: id })
    expect((await read())?.state).toBe('paused')
    expect((await steer('running')).body.state).toBe('running')
    expect(await doPiece(platform, id, census)).toBe(true)
    expect((await steer('cancelled')).body.state).toBe('cancelled')
    expect(await doPiece(platform, id, census)).toBe(false)
    expect((await steer('running')).problem.code).toBe('duplicate_search.not_open')
  })

  test('is one at a time, and only an administrator starts it', async () => {
    const body = { id: newId() }
    expect((await anna.call(api.startDuplicateSearch, { body })).status).toBe(403)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => administrator.call(api.startDuplicateSearch, { body: { id: newId() } })),
    )
    expect(answers.map(each => each.status).sort()).toEqual([201, 409, 409, 409, 409])
  })

  test('leaves dismissed pairs alone and drops those that are none any more', async () => {
    const one = await clientOf({ name: 'Цирконий', phones: phone(6) })
    const two = await clientOf({ name: 'Цирконий', phones: phone(6) })
    const three = await clientOf({ name: 'Ниобий', phones: phone(7) })
    const four = await clientOf({ name: 'Ниобий', phones: phone(7) })
    const { id } = await start()
    await searchDuplicates(platform).handle({ runId: id })
    const { items } = await anna.ok(api.listDuplicates, { query: { limit: 200 } })
    const pair = items.find(each => pairOf(each.left.id, each.right.id) === pairOf(one, two))
    await anna.ok(api.dismissDuplicate, { params: { id: pair?.id ?? '' } })
    await anna.ok(api.changeClient, {
      params: { id: four },
      body: { version: 1, name: 'Совсем иное', phones: ['+7 343 611-77-77'] },
    })
    const again = await administrator.ok(api.startDuplicateSearch, { body: { id: newId() } })
    await searchDuplicates(platform).handle({ runId: again.id })
    const open = await anna.ok(api.listDuplicates, { query: { limit: 200 } })
    const left = open.items.map(each => pairOf(each.left.id, each.right.id))
    expect(left.toSorted()).toEqual(planted.toSorted())
    expect(left).not.toContain(pairOf(three, four))
    const dismissed = await anna.ok(api.listDuplicates, { query: { status: 'dismissed' } })
    expect(dismissed.items.map(each => each.id)).toEqual([pair?.id])
  })

  test('gives a dry run of other rules the pairs to count, and the list follows when they are set', async () => {
    const { id } = await start()
    await searchDuplicates(platform).handle({ runId: id })
    const rules = defaultRules()
    rules.client.weights.name_rare = 0
    const preview = await administrator.ok(api.previewDuplicateRules, { body: { rules } })
    const clients = planted.length - 2
    expect(preview.client.now.listed).toBe(clients)
    expect(preview.client.wanted.listed).toBe(2)
    expect(preview.contact).toEqual({ now: { listed: 1, certain: 0 }, wanted: { listed: 1, certain: 0 } })
    await administrator.ok(api.changeDuplicateRules, { body: { version: 0, rules } })
    expect((await anna.ok(api.listDuplicates, { query: { kind: 'client' } })).items).toHaveLength(2)
  })
})
