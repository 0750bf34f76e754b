import { describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { makeInn10, makeKpp } from '../../../platform/pure/requisites.ts'
import * as clients from '../../clients/contract.ts'
import { aClient } from '../../clients/builders.ts'
import { writeXlsx } from '../../../platform/spreadsheets/xlsx-writing.ts'
import { aCsv } from './builders.ts'
import * as api from './contract.ts'

const world = await aWorld({ open: true })
const admin = world.as('administrator')

async function send(file: Buffer, who: Name = 'administrator', name = 'клиенты.csv'): Promise<string> {
  const id = newId()
  await world.as(who).ok(api.createImport, { body: { id, name } })
  await world.as(who).ok(api.sendImportFile, {
    params: { id },
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
  })
  return id
}

async function until(id: string, ...wanted: api.ImportStatus[]): Promise<api.ImportRecord> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const now = await admin.ok(api.getImport, { params: { id } })
    if (wanted.includes(now.status)) return now
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  throw new Error(
    `the import did not become ${wanted.join(' or ')}: ${JSON.stringify(await admin.ok(api.getImport, { params: { id } }))}`,
  )
}

const post = (endpoint: typeof api.startImport, id: string) => admin.ok(endpoint, { params: { id } })

async function written(file: Buffer, rules?: Partial<api.ImportRules>): Promise<api.ImportRecord> {
  const id = await send(file)
  const read = await until(id, 'mapping', 'failed')
  expect(read.failure).toBeNull()
  if (rules)
    await admin.ok(api.mapImport, { params: { id }, body: { columns: read.columns.map(c => c ?? 'none'), rules } })
  await post(api.startImport, id)
  return until(id, 'done', 'paused')
}

const rowsOf = async (id: string, show?: string) =>
  (await admin.ok(api.listImportRows, { params: { id }, query: { show } })).items
const clientOf = async (id: string | null | undefined) => admin.ok(clients.getClient, { params: { id: id ?? '' } })

