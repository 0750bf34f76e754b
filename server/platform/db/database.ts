import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import type { Kysely } from 'kysely'
import pg from 'pg'
import type { DB } from '../schema.ts'
import { kyselyOn } from './kysely.ts'
import { listLiteral, types } from './values.ts'

export type ConnectionSettings = Pick<
  pg.PoolConfig,
  'host' | 'port' | 'user' | 'password' | 'database' | 'connectionString' | 'ssl'
>

/** One SQL text with a name: PostgreSQL parses and plans it once a connection. */
export interface Statement<_Row> {
  name: string
  text: string
}

/** Declares a hot query. Everything variable is a parameter; the text is constant. */
export function statement<Row>(text: string): Statement<Row> {
  return { name: createHash('sha1').update(text).digest('base64url'), text }
}

/** A lock of rows (`for update`) is no write. */
const WRITES = /\b(?:insert\s+into|delete\s+from|(?<!\b(?:for|key)\s)update|merge\s+into|truncate|copy)\b/i

/** Something that runs SQL: the pool for reads, a transaction for writes. */
export interface Queryable {
  rows<Row>(prepared: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>
  /** The first row, or undefined. */
  first<Row>(prepared: Statement<Row>, values?: readonly unknown[]): Promise<Row | undefined>
  /**
   * The same for reads that one request asks in one breath: they travel in one write on one connection and run one after
   * the other, which costs both sides less than a connection for each.
   */
  together(): Queryable
  /**
   * The same for what is asked in very many ways and depends on the values: planned for these, and forgotten. All else
   * has one plan for all values (docs/decisions/003).
   */
  planned<Row>(text: string, values: readonly unknown[]): Promise<Row[]>
  /** Kysely over the whole schema; rooms narrow it by their `tables.ts`. */
  readonly q: Kysely<DB>
}

type Query = pg.QueryConfig<unknown[]>

abstract class Session implements Queryable {
  #kysely: Kysely<DB> | undefined

  protected abstract run(query: Query): Promise<pg.QueryResult>

  abstract together(): Queryable

  async rows<Row>(prepared: Statement<Row>, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.run({ name: prepared.name, text: prepared.text, values: values.map(listLiteral) })
    return result.rows as Row[]
  }

  async first<Row>(prepared: Statement<Row>, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.rows(prepared, values))[0]
  }

  protected abstract runPlanned(query: Query): Promise<pg.QueryResult>

  async planned<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.runPlanned({ text, values: values.map(listLiteral) })).rows as Row[]
  }

  get q(): Kysely<DB> {
    this.#kysely ??= kyselyOn(query => this.run(query))
    return this.#kysely
  }
}

export interface Transaction extends Queryable {
  readonly isTransaction: true
  /**
   * A write whose result nobody needs: it travels with the next statement, or with the commit, and costs no trip of its
   * own. The order of statements stays; a failure appears where the next one is awaited.
   */
  later(prepared: Statement<unknown>, values?: readonly unknown[]): void
  /** Reads what an action answers with: its first question travels with all that waits and with `commit`. */
  closing<T>(ask: () => Promise<T>): Promise<T>
}

/** One write to the socket for all of them, and for what else is asked before anything is awaited. */
function sendAtOnce(client: pg.PoolClient, batch: readonly Query[]): Promise<pg.QueryResult>[] {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
  return batch.map(query => client.query(query))
}

const PLANNED = 'set local plan_cache_mode = force_custom_plan'

/** In a transaction of its own, and in one trip. */
async function planAnew(pool: pg.Pool, query: Query): Promise<pg.QueryResult> {
  const client = await pool.connect()
  const answers = sendAtOnce(client, [{ text: 'begin' }, { text: PLANNED }, query, { text: 'commit' }])
  const failed = (await Promise.allSettled(answers)).find(answer => answer.status === 'rejected')
  const failure = failed?.reason as Error | undefined
  client.release(failure)
  if (failure) throw failure
  return answers[2] as Promise<pg.QueryResult>
}

