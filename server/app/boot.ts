import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../platform/config.ts'
import { type ConnectionSettings, openDatabase } from '../platform/db/database.ts'
import { Relay } from '../platform/events/relay.ts'
import { createServer } from '../platform/http/server.ts'
import { Jobs } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'
import type { Platform } from '../platform/platform.ts'
import { vaultOf } from '../platform/vault.ts'
import { type Sealing, startSealing } from '../rooms/access/audit/jobs.ts'
import { healthRoutes } from './health.ts'
import { after, gateOf, jobsOf, routesOf, within, witness } from './rooms.ts'

export interface Node {
  platform: Platform
  server: FastifyInstance
  /** Opens what lives beside requests: the relay of events, the jobs and the sealing of the log. */
  open(): Promise<void>
  close(): Promise<void>
}

/** Connections for short writes beside a transaction, which wait for nobody long. */
const BESIDE = 2

/** What every room stands on, on a migrated database; nothing runs beside it yet. */
export function createPlatform(
  config: Config,
  connection: ConnectionSettings,
  log: Log,
  now = () => new Date(),
): Platform {
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection was lost')
  const db = openDatabase(connection, { size: config.databasePoolSize, onError })
  const beside = openDatabase(connection, { size: BESIDE, onError })
  const relay = new Relay(db, connection, log)
  const jobs = new Jobs(connection, log)
  return { config, db, beside, log, vault: vaultOf(config), jobs, relay, within, after, witness, now }
}

/** Puts one node together on a migrated database. Nothing listens yet. */
export async function createNode(
  config: Config,
  connection: ConnectionSettings,
  log: Log,
  options: { now?: () => Date; extend?: (app: FastifyInstance, platform: Platform) => Promise<void> } = {},
): Promise<Node> {
  const platform = createPlatform(config, connection, log, options.now)
  const { db, beside, jobs, relay } = platform
  const gate = gateOf(platform)
  const state = { draining: false }
  const server = await createServer(platform, gate, routesOf(platform, gate), async app => {
    healthRoutes(app, platform, state)
    await options.extend?.(app, platform)
  })
  let sealing: Sealing | undefined
  return {
    platform,
    server,
    async open() {
      await relay.open()
      await jobs.open(jobsOf(platform))
      sealing = startSealing(platform)
    },
    async close() {
      state.draining = true
      if (server.server.listening) await sleep(config.drainSeconds * 1_000)
      await server.close()
      if (sealing) await jobs.close()
      await sealing?.stop()
      await relay.close()
      await beside.close()
      await db.close()
    },
  }
}