describe('a dirty file of Windows', () => {
  const inn = makeInn10(Math.random)
  const unique = newId().slice(-6)
  const file = aCsv([
    ['Выгрузка клиентов на 01.11.2026'],
    [],
    [
      'Наименование',
      'ИНН/КПП',
      'Телефон',
      'E-mail',
      'Контактное лицо',
      'Должность',
      'Моб. телефон',
      'Менеджер',
      'Примечание',
    ],
    [
      `ООО "Ромашка ${unique}"`,
      `${inn}/773601001`,
      '8(495)1234567, доб. 12; +7 916 222-33-44',
      'info@romashka.ru',
      'Иванов Иван',
      'Директор',
      '8-926-111-22-33',
      'Анна Ким',
      'звонить\nпосле 10',
    ],
    [`ООО "Ромашка ${unique}"`, `${inn}/773601001`, '', '', 'Петрова Анна', 'Бухгалтер', '', '', ''],
    [`ИП Сидоров ${unique}`, '1234567890', '7.9161234567E+10', 'это не почта', '', '', '', 'Кто-то', ''],
    ['', '', '+7 999 000-00-00', '', '', '', '', '', ''],
    ['Итого: 3'],
  ])

  test('is read, mapped, checked, written and taken back', async () => {
    const id = await send(file)
    const read = await until(id, 'mapping', 'failed')
    expect(read).toMatchObject({
      status: 'mapping',
      rowCount: 4,
      layout: { format: 'csv', encoding: 'windows-1251', separator: ';', headerFrom: 2, headerRows: 1 },
      columns: [
        'name',
        'innKpp',
        'phones',
        'emails',
        'contactName',
        'contactPosition',
        'contactPhones',
        'responsible',
        'comment',
      ],
    })
    const [first, , third, fourth] = await rowsOf(id)
    expect(first?.values).toMatchObject({
      kind: 'organisation',
      inn,
      kpp: '773601001',
      phones: ['8(495)1234567, доб. 12', '+7 916 222-33-44'],
      responsible: { name: 'Анна Ким' },
      comment: 'звонить\nпосле 10',
      contact: { fullName: 'Иванов Иван', position: 'Директор', phones: ['8-926-111-22-33'] },
    })
    expect(third?.values).toMatchObject({ kind: 'entrepreneur', inn: '1234567890', phones: ['79161234567'] })
    expect(third?.faults.map(({ column, code, effect }) => [column, code, effect])).toEqual([
      [1, 'inn.checksum', 'kept'],
      [3, 'email.unreadable', 'kept'],
      [7, 'responsible.unknown', 'left_out'],
    ])
    expect(fourth?.faults[0]).toMatchObject({ code: 'name.absent', effect: 'refused' })

    await post(api.checkImport, id)
    const checked = await until(id, 'checked')
    expect(checked.findings).toMatchObject({ refused: 1, doubles: 1, 'name.absent': 1 })
    expect((await rowsOf(id))[1]?.matches).toEqual([
      { clientId: null, name: null, row: 1, reasons: ['file'], responsible: null },
    ])

    await post(api.startImport, id)
    const done = await until(id, 'done')
    expect(done.counts).toMatchObject({ created: 2, updated: 1, failed: 1, contacts: 2 })
    const client = await clientOf((await rowsOf(id))[0]?.clientId)
    expect(client).toMatchObject({
      name: `ООО "Ромашка ${unique}"`,
      inn,
      responsible: { name: 'Анна Ким' },
      version: 1,
    })
    expect(client.contacts.map(contact => contact.fullName)).toEqual(['Иванов Иван', 'Петрова Анна'])
    const events = await world.db.q.selectFrom('event').select(['cause']).where('record_id', '=', client.id).execute()
    expect(events.map(each => (each.cause as { through?: unknown }).through)).toEqual([{ kind: 'import', id }])

    const errors = await world.node.server.inject({
      url: api.downloadImportErrors.path.replace(':id', id),
      headers: { cookie: 'sid=test-session-1' },
    })
    expect(errors.headers['content-type']).toContain('text/csv')
    expect(errors.body.split('\r\n')[1]).toBe('Нет ни названия клиента, ни имени контакта;4;;;+7 999 000-00-00')

    await post(api.undoImport, id)
    const undone = await until(id, 'undone')
    expect(undone.counts).toMatchObject({ takenBack: 4, conflicts: 0 })
    expect((await clientOf(client.id)).archivedAt).not.toBeNull()
    expect((await clientOf(client.id)).contacts.every(contact => contact.archived)).toBe(true)
  })

  test('is imported again after the undo: what lies in the archive comes back instead of standing twice', async () => {
    const done = await written(file)
    expect(done.counts).toMatchObject({ updated: 3, failed: 1 })
    const client = await clientOf((await rowsOf(done.id))[0]?.clientId)
    expect([client.archivedAt, ...client.contacts.map(each => each.archived)]).toEqual([null, false, false])
    await post(api.undoImport, done.id)
    await until(done.id, 'undone')
    expect((await clientOf(client.id)).archivedAt).not.toBeNull()
  })
})

