import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { findPostmaster, stopPostmaster } from './postmaster.ts'

// A process of its own, started by testing.ts: its standard input ends when the test run ends, however it ends.
const dataDir = process.argv[2]
if (dataDir) {
  process.stdin.resume()
  process.stdin.on('close', async () => {
    const postmaster = findPostmaster(join(dataDir, 'postgres'))
    if (postmaster) await stopPostmaster(postmaster, 2_000)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })
}
