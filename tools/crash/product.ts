import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { signIn } from '../../server/rooms/access/contract.ts'
import { findPostmaster, stopPostmaster } from '../../server/platform/embedded/postmaster.ts'
import { findRunning } from '../../server/platform/embedded/running.ts'
import { loseReplies } from './proxy.ts'
import { SERVER_FLAGS } from '../run/toolchain.mjs'
import { plainEnvironment, type StartedProduct, startProduct } from '../run/started-product.ts'

/** What is killed: with -9, save `stop`, which asks the app to end in the middle of everything. */
export const kills = ['app', 'postmaster', 'backend', 'walwriter', 'stop', 'group'] as const
export type Kill = (typeof kills)[number]

const main = fileURLToPath(new URL('../../server/app/main.ts', import.meta.url))
const administrator = { CRM_ADMIN_EMAIL: 'crash@example.com', CRM_ADMIN_PASSWORD: 'пароль для проверки сбоев' }
/** A machine with much else to do recovers late; beyond this it does not recover. */
const PATIENCE = 120_000

export interface Answer<Body = Partial<ShownInterest>> {
  status: number
  body: Body
}

/** What is looked at of an answer: an Interest, or the problem in its place. */
interface ShownInterest {
  id: string
  version: number
  stateId: string
  clientId: string | null
  content: string | null
  code: string
  data: { version?: number }
}

/** The product on a data directory of its own, started by the command of its users, killed and started again. */
export class Product {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'interes-crash-'))
  #running: StartedProduct | undefined
  #url = ''
  #cookie = ''

  async start(): Promise<void> {
    const command = [...SERVER_FLAGS, main, '--port', '0', '--data-dir', this.dataDir]
    this.#running = startProduct(process.execPath, command, { cwd: tmpdir(), env: plainEnvironment(administrator) })
    this.#url = await this.#running.address
    await this.#isReady()
    if (this.#cookie === '') await this.#signIn()
  }

  async #isReady(): Promise<void> {
    for (const until = Date.now() + PATIENCE; ; await sleep(50)) {
      const answer = await fetch(`${this.#url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
      if (answer?.status === 200) return
      if (Date.now() > until) throw new Error(`the product does not get ready:\n${this.#running?.said()}`)
    }
  }

  async #signIn(): Promise<void> {
    const answer = await fetch(this.#url + signIn.path, {
      method: signIn.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: administrator.CRM_ADMIN_EMAIL, password: administrator.CRM_ADMIN_PASSWORD }),
    })
    this.#cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    if (answer.status !== 200 || this.#cookie === '') throw new Error(`the sign-in was answered with ${answer.status}`)
  }

  /** @throws when no whole answer came: what was asked for may or may not have happened */
  async call<Body = Partial<ShownInterest>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { cookie: this.#cookie, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(25_000),
    })
    return { status: response.status, body: (await response.json()) as Body }
  }

  /** Drops answers for as long as the work lasts; returns how many. */
  async losingReplies(isLost: () => boolean, work: () => Promise<void>): Promise<number> {
    const own = this.#url
    const proxy = await loseReplies(own, isLost)
    this.#url = proxy.url
    try {
      await work()
      return proxy.lost()
    } finally {
      this.#url = own
      await proxy.close()
    }
  }

  /** Kills without a word; returns when the processes are told, not when they are gone. */
  async kill(kind: Kill): Promise<void> {
    if (kind === 'app') this.#killApp()
    if (kind === 'stop') this.#running?.process.kill('SIGTERM')
    if (kind === 'postmaster') kill([this.#postmaster()])
    if (kind === 'backend') kill([await this.#backend()])
    if (kind === 'walwriter') kill([await this.#walWriter()])
    if (kind === 'group') {
      const postmaster = this.#postmaster()
      // The children first in the list: none may live long enough to write what was not yet written.
      kill([...childrenOf(postmaster), postmaster])
      this.#killApp()
    }
  }

  /** Comes back by itself where only the database died, by the same command otherwise. */
  async recover(kind: Kill): Promise<void> {
    if (kind === 'postmaster' || kind === 'backend' || kind === 'walwriter') return this.#isReady()
    const code = await this.#running?.ended
    if (kind === 'stop' && code !== 0) throw new Error(`the stop ended with ${code}:\n${this.#running?.said()}`)
    await this.start()
  }

  async sql<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client(findRunning(this.dataDir)?.owner)
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  async stop(): Promise<void> {
    this.#running?.process.kill('SIGTERM')
    await this.#running?.ended
    const left = findPostmaster(join(this.dataDir, 'postgres'))
    if (left) await stopPostmaster(left)
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  #killApp(): void {
    this.#running?.process.kill('SIGKILL')
  }

  #postmaster(): number {
    return findPostmaster(join(this.dataDir, 'postgres'))?.pid ?? 0
  }

  /** One that serves the app, at work if there is one. */
  async #backend(): Promise<number> {
    const { rows } = await this.sql(client =>
      client.query(`select pid from pg_stat_activity where application_name = 'interes'
                     order by state = 'active' desc, random() limit 1`),
    )
    return rows[0]?.pid ?? 0
  }

  /** A helper of the server: without it all of them end and begin again. */
  async #walWriter(): Promise<number> {
    const { rows } = await this.sql(client =>
      client.query(`select pid from pg_stat_activity where backend_type = 'walwriter'`),
    )
    return rows[0]?.pid ?? 0
  }
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    if (!(pid > 1)) throw new Error('there is nothing to kill')
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      // Ended on its own since it was looked up.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        return new RegExp(`^\\d+ \\(.*\\) \\S ${parent} `, 's').test(readFileSync(`/proc/${name}/stat`, 'utf8'))
      } catch {
        return false
      }
    })
    .map(Number)
}