describe('known clients', () => {
  const aKnown = async () => {
    const inn = makeInn10(Math.random)
    const kpp = makeKpp(Math.random)
    const body = aClient({ kind: 'organisation', inn, kpp, phones: ['+7 495 700-00-01'], comment: 'свой' })
    return admin.ok(clients.createClient, { body })
  }
  const fileOf = (client: clients.Client, more: string[] = []) =>
    aCsv([
      ['Название', 'ИНН', 'КПП', 'Телефон', 'Комментарий', 'Сайт'],
      [client.name, client.inn ?? '', client.kpp ?? '', '+7 495 700-00-02', 'из файла', 'site.ru'],
      ...(more.length > 0 ? [more] : []),
    ])

  test('get what they lack and keep what they have; the undo takes only that back', async () => {
    const client = await aKnown()
    const done = await written(fileOf(client))
    expect(done.counts).toMatchObject({ updated: 1 })
    const after = await clientOf(client.id)
    expect(after).toMatchObject({ comment: 'свой', sites: ['site.ru'] })
    expect(after.phones.map(each => each.raw)).toEqual(['+7 495 700-00-01', '+7 495 700-00-02'])
    await admin.ok(clients.changeClient, {
      params: { id: client.id },
      body: { version: after.version, sites: ['other.ru'] },
    })
    await post(api.undoImport, done.id)
    expect((await until(done.id, 'undone')).counts).toMatchObject({ conflicts: 1 })
    const back = await clientOf(client.id)
    expect(back.phones.map(each => each.raw)).toEqual(['+7 495 700-00-01'])
    expect(back.sites).toEqual(['other.ru'])
    const { items } = await admin.ok(api.listImportConflicts, { params: { id: done.id } })
    expect(items).toMatchObject([{ row: 1, reason: 'Изменили после импорта: сайты' }])
  })

  test('are passed over where the rule says so, and never registered a second time', async () => {
    const client = await aKnown()
    const done = await written(fileOf(client), { same: 'skip', similar: 'create' })
    expect(done.counts).toMatchObject({ skipped: 1 })
    expect(await clientOf(client.id)).toMatchObject({ version: 1 })
  })

  test('with the same name or phone follow the rule, or what was decided for the row', async () => {
    const client = await aKnown()
    const file = aCsv([
      ['Название', 'Телефон'],
      ['Совсем другое имя', '8 (495) 700-00-01'],
      [client.name, ''],
    ])
    const id = await send(file)
    await until(id, 'mapping')
    await post(api.checkImport, id)
    await until(id, 'checked')
    const rows = await rowsOf(id, 'matching')
    expect(rows.map(row => [row.n, row.matches[0]?.reasons])).toContainEqual([2, ['name']])
    await admin.ok(api.decideImportRow, { params: { id }, body: { n: 2, decision: 'create' } })
    await post(api.startImport, id)
    const done = await until(id, 'done')
    expect((await rowsOf(id))[1]).toMatchObject({ outcome: 'created', decision: 'create' })
    expect(done.counts['created']).toBeGreaterThan(0)
  })

  test('that somebody uses stay when the import that made them is undone', async () => {
    const done = await written(
      aCsv([
        ['Название', 'Телефон'],
        [`Новый ${newId()}`, ''],
      ]),
    )
    const id = (await rowsOf(done.id))[0]?.clientId ?? ''
    await admin.ok(clients.addContact, { params: { id }, body: { id: newId(), fullName: 'Новый Человек' } })
    await post(api.undoImport, done.id)
    const undone = await until(done.id, 'undone')
    expect(undone.counts).toMatchObject({ takenBack: 0, conflicts: 1 })
    expect((await clientOf(id)).archivedAt).toBeNull()
  })
})

