import type { Config } from '../platform/config.ts'
import type { ConnectionSettings } from '../platform/db/database.ts'
import { findRunning } from '../platform/embedded/running.ts'
import type { Log } from '../platform/log.ts'
import { ground } from './ground.ts'
import { claimDataDir } from './running.ts'

export interface Attached {
  app: ConnectionSettings
  owner: ConnectionSettings
  /** Where the product can be reached now; null when it does not run. */
  url: string | null
  release(): Promise<void>
}

/**
 * The database for a command: beside the running product, whose server is left alone afterwards; otherwise it is
 * started and stopped again, and a start of the product waits meanwhile.
 */
export async function attach(config: Config, log: Log): Promise<Attached> {
  const claimed = await claimDataDir(config.dataDir)
  if ('runningAt' in claimed) {
    const url = claimed.runningAt
    if (config.databaseUrl) {
      const connection = { connectionString: config.databaseUrl }
      return { app: connection, owner: connection, url, release: async () => {} }
    }
    const found = findRunning(config.dataDir)
    if (!found) throw new Error('The product is starting or stopping on this data directory: try again in a moment.')
    return { ...found, url, release: async () => {} }
  }
  const { claim } = claimed
  try {
    const { app, owner, stop } = await ground(config, log)
    return {
      app,
      owner,
      url: null,
      async release() {
        await stop()
        claim.release()
      },
    }
  } catch (error) {
    claim.release()
    throw error
  }
}
