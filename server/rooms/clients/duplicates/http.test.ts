import { describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import { makeInn10 } from '../../../platform/pure/requisites.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import * as api from '../contract.ts'
import { defaultRules } from './scoring/rules.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')
const stranger = world.as('stranger')
const administrator = world.as('administrator')

type Warned = { warnings?: { code: string; field: string; data?: unknown }[] | undefined }
const matchesOf = (record: Warned) => (record.warnings ?? []).map(each => each.data as api.Match)
const at20 = <T>(call: (at: number) => Promise<T>) => Promise.all(Array.from({ length: 20 }, (_, at) => call(at)))
const check = async (body: Record<string, unknown>, who = anna) => (await who.ok(api.checkDuplicates, { body })).matches

describe('twenty who register at one moment', () => {
  test('of one INN and KPP make one record and nineteen refusals that name it', async () => {
    const inn = makeInn10(Math.random)
    const answers = await at20(() => anna.call(api.createClient, { body: aClient({ inn, kpp: '540601001' }) }))
    const made = answers.filter(each => each.status === 201)
    const refused = answers.filter(each => each.status === 409)
    expect([made.length, refused.length]).toEqual([1, 19])
    for (const { problem } of refused) {
      expect(problem.code).toBe('contractor.exists')
      expect(problem.data.client).toMatchObject({ id: made[0]?.body.id, name: made[0]?.body.name })
    }
  })

  test('of one INN and KPP from both sides of a wall make one record and nineteen refusals', async () => {
    const inn = makeInn10(Math.random)
    const answers = await at20(at =>
      (at % 2 ? anna : stranger).call(api.createClient, { body: aClient({ inn, kpp: '540601001' }) }),
    )
    expect(answers.map(each => each.status).toSorted()).toEqual([201, ...Array(19).fill(409)])
    const told = answers.flatMap(each => (each.status === 409 ? [each.problem.data.client] : []))
    expect(told.filter(each => each.walled).length).toBeGreaterThan(0)
    for (const each of told) expect(each.responsible).not.toBeNull()
  })

  test('of one phone who want to be asked first make one record, the others are asked', async () => {
    const phones = ['+7 912 555-10-21']
    const answers = await at20(at =>
      (at % 2 ? anna : stranger).call(api.createClient, { body: aClient({ phones, onSimilar: 'ask' }) }),
    )
    expect(answers.map(each => each.status).toSorted()).toEqual([201, ...Array(19).fill(409)])
  })

  test('of one phone make twenty records, each later one warned of an earlier one', async () => {
    const notations = ['+7 912 555-10-20', '8 (912) 555-10-20', '89125551020', '912 555 10 20']
    const answers = await at20(at =>
      anna.call(api.createClient, { body: aClient({ phones: [notations[at % 4] ?? ''] }) }),
    )
    expect(answers.map(each => each.status)).toEqual(Array(20).fill(201))
    const ids = new Set(answers.map(each => each.body.id))
    const told = answers.map(each => matchesOf(each.body).filter(match => match.reasons.includes('phone')))
    expect(told.filter(each => each.length === 0)).toHaveLength(1)
    for (const each of told.flat()) expect(ids.has(each.id ?? '')).toBe(true)
    // Of two nobody was told of the other alone: whoever was first stands in the answer of whoever was later.
    const graph = answers.map((each, at) => [each.body.id, new Set(told[at]?.map(match => match.id))] as const)
    for (const [id, seen] of graph)
      for (const other of graph) if (seen.has(other[0])) expect(other[1].has(id)).toBe(false)
  })
})

