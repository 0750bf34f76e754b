import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { findPostmaster, stopPostmaster } from './postmaster.ts'

// A process of its own, started by testing.ts: its standard input ends when the test run ends, however it ends.
const dataDir = process.argv[2]
if (dataDir) {
  process.stdin.resume()
  process.stdin.on('close', () => void cleanUp(dataDir))
}

async function cleanUp(folder: string): Promise<void> {
  const postmaster = findPostmaster(join(folder, 'postgres'))
  if (postmaster) await stopPostmaster(postmaster, 2_000)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
