import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ConnectionSettings } from '../db/database.ts'
import { findBinaries } from './binaries.ts'
import { type CheckedDatabase, checkDatabase } from './check.ts'
import { keepPassword, OWNER_ROLE, prepareCluster } from './cluster.ts'
import { openDataDir } from './data-dir.ts'
import { chooseIdentity, hand, type Identity } from './identity.ts'
import { allowHugePages, sharedMemoryOf } from './huge-pages.ts'
import { clearSocket, findPostmaster, type Postmaster, spawnPostmaster, stopPostmaster } from './postmaster.ts'
import { type HugePagesChoice, serverSettings } from './settings.ts'
import { keepAlive } from './supervision.ts'

export const APP_ROLE = 'interes_app'
export const DATABASE = 'interes'
/** Names the socket file only; nothing listens on a port. */
const SOCKET_PORT = 5432
/** A path of a unix socket has at most 107 bytes; the name in the folder takes 20. */
const LONGEST_FOLDER = 86

export interface EmbeddedPostgres extends CheckedDatabase {
  /** Superuser: migrations and nothing else. */
  owner: ConnectionSettings
  /** The role that the app works with; it owns nothing. */
  app: ConnectionSettings
  /** True when the server of an earlier, killed app was found running. */
  adopted: boolean
  /** True when the database was made by this start. */
  created: boolean
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  log: (message: string) => void
  hugePages?: HugePagesChoice
  /** For tests: no durability, larger limits. */
  throwaway?: boolean
}

/** Starts the PostgreSQL that comes with Interes on `<dataDir>/postgres`, or takes over the one that still runs there. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  // A server of tests is small and short-lived, and many of them would need the machine's memory in one piece.
  const { dataDir, log, throwaway = false, hugePages = throwaway ? 'off' : 'try' } = options
  const binaries = findBinaries()
  const root = openDataDir(dataDir)
  const cluster = join(root, 'postgres')
  const identity = chooseIdentity(cluster, binaries.postgres)
  const logs = join(root, 'logs')
  const logFolder = join(logs, 'postgres')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  if (identity.kind === 'user') chmodSync(logs, 0o711)
  ownFolder(logFolder, identity)
  const run = join(root, 'postgres-run')
  ownFolder(run, identity)
  const passwordFile = process.platform === 'win32' ? join(run, 'password') : undefined
  const password = passwordFile && keepPassword(passwordFile)
  const created = await prepareCluster(cluster, binaries.initdb, identity, { passwordFile, throwaway })
  hand(identity, cluster)

  const launch = async (): Promise<Postmaster> => {
    for (const started = Date.now(); ; await sleep(200)) {
      const found = findPostmaster(cluster)
      if (found && !found.host) continue
      if (found) {
        if (await answering(found, connection(found, 'postgres'), log)) return found
        continue
      }
      const host = passwordFile ? '127.0.0.1' : socketFolder(run, identity)
      const startLog = join(logs, 'postgres-start.log')
      const settings = serverSettings({ logFolder: throwaway ? undefined : logFolder, throwaway, hugePages })
      const raised = hugePages === 'try' && allowHugePages(sharedMemoryOf(settings['shared_buffers'] ?? ''))
      if (raised) log(raised)
      clearSocket(join(host, `.s.PGSQL.${SOCKET_PORT}`), cluster)
      const postmaster = spawnPostmaster({
        program: binaries.postgres,
        identity,
        cluster,
        host,
        port: passwordFile ? await freePort() : SOCKET_PORT,
        settings,
        startLog,
      })
      if (await answering(postmaster, connection(postmaster, 'postgres'), log)) return postmaster
      const reason = lastWords([startLog, ...listLogs(logFolder)], postmaster.pid)
      // Children of a killed server need a moment to notice; until then its memory counts as used.
      if (
        /pre-existing shared memory block|already exists|already in use/i.test(reason) &&
        Date.now() - started < 60_000
      ) {
        continue
      }
      throw new Error(`PostgreSQL did not start: ${reason} (see ${logs})`)
    }
  }
  const connection = (postmaster: Postmaster, database: string, user = OWNER_ROLE): ConnectionSettings => ({
    host: postmaster.host,
    port: postmaster.port,
    user,
    database,
    ...(password ? { password } : {}),
  })

  const first = await launch()
  try {
    await withClient(connection(first, 'postgres'), client => makeDatabase(client, password))
    const checked = await withClient(connection(first, DATABASE), checkDatabase)
    // The address stays the same over restarts, except for the port on Windows.
    const supervised = keepAlive(first, launch, log)
    return {
      version: checked.version,
      warnings: throwaway ? [] : checked.warnings,
      owner: connection(first, DATABASE),
      app: connection(first, DATABASE, APP_ROLE),
      adopted: first.adopted,
      created,
      stop: () => supervised.stop(),
    }
  } catch (error) {
    await stopPostmaster(first)
    throw error
  }
}

/** Readiness is a query that succeeds: the pid file says "ready" while a crashed server still recovers. */
async function answering(
  postmaster: Postmaster,
  settings: ConnectionSettings,
  log: (message: string) => void,
): Promise<boolean> {
  let told = Date.now()
  for (let wait = 5; postmaster.isAlive(); wait = Math.min(wait * 1.5, 200)) {
    try {
      await withClient(settings, client => client.query('select 1'))
      return true
    } catch {
      await sleep(wait)
    }
    if (Date.now() - told > 10_000) {
      told = Date.now()
      log('PostgreSQL is still starting (recovering after a crash may take minutes)')
    }
  }
  return false
}

async function withClient<T>(settings: ConnectionSettings, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function makeDatabase(client: pg.Client, password: string | undefined): Promise<void> {
  const { rows } = await client.query(
    `select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $2) as database`,
    [APP_ROLE, DATABASE],
  )
  if (!rows[0].role) {
    const secret = password ? ` password ${pg.escapeLiteral(password)}` : ''
    await client.query(`create role ${APP_ROLE} login nosuperuser nocreatedb nocreaterole${secret}`)
  }
  if (!rows[0].database) await client.query(`create database ${DATABASE}`)
}

const listLogs = (folder: string) => readdirSync(folder).map(file => join(folder, file))

/** What the server with this id gave as the reason of its end. */
function lastWords(files: string[], pid: number): string {
  const lines = files.flatMap(file => readFileSync(file, 'utf8').split('\n'))
  const fatal = lines.filter(line => line.includes(`[${pid}]`) && /(FATAL|PANIC):/.test(line)).at(-1)
  return fatal?.replace(/^.*?(FATAL|PANIC): */, '') ?? lines.find(line => line.trim()) ?? 'it gave no reason'
}

function ownFolder(folder: string, identity: Identity): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  hand(identity, folder)
}

/** The folder is the lock on the door: 0700, and in the temporary folder only when the data's own path is too long. */
function socketFolder(run: string, identity: Identity): string {
  if (Buffer.byteLength(run) <= LONGEST_FOLDER) return run
  const name = createHash('sha256').update(run).digest('hex').slice(0, 16)
  const folder = resolve(tmpdir(), `interes-${name}`)
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  const { uid } = lstatSync(folder)
  const mine = [process.getuid?.(), identity.owner]
  if (!lstatSync(folder).isDirectory() || !mine.includes(uid)) {
    throw new Error(`${folder} belongs to somebody else: choose a shorter --data-dir or another TMPDIR.`)
  }
  chmodSync(folder, 0o700)
  hand(identity, folder)
  return folder
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
