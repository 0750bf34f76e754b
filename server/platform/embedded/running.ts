import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionSettings } from '../db/database.ts'
import { OWNER_ROLE } from './cluster.ts'
import { APP_ROLE, DATABASE } from './postgres.ts'
import { findPostmaster } from './postmaster.ts'

/** The ways into the embedded server that another process runs on this data directory; it stays that process's own. */
export function findRunning(dataDir: string): { owner: ConnectionSettings; app: ConnectionSettings } | undefined {
  if (!existsSync(dataDir)) return undefined
  const root = realpathSync(dataDir)
  const postmaster = findPostmaster(join(root, 'postgres'))
  if (!postmaster) return undefined
  const { host, port } = postmaster
  const passwordFile = join(root, 'postgres-run', 'password')
  const secret = existsSync(passwordFile) ? { password: readFileSync(passwordFile, 'utf8') } : {}
  const as = (user: string) => ({ host, port, user, database: DATABASE, ...secret })
  return { owner: as(OWNER_ROLE), app: as(APP_ROLE) }
}
