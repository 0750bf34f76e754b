import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'

/**
 * Makes the data directory when it is missing, and answers its real path.
 * @throws Error with one sentence when this user cannot work there
 */
export function openDataDir(dataDir: string): string {
  try {
    // Others may pass through a root's folder (PostgreSQL has to), never list it.
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return realpathSync(dataDir)
  } catch (error) {
    throw new Error(
      `Cannot write to the data directory ${dataDir} as this user: start as its owner, or name another with --data-dir.`,
      { cause: error },
    )
  }
}
