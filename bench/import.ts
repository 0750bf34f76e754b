import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import pg from 'pg'
import { createNode } from '../server/app/boot.ts'
import { aCompanyName, legalName } from '../server/app/demo/generate/companies.ts'
import { Dice } from '../server/app/demo/generate/dice.ts'
import { aPerson, fullNameOf } from '../server/app/demo/generate/people.ts'
import { ground } from '../server/app/ground.ts'
import { loadConfig } from '../server/platform/config.ts'
import { openLog } from '../server/platform/log.ts'
import { newId } from '../server/platform/pure/ids.ts'
import { makeInn10, makeKpp } from '../server/platform/pure/requisites.ts'
import { perform } from '../server/platform/work.ts'
import { findCallerOfUser, systemCaller } from '../server/rooms/access/gates/queries.ts'
import { checkImport, createImport, startImport, undoImport } from '../server/rooms/exchange/import/actions.ts'
import { encodeAs } from '../server/rooms/exchange/import/builders.ts'
import { getImport } from '../server/rooms/exchange/import/queries.ts'
import { receiveFile } from '../server/rooms/exchange/import/upload/actions.ts'
import { setUpCompany } from '../server/rooms/access/set-up/actions.ts'
import { createUser } from '../server/rooms/access/users/actions.ts'

/**
 * How long an import takes: a file of windows-1251 with company, numbers, phones, mail and a contact a row, through the
 * same jobs as in the product, on an embedded database of its own. `npm run bench:import [-- rows [undo]]`
 */
const rows = Number(process.argv[2] ?? 100_000)
const dataDir = mkdtempSync(join(tmpdir(), 'interes-bench-import-'))
const { config } = loadConfig(['--data-dir', dataDir, '--port', '0', '--log-level', 'silent'], {})
const base = await ground(config, openLog('silent'))
const node = await createNode(config, base.app, openLog('silent'))
await node.open()
const { platform } = node
const sql = new pg.Client(base.app)
sql.on('error', () => {})
await sql.connect()
try {
  await run()
} finally {
  await sql.end().catch(() => {})
  await node.close()
  await base.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}

async function run(): Promise<void> {
  const userId = newId()
  await perform(platform, systemCaller(), { verb: 'bench.seed' }, async work => {
    await setUpCompany(work, { name: 'Bench', timeZone: 'Europe/Moscow', currency: 'RUB' })
    await createUser(work, { id: userId, name: 'Ольга Мещерякова', email: 'bench@example.com', role: 'administrator' })
  })
  const caller = (await findCallerOfUser(platform.db, userId, new Date())) as NonNullable<
    Awaited<ReturnType<typeof findCallerOfUser>>
  >
  const id = newId()
  await perform(platform, caller, { verb: 'bench' }, work => createImport(work, { id, name: 'bench.csv' }))
  console.log(`${rows} rows; before them ${megabytes(process.memoryUsage.rss())} MB`)
  await timed('read', 'mapping', () =>
    receiveFile(platform, caller, id, { at: 0, last: true, body: Readable.from(makeFile(rows)) }),
  )
  await timed('check', 'checked', () => perform(platform, caller, { verb: 'bench' }, work => checkImport(work, id)))
  await timed('write', 'done', () => perform(platform, caller, { verb: 'bench' }, work => startImport(work, id)))
  const { counts } = await getImport(platform.db, caller, id)
  console.log(JSON.stringify(counts))
  if (process.argv[3] === 'undo')
    await timed('undo', 'undone', () => perform(platform, caller, { verb: 'bench' }, work => undoImport(work, id)))

  async function timed(what: string, wanted: string, begin: () => Promise<unknown>): Promise<void> {
    const cpu = process.cpuUsage()
    const server = postgresSeconds()
    const from = performance.now()
    let peak = 0
    await begin()
    for (;;) {
      const now = await getImport(platform.db, caller, id)
      peak = Math.max(peak, process.memoryUsage.rss())
      if (now.status === wanted) break
      if (now.status === 'failed' || now.status === 'paused') throw new Error(now.failure ?? now.status)
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    const used = process.cpuUsage(cpu)
    const seconds = (performance.now() - from) / 1_000
    const own = (used.user + used.system) / 1_000_000
    const theirs = postgresSeconds() - server
    console.log(
      `${what}: ${seconds.toFixed(1)} s (${((seconds * 1000) / rows).toFixed(2)} ms a row); CPU node ${own.toFixed(1)} s, database ${theirs.toFixed(1)} s; memory at most ${megabytes(peak)} MB`,
    )
  }
}

/** Processor time of the embedded server and its children, as Linux counts it. */
function postgresSeconds(): number {
  try {
    const pid = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0] ?? ''
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    const ticks = [pid, ...children].map(each => {
      const stat = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return Number(stat[11]) + Number(stat[12]) + Number(stat[13]) + Number(stat[14])
    })
    return ticks.reduce((sum, each) => sum + each, 0) / 100
  } catch {
    return Number.NaN
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576)
}

/** The companies and people of the demo data: popular names are popular. Made while it is sent, so that nothing of it stays. */
function* makeFile(count: number): Generator<Buffer> {
  let lines = ['Наименование;ИНН;КПП;Телефон;E-mail;Адрес;Контактное лицо;Должность;Моб. телефон']
  for (let n = 0; n < count; n++) {
    const dice = new Dice(7, 91, n)
    const phone = () => `8 (9${10 + dice.below(80)}) ${String(dice.below(10_000_000)).padStart(7, '0')}`
    const name = legalName(aCompanyName(dice)).replaceAll('"', '""')
    const cells = [
      `"${name}"`,
      makeInn10(dice.next),
      makeKpp(dice.next),
      `${phone()}, ${phone()}`,
      `office${n}@firma${n}.ru`,
      `г. Самара, ул. Ленина, ${n % 200}`,
      fullNameOf(aPerson(dice)),
      'Директор',
      phone(),
    ]
    lines.push(cells.join(';'))
    if (lines.length < 500 && n + 1 < count) continue
    yield encodeAs(`${lines.join('\r\n')}\r\n`, 'windows-1251')
    lines = []
  }
}
