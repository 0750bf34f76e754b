import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ConnectionSettings } from '../db/database.ts'
import { startEmbedded } from './postgres.ts'

export interface TestCluster {
  owner: ConnectionSettings
  app: ConnectionSettings
  stop(): Promise<void>
}

/**
 * A throwaway server in the temporary folder, without durability. A guard beside it stops the server and removes the
 * folder when this process dies without saying goodbye.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'interes-test-'))
  const guard = spawn(process.execPath, [fileURLToPath(new URL('./watchdog.ts', import.meta.url)), dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  try {
    const { owner, app, stop } = await startEmbedded({ dataDir, log: () => {}, throwaway: true })
    return {
      owner,
      app,
      async stop() {
        await stop()
        guard.stdin.destroy()
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  } catch (error) {
    guard.stdin.destroy()
    rmSync(dataDir, { recursive: true, force: true })
    throw error
  }
}