describe('what looks like somebody known', () => {
  test('is told with its score, by the same rules while typing and on save', async () => {
    const phones = ['+7 343 511-00-01']
    const known = await anna.ok(api.createClient, { body: aClient({ name: 'ООО «Хрустальный мост»', phones }) })
    const typed = { name: 'АО Хрустальный Мост', phones: ['8 343 5110001'] }
    const [match] = await check(typed)
    expect(match).toMatchObject({ type: 'client', id: known.id, score: 100, reasons: ['phone', 'name'], walled: false })
    const saved = await anna.ok(api.createClient, { body: aClient(typed) })
    expect(matchesOf(saved)[0]).toMatchObject({ id: known.id, score: 100, reasons: ['phone', 'name'] })
    const alone = await check({ type: 'prospect', phones: ['8 343 5110001'] })
    expect(alone.map(each => each.id)).toEqual(expect.arrayContaining([known.id, saved.id]))
  })

  test.each([
    ['a slip in one word', 'ООО «Гранатовый браслет»', 'Гранатовый брослет'],
    ['a letter left out', 'ООО «Янтарная комната»', 'Янтарная комнта'],
    ['words moved', 'ООО «Лунный камень»', 'Камень Лунный'],
    ['words joined', 'ООО «Мега Сталькон»', 'МегаСталькон'],
    ['words split', 'Трубодеталь', 'Трубо Деталь'],
    ['another legal form', 'ООО «Бирюзовый лотос»', 'АО Бирюзовый лотос'],
  ])('by a name with %s', async (_, stored, typed) => {
    const known = await anna.ok(api.createClient, { body: aClient({ name: stored }) })
    expect((await check({ name: typed })).map(each => each.id)).toEqual([known.id])
    expect(await check({ name: `${typed} прочее` })).toEqual([])
  })

  test('is no branch of a known company and no other company of the same name', async () => {
    const inn = makeInn10(Math.random)
    const name = 'ООО «Малахитовая гора»'
    const known = await anna.ok(api.createClient, { body: aClient({ name, inn, kpp: '540601001' }) })
    const scoreOf = async (body: Record<string, unknown>) => (await check(body))[0]?.score ?? 0
    expect(await scoreOf({ name, inn })).toBe(100)
    expect(await scoreOf({ name })).toBe(85)
    expect(await scoreOf({ name, inn: makeInn10(Math.random) })).toBe(60)
    expect(await scoreOf({ name, inn, kpp: '770101001' })).toBeLessThan(50)
    expect((await check({ inn })).map(each => [each.id, each.reasons])).toEqual([[known.id, ['inn']]])
  })

  test('behind a wall is told only for what was typed as a whole', async () => {
    const phones = ['+7 343 511-00-02']
    await anna.ok(api.createClient, { body: aClient({ name: 'ООО «Опаловый грот»', phones }) })
    expect(await check({ name: 'Опаловый грод' }, igor)).toEqual([])
    const [match] = await check({ name: 'Опаловый грод', phones }, igor)
    expect(match).toMatchObject({ id: null, title: phones[0], reasons: ['phone'], walled: true })
    const name = (await check({ name: 'Опаловый грот' }, igor))[0]
    expect(name).toMatchObject({ id: null, title: 'Опаловый грот', reasons: ['name'], walled: true })
  })

  test('is nothing when nothing was typed', async () => {
    expect(await check({})).toEqual([])
    expect(await check({ type: 'contact', fullName: null, phones: null, emails: [] })).toEqual([])
  })
})

