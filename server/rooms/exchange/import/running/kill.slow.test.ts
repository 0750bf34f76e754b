import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { aCsv } from '../builders.ts'
import { createImport, getImport, type ImportRecord, sendImportFile, startImport } from '../contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A node of its own on the same database: it does the jobs. */
function startWorker(): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { createNode } from './server/app/boot.ts'
       import { loadConfig } from './server/platform/config.ts'
       import { openLog } from './server/platform/log.ts'
       const node = await createNode(loadConfig(['--port', '0', '--log-level', 'silent'], {}).config, ${JSON.stringify(world.connection)}, openLog('silent'))
       await node.open()`,
    ],
    { stdio: 'ignore' },
  )
  children.push(child)
  return child
}

const read = (id: string) => admin.ok(getImport, { params: { id } })

async function until(id: string, fits: (record: ImportRecord) => boolean): Promise<ImportRecord> {
  for (let attempt = 0; attempt < 1_800; attempt++) {
    const record = await read(id)
    if (fits(record)) return record
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`the import stands: ${JSON.stringify(await read(id))}`)
}

test('an import goes on where its killed node stood: every row is written once', { timeout: 180_000 }, async () => {
  const count = 2_500
  const rows = Array.from({ length: count }, (_, n) => [
    `Убитая ${n} ${newId()}`,
    `kill${n}@example.org`,
    `Контакт ${n}`,
  ])
  const id = newId()
  await admin.ok(createImport, { body: { id, name: 'kill.csv' } })
  await admin.ok(sendImportFile, {
    params: { id },
    body: aCsv([['Название', 'Почта компании', 'Контактное лицо'], ...rows]),
    headers: { 'content-type': 'application/octet-stream' },
  })
  let worker = startWorker()
  await until(id, record => record.status === 'mapping')
  await admin.ok(startImport, { params: { id } })
  for (const from of [300, 1_200]) {
    await until(id, record => record.position >= from)
    worker.kill('SIGKILL')
    worker = startWorker()
  }
  const done = await until(id, record => record.status === 'done')
  expect(done.counts).toMatchObject({ created: count, contacts: count })
  const made = await world.db.q
    .selectFrom('client')
    .select(({ fn }) => [fn.countAll<string>().as('clients'), fn.count<string>('name').distinct().as('names')])
    .where('name', 'like', 'Убитая %')
    .executeTakeFirstOrThrow()
  expect([Number(made.clients), Number(made.names)]).toEqual([count, count])
  const events = await world.db.q
    .selectFrom('event')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('kind', '=', 'client.created')
    .where('actor_id', '=', people.administrator.id)
    .executeTakeFirstOrThrow()
  expect(Number(events.n)).toBe(count)
})
