import { describe, expect, test } from 'vitest'
import { aWorld, people } from './testing.ts'
import { newId } from '../platform/pure/ids.ts'
import { openXlsx } from '../platform/spreadsheets/xlsx-reading.ts'
import { aClient } from '../rooms/clients/builders.ts'
import { archiveClient, createClient, getClient } from '../rooms/clients/contract.ts'
import { readPrinted } from '../rooms/access/audit/anchors/service.ts'
import { writeAudit } from '../rooms/access/audit/actions.ts'
import * as api from '../rooms/access/audit/contract.ts'
import type { AuditKind } from '../rooms/access/audit/kinds/contract.ts'

const world = await aWorld({ open: true })
const boss = world.as('administrator')
const anna = world.as('salesperson')
const list = async (query: object) => (await boss.ok(api.listAudit, { query })).items

async function write(kind: AuditKind, at: Date, more: { actorId?: string; recordId?: string; address?: string } = {}) {
  const { actorId = people.salesperson.id, recordId = newId(), address } = more
  const personal = address === undefined ? undefined : { address, device: 'Firefox' }
  await writeAudit(world.db, { now: at, actorId }, { kind, record: { kind: 'client', id: recordId }, personal })
}

const download = (url: string, who: keyof typeof people = 'administrator') =>
  world.node.server.inject({ url, headers: { cookie: `sid=${people[who].token}` } })

describe('the access log', () => {
  test('is read, checked and taken away by whoever holds the right, and by nobody else', async () => {
    for (const who of ['salesperson', 'head'] as const) {
      for (const endpoint of [api.listAudit, api.getAuditState, api.verifyAudit, api.exportAudit])
        expect((await world.as(who).call(endpoint as typeof api.listAudit)).status).toBe(403)
    }
    expect((await world.as(null).call(api.listAudit)).status).toBe(401)
    expect((await boss.call(api.listAudit)).status).toBe(200)
  })

  test('tells who saw a client, by what name, newest first', async () => {
    const client = await anna.ok(createClient, { body: aClient() })
    await anna.ok(getClient, { params: { id: client.id } })
    await boss.ok(archiveClient, { params: { id: client.id } })
    const rows = await list({ recordId: client.id })
    expect(rows.map(row => [row.kind, row.actor?.name, row.record?.name])).toEqual([
      ['client.archived', people.administrator.name, client.name],
      ['client.viewed', people.salesperson.name, client.name],
    ])
    expect(rows[0]?.detail).toEqual({ changes: { archived: { from: false, to: true } } })
  })

  test('is found by person, record, group, time, address, and all of them together', async () => {
    const [recordId, other] = [newId(), newId()]
    const at = (minute: number) => new Date(Date.UTC(2020, 0, 1, 10, minute))
    await write('client.viewed', at(1), { recordId })
    await write('client.printed', at(2), { recordId, actorId: people.head.id, address: '192.0.2.7' })
    await write('client.viewed', at(3), { recordId, actorId: people.head.id })
    await write('clients.exported', at(4), { recordId: other, actorId: people.head.id, address: '192.0.2.7' })
    const range = { from: at(0).toISOString(), to: at(59).toISOString() }
    const kinds = async (query: object) => (await list({ ...range, ...query })).map(row => row.kind)
    expect(await kinds({})).toEqual(['clients.exported', 'client.viewed', 'client.printed', 'client.viewed'])
    expect(await kinds({ actorId: people.head.id })).toEqual(['clients.exported', 'client.viewed', 'client.printed'])
    expect(await kinds({ recordId })).toEqual(['client.viewed', 'client.printed', 'client.viewed'])
    expect(await kinds({ group: 'view' })).toEqual(['client.viewed', 'client.viewed'])
    expect(await kinds({ address: '192.0.2.7' })).toEqual(['clients.exported', 'client.printed'])
    expect(await kinds({ address: '192.0.2.7', group: 'print', actorId: people.head.id, recordId })).toEqual([
      'client.printed',
    ])
    expect(await kinds({ to: at(3).toISOString(), from: at(2).toISOString() })).toEqual(['client.printed'])
    expect(await kinds({ actorId: people.colleague.id })).toEqual([])
    expect(await kinds({ recordId: other, group: 'view' })).toEqual([])
  })

  test('is found by the name of whoever did it, and of what it was done to', async () => {
    const client = await anna.ok(createClient, { body: aClient({ name: 'ООО «Верхнетуринский Завод»' }) })
    await anna.ok(getClient, { params: { id: client.id } })
    const about = await list({ q: 'верхнетуринский' })
    expect(about.map(row => row.record?.id)).toEqual([client.id])
    await write('client.viewed', new Date(), { actorId: people.stranger.id })
    const by = await list({ q: 'лапина' })
    expect(new Set(by.map(row => row.actor?.name))).toEqual(new Set([people.stranger.name]))
    expect(await list({ q: 'лапина', group: 'export' })).toEqual([])
    expect(await list({ q: 'никогонетакогонет' })).toEqual([])
  })

  test('goes on page by page, without doubles and gaps, also within one moment', async () => {
    const recordId = newId()
    for (let n = 0; n < 25; n++)
      await write('client.viewed', new Date(Date.UTC(2019, 5, 1, 0, Math.floor(n / 10))), { recordId })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: object = { recordId, limit: 4, ...(cursor ? { cursor } : {}) }
      const page: { items: api.AuditRow[]; nextCursor: string | null } = await boss.ok(api.listAudit, { query })
      seen.push(...page.items.map(row => row.id))
      cursor = page.nextCursor
    } while (cursor)
    expect([seen.length, new Set(seen).size]).toEqual([25, 25])
    expect(seen).toEqual((await list({ recordId, limit: 200 })).map(row => row.id))
  })

  test('names everything that is wrong with a filter at once', async () => {
    const { status, problem } = await boss.call(api.listAudit, {
      query: { actorId: 'x', group: 'nothing', from: 'then' },
    })
    expect(status).toBe(422)
    expect(problem.data.errors.map((each: { path: string }) => each.path).sort()).toEqual(['actorId', 'from', 'group'])
  })
})