describe('a pair', () => {
  const twins = async (phone: string) => {
    const name = `ООО «Близнец ${phone.slice(-4)}»`
    const one = await anna.ok(api.createClient, { body: aClient({ name, phones: [phone] }) })
    const two = await anna.ok(api.createClient, { body: aClient({ name, phones: [phone] }) })
    return { one, two, pairId: matchesOf(two)[0]?.pairId ?? '' }
  }
  const listed = async (query: Record<string, unknown> = {}, who = anna) =>
    (await who.ok(api.listDuplicates, { query: { limit: 200, ...query } })).items

  test('that a save found waits in the work list, both records side by side', async () => {
    const { one, two, pairId } = await twins('+7 343 512-00-01')
    const pair = (await listed()).find(each => each.id === pairId)
    expect(pair).toMatchObject({
      kind: 'client',
      score: 100,
      certain: true,
      reasons: ['phone', 'name'],
      status: 'open',
    })
    expect([pair?.left.id, pair?.right.id].sort()).toEqual([one.id, two.id].sort())
    expect(pair?.left).toMatchObject({
      title: one.name,
      phones: ['+7 343 512-00-01'],
      responsible: { name: 'Анна Ким' },
    })
    expect((await listed({ kind: 'contact' })).map(each => each.id)).not.toContain(pairId)
    expect((await listed({ minScore: 100 })).map(each => each.id)).toContain(pairId)
  })

  test('of which one side is out of scope does not exist for the reader', async () => {
    const { pairId } = await twins('+7 343 512-00-02')
    expect((await listed({}, igor)).map(each => each.id)).not.toContain(pairId)
    expect((await igor.call(api.dismissDuplicate, { params: { id: pairId } })).status).toBe(404)
    expect((await listed({}, administrator)).map(each => each.id)).toContain(pairId)
  })

  test('called no duplicate never warns again, for anybody, until that is taken back', async () => {
    const { two, pairId } = await twins('+7 343 512-00-03')
    const warned = async () => {
      const { version, phones } = await anna.ok(api.getClient, { params: { id: two.id } })
      const change = async (raw: string, v: number) =>
        anna.ok(api.changeClient, { params: { id: two.id }, body: { version: v, phones: [raw] } })
      const changed = await change('+7 343 512-99-99', version)
      return matchesOf(await change(phones[0]?.raw ?? '', changed.version)).length > 0
    }
    expect(await warned()).toBe(true)
    const dismissed = await anna.ok(api.dismissDuplicate, { params: { id: pairId } })
    expect(dismissed).toMatchObject({ status: 'dismissed', decidedBy: { name: 'Анна Ким' } })
    expect(await warned()).toBe(false)
    const typed = { name: two.name, phones: ['+7 343 512-00-03'], id: two.id }
    expect(await check(typed, administrator)).toEqual([])
    expect((await listed()).map(each => each.id)).not.toContain(pairId)
    expect((await listed({ status: 'dismissed' })).map(each => each.id)).toContain(pairId)
    await anna.ok(api.reopenDuplicate, { params: { id: pairId } })
    expect(await warned()).toBe(true)
    const events = await world.db.q
      .selectFrom('event')
      .select('kind')
      .where('record_id', '=', two.id)
      .orderBy('id')
      .execute()
    const kinds = events.map(each => each.kind).filter(kind => kind.startsWith('client.duplicate'))
    expect(kinds).toEqual(['client.duplicate_dismissed', 'client.duplicate_reopened'])
  })

  test('is read page by page, each once', async () => {
    for (let at = 4; at < 9; at++) await twins(`+7 343 512-00-0${at}`)
    const all = await listed()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await anna.ok(api.listDuplicates, { query: { limit: 2, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(each => each.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(all.map(each => each.id))
  })

  test('arises between two of one kind only', async () => {
    const phone = '+7 343 513-00-01'
    await anna.ok(api.createClient, { body: aClient({ contacts: [aContact({ phones: [phone] })] }) })
    const prospect = await anna.ok(api.createProspect, { body: aProspect({ phone }) })
    expect(matchesOf(prospect)[0]).toMatchObject({ type: 'contact' })
    expect(matchesOf(prospect)[0]?.pairId).toBeUndefined()
  })
})

describe('the rules', () => {
  test('are changed by an administrator, audited, and hold for the next check', async () => {
    const phones = ['+7 343 514-00-01']
    await anna.ok(api.createClient, { body: aClient({ phones }) })
    expect(await check({ phones })).toHaveLength(1)
    const rules = defaultRules()
    rules.client.weights.phone = 30
    expect((await anna.call(api.changeDuplicateRules, { body: { version: 0, rules } })).status).toBe(403)
    const changed = await administrator.ok(api.changeDuplicateRules, { body: { version: 0, rules } })
    expect(changed).toMatchObject({ version: 1, changedBy: { name: 'Ольга Мещерякова' } })
    expect(await check({ phones })).toEqual([])
    expect(await check({ type: 'prospect', phones })).toHaveLength(1)
    const again = await administrator.call(api.changeDuplicateRules, { body: { version: 0, rules: defaultRules() } })
    expect([again.status, again.problem.code]).toEqual([409, 'conflict'])
    const back = await administrator.ok(api.changeDuplicateRules, { body: { version: 1, rules: defaultRules() } })
    expect(back.version).toBe(2)
    const told = await world.db.q
      .selectFrom('audit')
      .select('record_id')
      .where('kind', '=', 'duplicates.rules_changed')
      .execute()
    expect(told).toHaveLength(2)
    const events = await world.db.q.selectFrom('event').select('version').where('record_id', '=', NIL_ID).execute()
    expect(events).toHaveLength(2)
  })

  test('are refused when a threshold stands above the next one', async () => {
    const rules = defaultRules()
    rules.contact.warn = 90
    const { status, problem } = await administrator.call(api.changeDuplicateRules, { body: { version: 2, rules } })
    expect([status, problem.data.errors]).toMatchObject([422, [{ path: 'rules.contact.list', code: 'thresholds' }]])
    const without = { ...defaultRules(), prospect: undefined }
    expect((await administrator.call(api.changeDuplicateRules, { body: { version: 2, rules: without } })).status).toBe(
      422,
    )
    expect((await administrator.call(api.dismissDuplicate, { params: { id: newId() } })).status).toBe(404)
  })
})
