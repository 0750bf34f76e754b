import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { aClient } from '../../../clients/builders.ts'
import * as clients from '../../../clients/contract.ts'
import { IMPORT_QUEUE } from '../actions.ts'
import { aCsv } from '../builders.ts'
import * as api from '../contract.ts'
import { proceed } from '../proceeding/actions.ts'

const world = await aWorld()
const { platform, db } = world
await platform.jobs.open([{ queue: IMPORT_QUEUE, handle: async () => {} }])
const head = world.as('head')
const stranger = world.as('stranger')
const goOn = async (id: string) => {
  const { rows } = await db.pool.query('select pass from import where id = $1', [id])
  await proceed(platform, { importId: id, pass: rows[0].pass }, new AbortController().signal)
}

async function aFile(rows: readonly string[][]): Promise<string> {
  const id = newId()
  await head.ok(api.createImport, { body: { id, name: 'файл.csv' } })
  const headers = { 'content-type': 'application/octet-stream' }
  await head.ok(api.sendImportFile, { params: { id }, body: aCsv([['Название', 'Телефон'], ...rows]), headers })
  await goOn(id)
  return id
}

async function checked(id: string) {
  await head.ok(api.checkImport, { params: { id } })
  await goOn(id)
  return head.ok(api.getImport, { params: { id } })
}

async function written(id: string) {
  await head.ok(api.startImport, { params: { id } })
  await goOn(id)
  return head.ok(api.getImport, { params: { id } })
}

const rowsOf = async (id: string) => (await head.ok(api.listImportRows, { params: { id } })).items
const toldOf = async () =>
  Number((await db.pool.query(`select count(*) as n from audit where kind = 'wall.told'`)).rows[0].n)
let last = 0
const aPhone = () =>
  `+7 495 300-${String(++last)
    .padStart(4, '0')
    .replace(/(..)(..)/, '$1-$2')}`

test('a look-alike behind a wall is told and counted by what was typed, and neither changed nor merged', async () => {
  const phone = aPhone()
  const theirs = aClient({ name: `Дальний берег ${newId()}`, phones: [phone], comment: 'не для чужих глаз' })
  await stranger.ok(clients.createClient, { body: theirs })
  const id = await aFile([[`Ближний берег ${newId()}`, phone]])

  const found = await checked(id)
  expect(found.findings).toMatchObject({ walled: 1 })
  expect(found.findings['similar']).toBeUndefined()
  const [preview] = await rowsOf(id)
  expect(preview?.matches).toEqual([
    { clientId: null, name: null, row: null, reasons: ['phone'], responsible: people.stranger.name },
  ])
  expect(JSON.stringify(preview)).not.toContain(theirs.id)

  // What the check told is not counted again.
  const told = await toldOf()
  const done = await written(id)
  expect(await toldOf()).toBe(told)
  expect(done.counts).toMatchObject({ created: 1, walled: 1 })
  const [row] = await rowsOf(id)
  expect(row?.clientId).not.toBe(theirs.id)
  expect(await stranger.ok(clients.getClient, { params: { id: theirs.id } })).toMatchObject({ version: 1 })
  const errors = await world.node.server.inject({
    url: api.downloadImportErrors.path.replace(':id', id),
    headers: { cookie: `sid=${people.head.token}` },
  })
  expect(errors.body).toContain(
    `Загружено. Похожий клиент есть вне доступа: тот же телефон, ответственный: ${people.stranger.name}`,
  )
  for (const secret of [theirs.id, theirs.name, 'не для чужих глаз']) expect(errors.body).not.toContain(secret)
})

test('of two values of a row that one client behind a wall holds no more is told than of either alone', async () => {
  const phone = aPhone()
  const name = `ООО «Кречетовидный ${newId()}»`
  await stranger.ok(clients.createClient, { body: aClient({ name, phones: [phone] }) })
  const id = await aFile([[name, phone]])
  expect((await checked(id)).findings).toMatchObject({ walled: 1 })
  expect((await rowsOf(id))[0]?.matches).toMatchObject([{ clientId: null, reasons: ['phone'] }])
})

