import { expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { openXlsx } from '../../../platform/spreadsheets/xlsx-reading.ts'
import { aClient, aContact } from '../../clients/builders.ts'
import { createClient } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../../interests/builders.ts'
import { createInterest } from '../../interests/contract.ts'

const world = await aWorld()

async function download(url: string, who: keyof typeof people = 'administrator') {
  const answer = await world.node.server.inject({ url, headers: { cookie: `sid=${people[who].token}` } })
  return {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    body: answer.body,
    bytes: answer.rawPayload,
  }
}

test('clients leave by the filter of their list, within the scope, a row for each contact', async () => {
  const mark = newId().slice(-8)
  const body = aClient({
    name: `=Выгрузка ${mark}`,
    phones: ['8 (495) 123-45-67'],
    contacts: [aContact({ fullName: 'Первый Контакт' }), aContact({ fullName: 'Второй Контакт' })],
    responsibleId: people.stranger.id,
  })
  await world.as('administrator').ok(createClient, { body })
  const csv = await download(`/api/v1/exports/clients?q=${encodeURIComponent(`выгрузка ${mark}`)}`)
  expect([csv.status, csv.type]).toEqual([200, 'text/csv; charset=utf-8'])
  const lines = csv.body.split('\r\n')
  expect(lines[0]?.startsWith('\ufeffНазвание;')).toBe(true)
  expect(lines).toHaveLength(4)
  expect(lines[1]?.startsWith(`'=Выгрузка ${mark};`)).toBe(true)
  expect([lines[1], lines[2]].map(line => line?.includes('Первый') || line?.includes('Второй'))).toEqual([true, true])

  const book = await download(`/api/v1/exports/clients?format=xlsx&q=${encodeURIComponent(mark)}`)
  const { sheets, rows } = await openXlsx({
    size: book.bytes.length,
    async *read(from) {
      yield book.bytes.subarray(from)
    },
  })
  expect(sheets).toEqual(['Клиенты'])
  const read: string[][] = []
  for await (const row of rows('Клиенты')) read.push(row)
  expect(read[1]?.[0]).toBe(`=Выгрузка ${mark}`)

  // The head of another department does not see the client.
  const theirs = await download(`/api/v1/exports/clients?q=${encodeURIComponent(mark)}`, 'head')
  expect(theirs.body.split('\r\n')).toHaveLength(2)
})

test('Interests leave with the names of what they refer to', async () => {
  const admin = world.as('administrator')
  const type = (await admin.ok(directories.service_type.list)).items[0]
  const client = await admin.ok(createClient, { body: aClient() })
  const interest = await admin.ok(createInterest, {
    body: anInterest({ serviceTypeId: type?.id ?? '', clientId: client.id, subject: 'Насосы' }),
  })
  const { body } = await download(`/api/v1/exports/interests?clientId=${client.id}`)
  const [, line] = body.split('\r\n')
  expect(line?.split(';').slice(0, 5)).toEqual([interest.number, 'Насосы', client.name, type?.name, 'Продажа'])
})

test('exports are for holders of the right, audited without what was typed, and limited', async () => {
  expect((await download('/api/v1/exports/clients', 'salesperson')).status).toBe(403)
  await download('/api/v1/exports/clients?q=Секретов&sort=name', 'head')
  const rows = await world.db.q
    .selectFrom('audit')
    .select('detail')
    .where('kind', '=', 'clients.exported')
    .where('actor_id', '=', people.head.id)
    .execute()
  expect(JSON.stringify(rows)).toContain('narrowed')
  expect(JSON.stringify(rows)).not.toContain('Секретов')
  let last = await download('/api/v1/exports/clients', 'head')
  for (let n = 0; n < 25 && last.status === 200; n++) last = await download('/api/v1/exports/clients', 'head')
  expect(last.status).toBe(429)
})