describe('a file of the log', () => {
  test('holds what the list shows, formulas made text, and is written down itself', async () => {
    const recordId = newId()
    const personal = { address: '=1+1', device: '@Firefox' }
    await writeAudit(
      world.db,
      { now: new Date(Date.UTC(2018, 1, 2)), actorId: people.head.id },
      { kind: 'client.viewed', record: { kind: 'client', id: recordId }, personal },
    )
    const file = await download(`/api/v1/audit/export?recordId=${recordId}`)
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    const [header, line] = file.body.split('\r\n')
    expect(header).toContain('Номер;Когда;Кто;Что')
    expect(line).toContain(
      `2018-02-02T00:00:00.000Z;${people.head.name};Открыта карточка клиента;Клиент;;${recordId};'=1+1;'@Firefox`,
    )
    const book = await download(`/api/v1/audit/export?format=xlsx&recordId=${recordId}`)
    const { sheets, rows } = await openXlsx({
      size: book.rawPayload.length,
      async *read(from) {
        yield book.rawPayload.subarray(from)
      },
    })
    expect(sheets).toEqual(['Журнал доступа'])
    const read: string[][] = []
    for await (const row of rows('Журнал доступа')) read.push(row)
    expect(read[1]?.slice(6, 9)).toEqual([recordId, '=1+1', '@Firefox'])
    const [noted] = await list({ actorId: people.administrator.id, group: 'export' })
    expect([noted?.kind, noted?.detail]).toEqual(['audit.exported', { recordId }])
  })

  test('keeps what was typed apart from what stays for good', async () => {
    await download('/api/v1/audit/export?q=%D0%A1%D0%B5%D0%BA%D1%80%D0%B5%D1%82%D0%BE%D0%B2&group=print')
    const [noted] = await list({ actorId: people.administrator.id, group: 'export' })
    expect([noted?.detail, noted?.personal]).toEqual([{ group: 'print' }, { q: 'Секретов' }])
  })

  test('is as long as the log, and limited in number', async () => {
    const recordId = newId()
    await world.db.pool.query(
      `insert into audit (id, at, kind, record_kind, record_id)
       select gen_random_uuid(), '2017-01-01'::timestamptz + n * interval '1 second', 'client.viewed', 'client', $1
         from generate_series(1, 1501) n`,
      [recordId],
    )
    const file = await download(`/api/v1/audit/export?recordId=${recordId}`)
    const lines = file.body.trimEnd().split('\r\n').slice(1)
    expect(lines).toHaveLength(1501)
    expect(new Set(lines.map(line => line.split(';')[1])).size).toBe(1501)
    let last = file
    for (let n = 0; n < 25 && last.statusCode === 200; n++) last = await download('/api/v1/audit/export?group=print')
    expect(last.statusCode).toBe(429)
  })
})

describe('a check of the log', () => {
  test('runs in the background, one at a time, and tells how it ended', async () => {
    const asked = await Promise.all([boss.call(api.verifyAudit), boss.call(api.verifyAudit)])
    expect(asked.map(each => each.status).sort()).toEqual([200, 409])
    expect(asked.find(each => each.status === 409)?.problem.code).toBe('audit_check.runs')
    await expect
      .poll(async () => (await boss.ok(api.getAuditState)).check?.finishedAt, { timeout: 20_000 })
      .toBeTruthy()
    const state = await boss.ok(api.getAuditState)
    expect(state.check).toMatchObject({ by: { id: people.administrator.id }, verdict: { ok: true, faults: 0 } })
    const { verdict } = state.check ?? {}
    expect(state.check?.checked).toBe((verdict?.count ?? 0) + (verdict?.history?.count ?? 0))
    expect(state.count).toBeGreaterThan(0)
    expect(state.anchoredAt).not.toBeNull()
    expect(readPrinted(`${state.hash}:${state.count}`)).toEqual({
      hash: state.hash,
      count: state.count,
      history: null,
    })
    expect((await list({ group: 'log' }))[0]).toMatchObject({ kind: 'audit.verified', detail: { ok: true } })
  })
})

describe('a print', () => {
  test('is told of by the browser: a card by its record, another page by its place', async () => {
    const id = newId()
    expect((await anna.call(api.notePrint, { body: { what: 'client', id } })).status).toBe(204)
    await anna.ok(api.notePrint, { body: { what: 'list', page: '/sales', narrowed: true } })
    const rows = await list({ actorId: people.salesperson.id, group: 'print' })
    expect(rows.slice(0, 2).map(row => [row.kind, row.record?.id ?? null, row.detail])).toEqual([
      ['list.printed', null, { page: '/sales', narrowed: true }],
      ['client.printed', id, {}],
    ])
    expect((await anna.call(api.notePrint, { body: { what: 'list', page: 'x?q=name', narrowed: false } })).status).toBe(
      422,
    )
    expect((await world.as(null).call(api.notePrint, { body: { what: 'client', id } })).status).toBe(401)
  })
})
