import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findPostmaster, stopPostmaster } from '../../server/platform/embedded/postmaster.ts'
import { findRunning } from '../../server/platform/embedded/running.ts'
import { newId } from '../../server/platform/pure/ids.ts'
import { SERVER_FLAGS } from '../run/toolchain.mjs'
import { plainEnvironment, type StartedProduct, startProduct } from '../run/started-product.ts'

const main = fileURLToPath(new URL('../../server/app/main.ts', import.meta.url))
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A person of the demo company, with what lets that person in. */
export interface Entrant {
  userId: string
  headers: Record<string, string>
}

/** The product as its users start it, with the demo company, on a data directory of its own; stopped with this process. */
export class DemoProduct {
  readonly dataDir: string
  readonly url: string
  readonly pool: pg.Pool
  readonly #running: StartedProduct
  readonly #leave = () => void this.stop().finally(() => process.exit(130))

  private constructor(dataDir: string, url: string, running: StartedProduct) {
    this.dataDir = dataDir
    this.url = url
    this.#running = running
    this.pool = new pg.Pool({ ...findRunning(dataDir)?.owner, max: 4 })
    this.pool.on('error', () => {})
    for (const signal of SIGNALS) process.once(signal, this.#leave)
  }

  static async start(env: Record<string, string> = {}): Promise<DemoProduct> {
    const dataDir = mkdtempSync(join(tmpdir(), 'interes-proof-'))
    const command = [...SERVER_FLAGS, main, '--port', '0', '--data-dir', dataDir, '--demo']
    const running = startProduct(process.execPath, command, { cwd: tmpdir(), env: plainEnvironment(env) })
    return new DemoProduct(dataDir, await running.address, running)
  }

  /** Lets somebody of this role in by a session; the same person whatever the order of the calls. */
  async enterAs(role: string): Promise<Entrant> {
    const userId = await this.#someone(role)
    const token = randomBytes(24).toString('base64url')
    await this.pool.query(
      `insert into session (id, user_id, token_hash, created_at, seen_at, expires_at)
       values ($1, $2, $3, now(), now(), now() + interval '1 day')`,
      [newId(), userId, createHash('sha256').update(token).digest()],
    )
    return { userId, headers: { cookie: `sid=${token}` } }
  }

  /** The same by an API key. */
  async keyOf(role: string): Promise<Entrant> {
    const person = await this.enterAs(role)
    const answer = await fetch(`${this.url}/api/v1/api-keys`, {
      method: 'POST',
      headers: { ...person.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id: newId(), name: 'Проверка' }),
    })
    const { secret: key } = (await answer.json()) as { secret?: string }
    if (!key) throw new Error(`the key was answered with ${answer.status}`)
    return { userId: person.userId, headers: { authorization: `Bearer ${key}` } }
  }

  async #someone(role: string): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>(
      'select id from app_user where role = $1 and deactivated_at is null order by email limit 1',
      [role],
    )
    if (!rows[0]) throw new Error(`the demo company has no ${role}`)
    return rows[0].id
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    return answer?.status === 200
  }

  said(): string {
    return this.#running.said()
  }

  async stop(): Promise<void> {
    for (const signal of SIGNALS) process.off(signal, this.#leave)
    await this.pool.end()
    this.#running.process.kill('SIGTERM')
    await this.#running.ended
    const left = findPostmaster(join(this.dataDir, 'postgres'))
    if (left) await stopPostmaster(left)
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
