import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { createNode } from '../server/app/boot.ts'
import { loadDemo } from '../server/app/demo/load.ts'
import { ground } from '../server/app/ground.ts'
import { type Config, loadConfig } from '../server/platform/config.ts'
import type { ConnectionSettings } from '../server/platform/db/database.ts'
import { openLog } from '../server/platform/log.ts'
import { NIL_ID, newId } from '../server/platform/pure/ids.ts'
import { systemCaller } from '../server/rooms/access/gates/queries.ts'
import { perform } from '../server/platform/work.ts'
import { SERVER_FLAGS } from '../tools/run/toolchain.mjs'

export interface BenchBase {
  /** Where the API answers. */
  url: string
  serverPid: number
  /** Session of the person who asks. */
  cookie: string
  /** That person and the principals of its scope; an administrator sees everything. */
  userId: string
  principals: string[]
  connection: ConnectionSettings
  /** Whoever may change the tables themselves. */
  owner: ConnectionSettings
  sql: pg.Pool
  close(): Promise<void>
}

/** Of a base for finding people; one for selling has as many as its Interests need. */
const SALESPEOPLE = 5
/** Of the made-up base; the corpus of search-quality names records that come from it. */
export const SEED = 1

/**
 * The product on an embedded database under `data/bench-<clients>`, with the settings that it ships: salespeople,
 * a head and an administrator. Loaded once and kept; remove the folder to load it anew. Asked by the first of the role,
 * or by who has about so many unfinished Interests.
 */
export async function openBase(
  clients: number,
  interests: number,
  role: 'salesperson' | 'administrator' = 'salesperson',
  salespeople = SALESPEOPLE,
  unfinished?: number,
): Promise<BenchBase> {
  const name = salespeople === SALESPEOPLE ? `bench-${clients}` : `bench-${clients}-of-${salespeople}`
  const dataDir = join(import.meta.dirname, '..', 'data', name)
  const { config } = loadConfig(['--data-dir', dataDir, '--port', '0', '--log-level', 'silent'], {})
  const base = await ground(config, openLog('silent'))
  const sql = new pg.Pool({ ...base.app, max: 20 })
  // The server may be stopped under idle connections.
  sql.on('error', () => {})
  try {
    await fill(sql, config, base.owner, { clients, interests, salespeople })
    const { rows } = await sql.query<{ id: string }>(
      `select u.id from app_user u where u.role = $1
        order by abs($2::int - (select coalesce(sum(n), 0) from interest_tally t where t.owner_key = u.id and t.open)),
                 u.created_at, u.id limit 1`,
      [role, unfinished ?? null],
    )
    const userId = rows[0]?.id ?? ''
    const token = randomBytes(24).toString('base64url')
    await sql.query(
      `insert into session (id, token_hash, user_id, created_at, seen_at, expires_at)
       values ($1, $2, $3, now(), now(), now() + interval '1 day')`,
      [newId(), createHash('sha256').update(token).digest(), userId],
    )
    const { child, port } = await startServer(base.app)
    return {
      url: `http://127.0.0.1:${port}`,
      serverPid: child.pid ?? 0,
      cookie: `sid=${token}`,
      userId,
      principals: [userId, NIL_ID],
      connection: base.app,
      owner: base.owner,
      sql,
      async close() {
        child.send('stop')
        await new Promise(resolve => child.once('exit', resolve))
        await sql.end()
        await base.stop()
      },
    }
  } catch (error) {
    await sql.end()
    await base.stop()
    throw error
  }
}

async function fill(
  sql: pg.Pool,
  config: Config,
  owner: ConnectionSettings,
  { clients, interests, salespeople }: { clients: number; interests: number; salespeople: number },
): Promise<void> {
  const found = await sql.query<{ n: number }>('select count(*)::int as n from client')
  if ((found.rows[0]?.n ?? 0) >= clients) return
  console.log(`Loading ${clients} clients and ${interests} Interests once …`)
  const node = await createNode(config, owner, openLog('silent'))
  try {
    const known = await sql.query('select from company')
    if (known.rowCount === 0) await seed(node.platform, salespeople)
    const started = performance.now()
    const loaded = await loadDemo(node.platform.db, { clients, interests, seed: SEED })
    console.log(`${JSON.stringify(loaded)} in ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  } finally {
    await node.close()
  }
  const client = new pg.Client(owner)
  await client.connect()
  await client.query('vacuum (analyze)')
  await client.query('checkpoint').catch(() => {})
  await client.end()
}

async function seed(platform: Parameters<typeof perform>[0], salespeople: number): Promise<void> {
  await perform(platform, systemCaller(), { verb: 'bench.seed' }, async work => {
    const { q } = work.tx
    const departmentId = newId()
    await q
      .insertInto('company')
      .values({ name: 'Bench', time_zone: 'Europe/Moscow', currency: 'RUB', set_up_at: new Date() })
      .execute()
    await q.insertInto('department').values({ id: departmentId, name: 'Отдел продаж', ord: 0 }).execute()
    const roles = ['administrator', 'head', ...Array.from({ length: salespeople }, () => 'salesperson')]
    for (const [n, role] of roles.entries()) {
      await q
        .insertInto('app_user')
        .values({
          id: newId(),
          name: `${role} ${n}`,
          email: `bench${n}@example.com`,
          role,
          department_id: departmentId,
          created_at: new Date(Date.UTC(2026, 0, 1, 0, n)),
        })
        .execute()
    }
    await work.announce({ kind: 'company.set_up', payload: { departmentId } })
  })
}

async function startServer(connection: ConnectionSettings): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(join(import.meta.dirname, 'server.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...SERVER_FLAGS],
  })
  child.send(connection as object)
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
  return { child, port }
}
