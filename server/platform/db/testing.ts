import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type ConnectionSettings, type Database, openDatabase, type Queryable, type Statement } from './database.ts'

/** A clone of the migrated and seeded template, some 25 ms; dropped when the test file ends. */
export async function aDatabaseClone(): Promise<ConnectionSettings> {
  const { owner, app, template } = inject('cluster')
  const name = `t_${randomBytes(6).toString('hex')}`
  await maintain(owner, `create database ${name} template ${template} strategy file_copy`)
  afterAll(() => maintain(owner, `drop database if exists ${name} with (force)`))
  return { ...app, database: name }
}

/** The same, opened by the app's role. */
export async function aDatabase(): Promise<Database & { connection: ConnectionSettings }> {
  const connection = await aDatabaseClone()
  const db = openDatabase(connection)
  afterAll(() => db.close())
  return Object.assign(db, { connection })
}

async function maintain(owner: ConnectionSettings, text: string): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

export interface WatchedPlan {
  /** As the database tells it, in JSON. */
  text: string
  /** Pages that were looked at. */
  buffers: number
}

/** Runs what it is given and keeps the plan of each statement, of a second run. */
export function watchPlans(database: Database): { db: Queryable; plans: WatchedPlan[] } {
  const plans: WatchedPlan[] = []
  const rows = async <Row>(prepared: Statement<Row>, values: readonly unknown[] = []) => {
    const client = await database.pool.connect()
    try {
      const explain = `explain (analyze, buffers, costs off, timing off, format json) ${prepared.text}`
      await client.query(explain, values as unknown[])
      const result = await client.query(explain, values as unknown[])
      const [plan] = result.rows[0]['QUERY PLAN']
      const buffers = plan.Plan['Shared Hit Blocks'] + plan.Plan['Shared Read Blocks']
      plans.push({ text: JSON.stringify(plan.Plan), buffers })
      return (await client.query(prepared.text, values as unknown[])).rows as Row[]
    } finally {
      client.release()
    }
  }
  const db: Queryable = {
    rows,
    first: async (s, v) => (await rows(s, v))[0],
    q: database.q,
    together: () => db,
    planned: (text, values) => rows({ name: '', text }, values),
  }
  return { db, plans }
}
