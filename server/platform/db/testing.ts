import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type ConnectionSettings, type Database, openDatabase } from './database.ts'

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
