import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { Kysely, PostgresDialect } from 'kysely'
import { PostgresDialect as Codegen, generate } from 'kysely-codegen'
import pg from 'pg'
import type { ConnectionSettings } from '../server/platform/db/database.ts'
import { migrate } from '../server/platform/db/migrate.ts'
import { startTestCluster } from '../server/platform/embedded/testing.ts'

const SCHEMA_FILE = new URL('../server/platform/schema.ts', import.meta.url)

/** Row types of the migrated schema, as text. The tables of the migrator and of the job queue are left out. */
export async function describeSchema(owner: ConnectionSettings): Promise<string> {
  const pool = new pg.Pool({ ...owner, max: 1 })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    return await generate({
      camelCase: false,
      db,
      dialect: new Codegen({ dateParser: 'string' } as never),
      excludePattern: '(job.*|kysely_*)',
      outFile: null,
      print: false,
      logger: { log() {}, info() {}, success() {}, warn() {}, error() {}, debug() {} },
    } as never)
  } finally {
    await db.destroy()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const cluster = await startTestCluster()
  try {
    await migrate(cluster.owner)
    writeFileSync(SCHEMA_FILE, await describeSchema(cluster.owner))
  } finally {
    await cluster.stop()
  }
}