interface Waiting {
  query: Query
  resolve: (result: pg.QueryResult) => void
  reject: (error: unknown) => void
}

/** What is asked before anything is awaited leaves together. */
class Together extends Session {
  readonly #pool: pg.Pool
  #waiting: Waiting[] = []

  constructor(pool: pg.Pool) {
    super()
    this.#pool = pool
  }

  protected override run(query: Query): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ query, resolve, reject })
      if (this.#waiting.length === 1) queueMicrotask(() => void this.#send())
    })
  }

  protected override runPlanned(query: Query): Promise<pg.QueryResult> {
    return planAnew(this.#pool, query)
  }

  override together(): Queryable {
    return this
  }

  async #send(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = []
    const [only] = batch
    if (only !== undefined && batch.length === 1) {
      await this.#pool.query(only.query).then(only.resolve, only.reject)
      return
    }
    let client: pg.PoolClient
    try {
      client = await this.#pool.connect()
    } catch (error) {
      for (const { reject } of batch) reject(error)
      return
    }
    const answers = sendAtOnce(
      client,
      batch.map(({ query }) => query),
    )
    for (const [at, answer] of answers.entries()) void answer.then(batch[at]?.resolve, batch[at]?.reject)
    const failed = (await Promise.allSettled(answers)).find(answer => answer.status === 'rejected')
    // As the pool does after a failure: the connection may be the reason.
    client.release(failed?.reason as Error | undefined)
  }
}

/** The transaction is aborted; a statement that could not be prepared in it does not exist. */
const FOLLOWS = new Set(['25P02', '26000'])

/** Statements travel together where nobody waits in between: `begin` with the first read, the last writes with `commit`. */
class OpenTransaction extends Session implements Transaction {
  readonly isTransaction = true
  readonly #client: pg.PoolClient
  readonly #waiting: Query[] = []
  #begun: Promise<unknown> | undefined
  /** Statements that wait until the transaction is known to be open. */
  #held = 0
  /** The next question is the last one: `commit` goes behind it. */
  #isClosing = false
  /** `commit` has left: what an answer needs may still be asked, nothing written. */
  #isCommitting = false
  #isOver = false
  #failure: unknown

  constructor(client: pg.PoolClient) {
    super()
    this.#client = client
  }

  later({ name, text }: Statement<unknown>, values: readonly unknown[] = []): void {
    this.#requireOpen(true)
    this.#waiting.push({ name, text, values: values.map(listLiteral) })
  }

