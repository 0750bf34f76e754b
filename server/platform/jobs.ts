import pg from 'pg'
import { type ConstructorOptions, PgBoss } from 'pg-boss'
import type { ConnectionSettings, Transaction } from './db/database.ts'
import type { Log } from './log.ts'

export interface JobHandler<Data extends object = object> {
  queue: string
  /** Five-field cron line in UTC for work that comes round by itself. */
  cron?: string
  /** @param stopping is aborted when the node closes: what takes long stops at its next step and is done again elsewhere */
  handle(data: Data, stopping?: AbortSignal): Promise<void>
}

/** Work outside the request: at least once, with retries and back-off, on whichever node is free. */
export class Jobs {
  readonly #boss: PgBoss
  readonly #stopping = new AbortController()
  #open = false

  constructor(settings: ConnectionSettings, log: Log) {
    this.#boss = new PgBoss({
      ...settings,
      schema: 'job',
      max: 4,
      application_name: 'interes jobs',
      useListenNotify: true,
      superviseIntervalSeconds: 5,
      // How often is looked for what a node that died had begun; a minute unless said.
      monitorIntervalSeconds: 10,
      migrate: false,
      createSchema: false,
    } as ConstructorOptions)
    this.#boss.on('error', error => log.warn({ err: error }, 'job queue'))
  }

  /** Creates the queue's own tables as the owner of the schema; the app's role only uses them. */
  static async install(owner: ConnectionSettings, appRole?: string): Promise<void> {
    const boss = new PgBoss({
      ...owner,
      schema: 'job',
      max: 2,
      schedule: false,
      supervise: false,
    } as ConstructorOptions)
    boss.on('error', () => {})
    await boss.start()
    await boss.stop({ graceful: false, close: true })
    if (appRole) await grant(owner, appRole)
  }

  async open(handlers: readonly JobHandler[]): Promise<void> {
    await this.#boss.start()
    this.#open = true
    for (const { queue, cron, handle } of handlers) {
      await this.#boss.createQueue(queue, {
        retryLimit: 20,
        retryBackoff: true,
        retryDelayMax: 3600,
        heartbeatSeconds: 10,
        notify: true,
      })
      await this.#boss.work<object>(queue, { batchSize: 1, burstWhenBatchFull: true }, async jobs => {
        for (const job of jobs) await handle(job.data, this.#stopping.signal)
      })
      if (cron) await this.#boss.schedule(queue, cron)
    }
    await this.#forgetSchedules(handlers)
  }

  /** What an earlier release let come round, and nobody does any more. */
  async #forgetSchedules(handlers: readonly JobHandler[]): Promise<void> {
    const kept = new Set(handlers.filter(each => each.cron).map(each => each.queue))
    for (const { name } of await this.#boss.getSchedules()) {
      if (!kept.has(name)) await this.#boss.unschedule(name)
    }
  }

  /** Inside the business transaction: a rolled back change leaves no job behind. */
  async enqueue(tx: Transaction, queue: string, data: object): Promise<void> {
    await this.#boss.send(queue, data, {
      db: {
        executeSql: async (text: string, values?: unknown[]) => ({ rows: await tx.rows({ name: '', text }, values) }),
      },
    } as never)
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    if (this.#open) await this.#boss.stop({ graceful: true, timeout: 5_000 })
    this.#open = false
  }
}

/** A queue gets a table of its own, so the app's role may create in this schema. */
async function grant(owner: ConnectionSettings, appRole: string): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const role = pg.escapeIdentifier(appRole)
    await client.query(`
      grant usage, create on schema job to ${role};
      grant all on all tables in schema job to ${role};
      grant all on all sequences in schema job to ${role};
      grant execute on all functions in schema job to ${role}`)
  } finally {
    await client.end()
  }
}
