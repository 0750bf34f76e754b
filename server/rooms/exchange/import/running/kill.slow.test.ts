import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { aCsv } from '../builders.ts'
import { getImport, type ImportRecord } from '../contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

interface Worker {
  child: ChildProcess
  /** Where it answers. */
  url: string
}

/** A node of its own on the same database: it does the jobs. */
async function startWorker(): Promise<Worker> {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { createNode } from './server/app/boot.ts'
       import { loadConfig } from './server/platform/config.ts'
       import { openLog } from './server/platform/log.ts'
       const node = await createNode(loadConfig(['--port', '0', '--log-level', 'silent', '--data-dir', ${JSON.stringify(world.platform.config.dataDir)}], {}).config, ${JSON.stringify(world.connection)}, openLog('silent'))
       await node.open()
       process.send(await node.server.listen({ port: 0, host: '127.0.0.1' }))`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  )
  children.push(child)
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', message => resolve(String(message)))
    child.once('exit', code => reject(new Error(`the worker ended with ${code}`)))
  })
  return { child, url }
}

async function ask({ url }: Worker, method: string, path: string, body?: Buffer | object): Promise<void> {
  const isFile = Buffer.isBuffer(body)
  const answer = await fetch(url + path, {
    method,
    headers: {
      cookie: `sid=${people.administrator.token}`,
      ...(body ? { 'content-type': isFile ? 'application/octet-stream' : 'application/json' } : {}),
    },
    ...(body ? { body: isFile ? new Uint8Array(body) : JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
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

test('an import goes on where its killed node stood: every row is written once', { timeout: 240_000 }, async () => {
  const count = 2_500
  const rows = Array.from({ length: count }, (_, n) => [
    `Убитая ${n} ${newId()}`,
    `kill${n}@example.org`,
    `Контакт ${n}`,
  ])
  const id = newId()
  let worker = await startWorker()
  await ask(worker, 'POST', '/api/v1/imports', { id, name: 'kill.csv' })
  const file = aCsv([['Название', 'Почта компании', 'Контактное лицо'], ...rows])
  await ask(worker, 'PUT', `/api/v1/imports/${id}/file`, file)
  await until(id, record => record.status === 'mapping')
  await ask(worker, 'POST', `/api/v1/imports/${id}/start`)
  for (const from of [800]) {
    await until(id, record => record.position >= from)
    worker.child.kill('SIGKILL')
    worker = await startWorker()
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