describe('the doors', () => {
  test('are open to administrators and heads, and a head sees the own imports only', async () => {
    expect((await world.as('salesperson').call(api.listImports)).status).toBe(403)
    expect((await world.as(null).call(api.listImports)).status).toBe(401)
    const id = await send(aCsv([['Название'], ['Что-то']]))
    expect((await world.as('head').call(api.getImport, { params: { id } })).status).toBe(404)
    expect((await world.as('head').ok(api.listImports)).items.map(each => each.id)).not.toContain(id)
  })

  test('tell of a file in parts what is missing, and take a part again', async () => {
    const id = newId()
    const file = aCsv([
      ['Название', 'Телефон'],
      ['Частями', '+7 495 111-11-11'],
    ])
    const headers = { 'content-type': 'application/octet-stream' }
    await admin.ok(api.createImport, { body: { id, name: 'части.csv' } })
    const part = (at: number, to: number, last: boolean) =>
      admin.call(api.sendImportFile, { params: { id }, query: { at, last }, body: file.subarray(at, to), headers })
    expect((await part(0, 10, false)).body.size).toBe(10)
    expect((await part(20, 30, false)).problem).toMatchObject({ code: 'import.gap', data: { size: 10 } })
    expect((await part(5, 12, false)).body.size).toBe(12)
    expect((await part(12, file.length, true)).status).toBe(200)
    expect(await until(id, 'mapping')).toMatchObject({ rowCount: 1, header: ['Название', 'Телефон'] })
  })

  test('refuse what is no table, each with its reason', async () => {
    const failure = async (file: Buffer) => (await until(await send(file), 'failed')).failure
    expect(await failure(Buffer.alloc(0))).toContain('ни одной строки')
    expect(await failure(aCsv([['Название', 'Телефон']]))).toContain('ни одной строки')
    expect(await failure(Buffer.from('%PDF-1.4 …'))).toContain('не таблица')
    expect(await failure(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]))).toContain('старого Excel')
    const wide = Array.from({ length: 10_000 }, (_, at) => `c${at}`)
    expect(await failure(aCsv([wide, wide]))).toContain('1000 колонок')
  })

  test('remember the mapping of a header', async () => {
    const header = ['Колонка А', 'Колонка Б']
    const first = await send(aCsv([header, ['Ромашка', 'два']]))
    await until(first, 'mapping')
    await admin.ok(api.mapImport, { params: { id: first }, body: { columns: ['publicName', 'comment'] } })
    const second = await send(aCsv([header, ['Лютик', 'три']]))
    expect((await until(second, 'mapping')).columns).toEqual(['publicName', 'comment'])
  })

  test('close behind an author who may not import any more: the work stands until somebody who may goes on', async () => {
    const id = await send(aCsv([['Название'], ['Чужая'], ['Вторая']]), 'head')
    await until(id, 'mapping')
    await world.db.pool.query(`update app_user set role = 'salesperson' where id = $1`, [people.head.id])
    await post(api.startImport, id)
    expect((await until(id, 'paused')).failure).toContain('Автор импорта')
    await world.db.pool.query(`update app_user set role = 'head' where id = $1`, [people.head.id])
    await post(api.resumeImport, id)
    expect((await until(id, 'done')).counts).toMatchObject({ created: 2 })
  })

  test('stop and go on: a paused import writes nothing and loses nothing', async () => {
    const rows = Array.from({ length: 450 }, (_, at) => [`Пауза ${newId()}`, `pause${at}@example.org`])
    const id = await send(aCsv([['Название', 'Почта'], ...rows]))
    await until(id, 'mapping')
    await post(api.startImport, id)
    const paused = await admin.call(api.pauseImport, { params: { id } })
    if (paused.status === 200) await post(api.resumeImport, id)
    const done = await until(id, 'done')
    expect(done.counts).toMatchObject({ created: 450 })
    expect((await admin.call(api.startImport, { params: { id } })).problem.code).toBe('import.wrong_state')
  })
})

describe('an XLSX book', () => {
  test('is read from the sheet that has something, and its rows are imported like those of a text', async () => {
    async function* rows() {
      yield ['Название', 'ИНН', 'Контакт', 'Телефон']
      yield ['ООО «Книга»', '7707083893', 'Анна Ким', '79161234567']
      yield ['=1+1', '', '', '']
    }
    const pieces: Uint8Array[] = []
    for await (const piece of writeXlsx('Лист', rows())) pieces.push(piece)
    const id = await send(Buffer.concat(pieces), 'administrator', 'книга.xlsx')
    expect(await until(id, 'mapping', 'failed')).toMatchObject({
      layout: { format: 'xlsx', sheet: 'Лист', sheets: ['Лист'], encoding: null },
      columns: ['name', 'inn', 'contactName', 'contactPhones'],
      rowCount: 2,
    })
    expect((await rowsOf(id))[0]?.values).toMatchObject({ name: 'ООО «Книга»', contact: { phones: ['79161234567'] } })
    const broken = await send(Buffer.concat(pieces).subarray(0, 900))
    expect((await until(broken, 'failed')).failure).toContain('поврежден')
  })
})
