import { type ChildProcess, spawn } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '../db/database.ts'
import { checkDatabase } from './check.ts'
import { startEmbedded } from './postgres.ts'
import { findPostmaster } from './postmaster.ts'

const isRoot = process.getuid?.() === 0
/** Root of a container finds the kernel's settings closed. */
const canRaise = isRoot && mayWrite('/proc/sys/vm/nr_overcommit_hugepages')

function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false
  }
}

async function query(settings: ConnectionSettings, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(settings)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries > 300) throw error
      await sleep(100)
    }
  }
}

/** An app of its own that holds a server, to be killed. */
async function startHost(dataDir: string): Promise<ChildProcess> {
  const module = JSON.stringify(new URL('./postgres.ts', import.meta.url).href)
  const script = `
    const { startEmbedded } = await import(${module})
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log() {} })
    console.log('ready')
    setInterval(() => {}, 1000)`
  const host = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((done, fail) => {
    host.stdout.once('data', () => done())
    host.once('exit', code => fail(new Error(`the host ended with ${code}`)))
  })
  return host
}

const gone = (child: ChildProcess) =>
  child.exitCode === null && child.signalCode === null ? new Promise(done => child.once('exit', done)) : undefined

describe('the embedded server', () => {
  let dataDir: string
  let cluster: string
  const log: string[] = []
  const start = () => startEmbedded({ dataDir, log: message => log.push(message) })

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'interes-embedded-'))
    if (isRoot) chmodSync(dataDir, 0o711)
    cluster = join(dataDir, 'postgres')
    // as a start that was killed while it made its files leaves it
    mkdirSync(`${cluster}.new-1`)
    writeFileSync(join(`${cluster}.new-1`, 'PG_VERSION'), '18')
  })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  it('is made once, durable, reachable only through a closed folder, and gives the app no superuser', async () => {
    const first = await start()
    expect(first).toMatchObject({ adopted: false, created: true, warnings: [] })
    const settings = await query(
      first.app,
      `select name, setting from pg_settings where name in ('listen_addresses','fsync','full_page_writes','synchronous_commit','data_checksums','jit') order by 1`,
    )
    expect(Object.fromEntries(settings.map(row => [row.name, row.setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      jit: 'off',
      listen_addresses: '',
      synchronous_commit: 'on',
    })
    expect(statSync(first.app.host ?? '').mode & 0o777).toBe(0o700)
    expect(await query(first.app, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
      { rolsuper: false },
    ])
    await expect(query(first.app, 'create table loose (id int)')).rejects.toThrow(/permission denied/)
    await expect(query(first.app, `copy (select 1) to program 'true'`)).rejects.toThrow(/permission denied/)
    await first.stop()
    expect(findPostmaster(cluster)).toBeUndefined()
    expect(existsSync(`${cluster}.new-1`)).toBe(false)
  })

  it.skipIf(!canRaise)('has its buffers in huge pages where root may let the kernel make them', async () => {
    const running = await start()
    expect(await query(running.app, 'show huge_pages_status')).toEqual([{ huge_pages_status: 'on' }])
    await running.stop()
    const plain = await startEmbedded({ dataDir, log() {}, hugePages: 'off' })
    expect(await query(plain.app, 'show huge_pages_status')).toEqual([{ huge_pages_status: 'off' }])
    await plain.stop()
  })

  it('is taken over, with all its data, when its app was killed', async () => {
    const host = await startHost(dataDir)
    const left = findPostmaster(cluster)
    host.kill('SIGKILL')
    await gone(host)
    const next = await start()
    expect(next).toMatchObject({ adopted: true, created: false })
    expect(findPostmaster(cluster)?.pid).toBe(left?.pid)
    await query(next.owner, 'create table kept (id int); insert into kept values (1)')
    await next.stop()
    expect(left?.isAlive()).toBe(false)
  })

  it('recovers when app and server were killed together', async () => {
    const host = await startHost(dataDir)
    const left = findPostmaster(cluster)
    host.kill('SIGKILL')
    process.kill(left?.pid ?? 0, 'SIGKILL')
    await gone(host)
    const next = await start()
    expect(next.adopted).toBe(false)
    expect(await query(next.owner, 'select id from kept')).toEqual([{ id: 1 }])
    await next.stop()
  })

  it.each(['started here', 'taken over'])('is started again when it dies under a living app (%s)', async how => {
    if (how === 'taken over') {
      const host = await startHost(dataDir)
      host.kill('SIGKILL')
      await gone(host)
    }
    const running = await start()
    expect(running.adopted).toBe(how === 'taken over')
    process.kill(findPostmaster(cluster)?.pid ?? 0, 'SIGKILL')
    await sleep(100)
    expect(await eventually(() => query(running.app, 'select 1 as one'))).toEqual([{ one: 1 }])
    expect(log).toContain('PostgreSQL has stopped unexpectedly; starting it again')
    await running.stop()
    expect(findPostmaster(cluster)).toBeUndefined()
  })

  it('is not blocked by lock files whose number another process has now', async () => {
    // PostgreSQL takes only processes of its own user, and none of its parents, for another server.
    const { uid, gid } = statSync(cluster)
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      ...(isRoot ? { uid, gid } : {}),
      cwd: '/',
    })
    const file = join(cluster, 'postmaster.pid')
    const folder = join(dataDir, 'postgres-run')
    writeFileSync(file, `${other.pid}\n${cluster}\n1\n5432\n${folder}\n\n0 0\nready   \n`)
    writeFileSync(join(folder, '.s.PGSQL.5432.lock'), `${other.pid}\n${cluster}\n1\n5432\n\n`)
    const next = await start()
    expect(next.adopted).toBe(false)
    expect(readFileSync(file, 'utf8')).not.toContain(`${other.pid}\n${cluster}\n1\n`)
    await next.stop()
    other.kill()
  })

  it('refuses a cluster of another major version in one sentence', async () => {
    const file = join(cluster, 'PG_VERSION')
    writeFileSync(file, '17\n')
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 17 and this release of Interes has 18/)
    writeFileSync(file, '18\n')
  })
})

