import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '../../server/platform/embedded/postgres.ts'
import { signIn } from '../../server/rooms/access/contract.ts'
import { SERVER_FLAGS } from '../run/toolchain.mjs'
import { plainEnvironment, type StartedProduct, startProduct } from '../run/started-product.ts'

const main = fileURLToPath(new URL('../../server/app/main.ts', import.meta.url))
/** The very file that the guide of the administrator shows. */
const configuration = fileURLToPath(new URL('../../docs/haproxy.cfg', import.meta.url))
export const administrator = { email: 'boss@example.com', password: 'три узла за одним прокси' }
export const DRAIN_SECONDS = 3
const PATIENCE_MS = 60_000

export interface RunningNode {
  url: string
  /** Asks it to stop and returns after how many milliseconds it had ended. */
  stop(): Promise<number>
  start(): Promise<void>
}

/** Several nodes on one PostgreSQL that is none of theirs, behind the HAProxy of the guide. */
export class Installation {
  readonly nodes: RunningNode[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'interes-nodes-'))
  readonly #ends: (() => Promise<unknown>)[] = []
  url = ''
  #said = ''

  /** Starts everything; what was started ends with `stop` even if this fails. */
  async start(count: number): Promise<void> {
    const database = await startEmbedded({ dataDir: join(this.#folder, 'database'), log: () => {} })
    this.#ends.push(() => database.stop())
    const { host, port, user, database: name } = database.owner
    const databaseUrl = `postgres://${user}@/${name}?host=${encodeURIComponent(String(host))}&port=${port}`
    for (let at = 1; at <= count; at++) {
      const node = this.#node(`node-${at}`, await freePort(), databaseUrl)
      this.nodes.push(node)
      await node.start()
    }
    await this.#balance()
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #node(name: string, port: number, databaseUrl: string): RunningNode {
    let running: StartedProduct | undefined
    const url = `http://127.0.0.1:${port}`
    const args = [
      '--port',
      String(port),
      '--data-dir',
      join(this.#folder, name),
      '--database-url',
      databaseUrl,
      '--trust-proxy',
      '127.0.0.1',
      '--drain-seconds',
      String(DRAIN_SECONDS),
    ]
    const env = plainEnvironment({
      CRM_ADMIN_EMAIL: administrator.email,
      CRM_ADMIN_PASSWORD: administrator.password,
    })
    const stop = async () => {
      const from = Date.now()
      running?.process.kill('SIGTERM')
      const code = await running?.ended
      if (code !== 0) throw new Error(`${name} ended with ${code}:\n${running?.said()}`)
      running = undefined
      return Date.now() - from
    }
    this.#ends.push(async () => (running ? stop().catch(() => running?.process.kill('SIGKILL')) : undefined))
    return {
      url,
      stop,
      start: async () => {
        running = startProduct(process.execPath, [...SERVER_FLAGS, main, ...args], { cwd: tmpdir(), env })
        await running.address
        await isReady(url)
      },
    }
  }

  async #balance(): Promise<void> {
    const bind = `127.0.0.1:${await freePort()}`
    const addresses = this.nodes.map((node, at) => [`INTERES_NODE_${at + 1}`, new URL(node.url).host])
    const proxy = spawn('haproxy', ['-db', '-f', configuration], {
      env: { ...process.env, INTERES_BIND: bind, ...Object.fromEntries(addresses) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [proxy.stdout, proxy.stderr]) stream.on('data', part => (this.#said += String(part)))
    this.#ends.push(() => ended(proxy))
    this.url = `http://${bind}`
    await isReady(this.url).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.#said}`)
    })
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise(done => child.once('close', done))
  child.kill('SIGTERM')
  await gone
}

async function isReady(url: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    if (answer?.status === 200) return
    if (Date.now() > until) throw new Error(`${url} does not get ready`)
  }
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export interface Answer<T> {
  status: number
  body: T
}

/** Somebody who asks the nodes, by a session or a key that is good on each of them. */
export class Person {
  readonly headers: Record<string, string>
  constructor(headers: Record<string, string>) {
    this.headers = headers
  }

  async call<T = Record<string, never>>(url: string, method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(url + path, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T }
  }

  /** @throws when it is refused */
  async ok<T = Record<string, never>>(url: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(url, method, path, body)
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

export async function enter(url: string, login: { email: string; password: string }): Promise<Person> {
  const answer = await fetch(url + signIn.path, {
    method: signIn.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  if (answer.status !== 200 || cookie === '') throw new Error(`the sign-in was answered with ${answer.status}`)
  return new Person({ cookie })
}