test('a row that means a client in sight is told of that one alone', async () => {
  const phone = aPhone()
  await stranger.ok(clients.createClient, { body: aClient({ phones: [phone] }) })
  const mine = await head.ok(clients.createClient, { body: aClient({ phones: [phone] }) })
  const id = await aFile([[mine.name, phone]])
  const { findings } = await checked(id)
  expect([findings['walled'], findings['similar']]).toEqual([undefined, 1])
  expect((await written(id)).counts).toMatchObject({ unchanged: 1 })
})

test('walls are told so many times an hour: a file is no way to list the base', async () => {
  const phones = Array.from({ length: 130 }, aPhone)
  for (const phone of phones) await stranger.ok(clients.createClient, { body: aClient({ phones: [phone] }) })
  const id = await aFile(phones.map((phone, n) => [`Проба ${n} ${newId()}`, phone]))
  const before = await toldOf()
  const { findings } = await checked(id)
  expect(findings['walled']).toBe((await toldOf()) - before)
  expect(findings['walled']).toBeLessThanOrEqual(120)
  expect((await written(id)).counts).toMatchObject({ created: 130, walled: findings['walled'] })
})

describe('a name with a slip in it', () => {
  const aTown = () => Array.from({ length: 8 }, () => 'абвгдежзик'[Math.floor(Math.random() * 10)]).join('')
  const made = async () => {
    const town = aTown()
    const mine = aClient({ name: `ООО «Торговый дом ${town} Север»`, phones: [], emails: [] })
    await head.ok(clients.createClient, { body: mine })
    return { mine, slip: `Торговый дом ${town.slice(0, 4)}щ${town.slice(5)} Север` }
  }

  test('is told as a form tells it, by the same rules', async () => {
    const { mine, slip } = await made()
    const typed = await head.ok(clients.checkDuplicates, { body: { name: slip } })
    expect(typed.matches[0]).toMatchObject({ id: mine.id, reasons: ['name_similar'] })
    const id = await aFile([[slip, '']])
    expect((await checked(id)).findings).toMatchObject({ similar: 1 })
    const [row] = await rowsOf(id)
    expect(row?.matches).toMatchObject([{ clientId: mine.id, reasons: ['name_similar'] }])
  })

  test('stands in the preview with what the rule makes of it', async () => {
    const { slip } = await made()
    const id = await aFile([[slip, '']])
    await checked(id)
    expect((await rowsOf(id))[0]).toMatchObject({ decision: null, byRule: 'create' })
    await head.ok(api.mapImport, { params: { id }, body: { columns: ['name', 'phones'], rules: { alike: 'skip' } } })
    await checked(id)
    expect((await rowsOf(id))[0]).toMatchObject({ decision: null, byRule: 'skip' })
  })

  test('makes another client unless the rule says otherwise, and the pair stands in the work list', async () => {
    const { mine, slip } = await made()
    const id = await aFile([[slip, '']])
    expect((await written(id)).counts).toMatchObject({ created: 1 })
    const [row] = await rowsOf(id)
    expect(row?.clientId).not.toBe(mine.id)
    const pairs = await head.ok(clients.listDuplicates, { query: { minScore: 0 } })
    expect(pairs.items.map(each => [each.left.id, each.right.id].toSorted())).toContainEqual(
      [mine.id, row?.clientId].toSorted(),
    )
  })

  test.each([
    ['skip', { skipped: 1 }],
    ['update', { updated: 1 }],
  ] as const)('is decided by its own rule: %s', async (alike, counts) => {
    const { mine, slip } = await made()
    const id = await aFile([[slip, aPhone()]])
    await head.ok(api.mapImport, { params: { id }, body: { columns: ['name', 'phones'], rules: { alike } } })
    expect((await written(id)).counts).toMatchObject(counts)
    const [row] = await rowsOf(id)
    expect(row?.clientId).toBe(mine.id)
  })

  test('that stands hundreds of rows away in the same file is found too', async () => {
    const town = aTown()
    const others = Array.from({ length: 260 }, () => [`Поставка ${aTown()} ${aTown()}`, ''])
    const id = await aFile([
      [`${town} Логистика`, ''],
      ...others,
      [`${town.slice(0, 4)}щ${town.slice(5)} Логистика`, ''],
    ])
    await head.ok(api.mapImport, { params: { id }, body: { columns: ['name', 'phones'], rules: { alike: 'skip' } } })
    expect((await written(id)).counts).toMatchObject({ created: 261, skipped: 1 })
  })
})