describe('the check of a database', () => {
  let dataDir: string
  let running: Awaited<ReturnType<typeof startEmbedded>>
  beforeAll(async () => {
    const closed = mkdtempSync(join(tmpdir(), 'interes-closed-'))
    chmodSync(closed, 0o700)
    dataDir = join(closed, 'a data directory with a rather long name', 'x'.repeat(60))
    running = await startEmbedded({ dataDir, log() {}, throwaway: true })
  })
  afterAll(async () => {
    await running.stop()
    rmSync(join(dataDir, '..', '..'), { recursive: true, force: true })
    if (!running.owner.host?.startsWith(dataDir)) rmSync(running.owner.host ?? '', { recursive: true, force: true })
  })

  async function checkOf(options: string): Promise<unknown> {
    await query(running.owner, 'drop database if exists odd')
    await query(running.owner, `create database odd template template0 ${options}`)
    const client = new pg.Client({ ...running.owner, database: 'odd' })
    await client.connect()
    try {
      return await checkDatabase(client)
    } finally {
      await client.end()
    }
  }

  it('passes on a server whose folder is closed to others and whose path is long for a socket', () => {
    expect(running).toMatchObject({ version: expect.stringMatching(/^18\./), created: true })
  })

  it('refuses a locale under which Cyrillic text is not found', async () => {
    await expect(checkOf(`locale_provider libc lc_collate 'C' lc_ctype 'C'`)).rejects.toThrow(/cannot search Cyrillic/)
  })

  it('refuses an encoding other than UTF8', async () => {
    await expect(checkOf(`locale_provider libc locale 'C' encoding 'SQL_ASCII'`)).rejects.toThrow(/SQL_ASCII/)
  })

  it('warns of a server that may lose acknowledged work', async () => {
    const client = new pg.Client(running.owner)
    await client.connect()
    expect((await checkDatabase(client)).warnings).toHaveLength(3)
    await client.end()
  })

  it('says who must make the extension when this role may not', async () => {
    await query(running.owner, 'drop database if exists odd')
    await query(running.owner, `create database odd template template0`)
    const client = new pg.Client({ ...running.app, database: 'odd' })
    await client.connect()
    await expect(checkDatabase(client)).rejects.toThrow(/let an administrator run/)
    await client.end()
  })
})