  protected override async run(query: Query): Promise<pg.QueryResult> {
    const writes = WRITES.test(query.text)
    this.#requireOpen(writes)
    const batch: Query[] = [...this.#waiting.splice(0), query]
    const isLast = this.#isClosing
    this.#isClosing = false
    if (batch.length > 1 || writes || this.#held > 0) {
      // A write leaves only once the transaction is known to be open, and nothing overtakes it.
      this.#held++
      try {
        await (this.#begun ??= this.#client.query('begin'))
      } finally {
        this.#held--
      }
      this.#requireOpen(writes)
    } else if (!this.#begun) {
      batch.unshift({ text: 'begin' })
    }
    if (isLast) return this.#runAndCommit(batch)
    const answers = this.#sendAtOnce(batch)
    this.#begun ??= answers[0]
    return (await Promise.all(answers)).at(-1) as pg.QueryResult
  }

  protected override async runPlanned(query: Query): Promise<pg.QueryResult> {
    await this.run({ text: PLANNED })
    const result = await this.run(query)
    await this.run({ text: 'set local plan_cache_mode = force_generic_plan' })
    return result
  }

  /** Once it is over the connection may serve somebody else. */
  #requireOpen(writes: boolean): void {
    if (this.#isOver || (writes && this.#isCommitting)) throw new Error('the transaction is over')
  }

  #sendAtOnce(batch: readonly Query[]): Promise<pg.QueryResult>[] {
    const answers = sendAtOnce(this.#client, batch)
    for (const answer of answers) {
      answer.catch((error: unknown) => {
        this.#failure ??= error
      })
    }
    return answers
  }

  override together(): Queryable {
    return this
  }

  async closing<T>(ask: () => Promise<T>): Promise<T> {
    this.#isClosing = true
    return ask()
  }

  async commit(): Promise<void> {
    const isEmpty = !this.#begun && this.#waiting.length === 0
    if (!isEmpty && !this.#isCommitting) {
      if (!this.#begun || this.#held > 0) await (this.#begun ??= this.#client.query('begin'))
      await this.#runAndCommit(this.#waiting.splice(0))
    }
    this.#isOver = true
  }

  /**
   * While a synchronous standby is awaited, a cancelled commit is reported as success with a notice only
   * (SQLSTATE 01000): whether it will survive a fail-over is unknown, so it must not be acknowledged.
   * @returns what the last statement before `commit` answered
   */
  async #runAndCommit(batch: readonly Query[]): Promise<pg.QueryResult> {
    this.#isCommitting = true
    const client = this.#client
    let doubtful = false
    const listen = (notice: { message?: string }) => {
      if (notice.message?.includes('canceling wait for synchronous replication')) doubtful = true
    }
    client.on('notice', listen)
    try {
      const answers = this.#sendAtOnce([...batch, { text: 'commit' }])
      this.#begun ??= answers[0]
      const results = await Promise.all(answers)
      if (results.at(-1)?.command !== 'COMMIT') throw new Error('the transaction was rolled back by the database')
      if (doubtful) throw Object.assign(new Error('commit not confirmed by the standby'), { code: '57014' })
      return results.at(-2) as pg.QueryResult
    } finally {
      client.off('notice', listen)
    }
  }

  /** Statements behind a failed one say only that the transaction is no more; of several awaited at once they may be heard first. */
  causeOf(error: unknown): unknown {
    return FOLLOWS.has((error as pg.DatabaseError).code ?? '') ? (this.#failure ?? error) : error
  }

  async rollback(): Promise<void> {
    this.#isOver = true
    if (this.#begun) await this.#client.query('rollback')
  }
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction; a serialisation failure or deadlock is tried again, at most three times in all. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  readonly pool: pg.Pool
  close(): Promise<void>
}

const RETRIED = new Set(['40001', '40P01'])

class PooledDatabase extends Session implements Database {
  readonly pool: pg.Pool

  constructor(pool: pg.Pool) {
    super()
    this.pool = pool
  }

  protected override run(query: Query): Promise<pg.QueryResult> {
    return this.pool.query(query)
  }

  protected override runPlanned(query: Query): Promise<pg.QueryResult> {
    return planAnew(this.pool, query)
  }

  override together(): Queryable {
    return new Together(this.pool)
  }

  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(work)
      } catch (error) {
        if (attempt >= 3 || !RETRIED.has((error as pg.DatabaseError).code ?? '')) throw error
      }
    }
  }

  async #once<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    let broken: Error | undefined
    try {
      const transaction = new OpenTransaction(client)
      try {
        const result = await work(transaction)
        await transaction.commit()
        return result
      } catch (error) {
        await transaction.rollback().catch((failure: Error) => {
          broken = failure
        })
        throw transaction.causeOf(error)
      }
    } finally {
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}

export function openDatabase(
  settings: ConnectionSettings,
  options: { size?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    ...settings,
    max: options.size ?? 10,
    types: types as never,
    application_name: 'interes',
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    // statement_timeout alone never fires on a dead network, hence both.
    query_timeout: 20_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    idleTimeoutMillis: 60_000,
    // Named statements are written so that one plan fits all values; planning them anew costs more than running them
    // (docs/decisions/003).
    onConnect: client => client.query(`set plan_cache_mode = force_generic_plan; set timezone = 'UTC'`),
  })
  const onError = options.onError ?? (() => {})
  pool.on('error', onError)
  // A checked-out client whose connection dies between two queries would end the process otherwise.
  pool.on('connect', client => client.on('error', onError))
  return new PooledDatabase(pool)
}
