import pg from 'pg'
import type { Config } from '../platform/config.ts'
import type { ConnectionSettings } from '../platform/db/database.ts'
import { migrate } from '../platform/db/migrate.ts'
import { checkDatabase } from '../platform/embedded/check.ts'
import { startEmbedded } from '../platform/embedded/postgres.ts'
import { Jobs } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'

export interface Ground {
  app: ConnectionSettings
  owner: ConnectionSettings
  /** The database server outlived an earlier, killed node. */
  adopted: boolean
  stop(): Promise<void>
}

/** The database under a node: the embedded one, or the one of DATABASE_URL; checked and migrated. */
export async function ground(config: Config, log: Log): Promise<Ground> {
  if (config.databaseUrl) {
    const connection: ConnectionSettings = { connectionString: config.databaseUrl }
    await checkExternal(connection, log)
    await prepare(connection, undefined, log)
    return { app: connection, owner: connection, adopted: true, stop: async () => {} }
  }
  const embedded = await startEmbedded({
    dataDir: config.dataDir,
    hugePages: config.databaseHugePages,
    log: message => log.info(message),
  })
  try {
    await prepare(embedded.owner, embedded.app.user, log)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  const { app, owner, adopted, stop } = embedded
  return { app, owner, adopted, stop }
}

async function prepare(owner: ConnectionSettings, appRole: string | undefined, log: Log): Promise<void> {
  const names = await migrate(owner, appRole)
  if (names.length > 0) log.info({ migrations: names }, 'migrated')
  await Jobs.install(owner, appRole)
}

async function checkExternal(connection: ConnectionSettings, log: Log): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new Error(`The database of DATABASE_URL does not answer: ${(error as Error).message}.`, { cause: error })
  }
  try {
    const { warnings } = await checkDatabase(client)
    for (const warning of warnings) log.warn(warning)
  } finally {
    await client.end()
  }
}
