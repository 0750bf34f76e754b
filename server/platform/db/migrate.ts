import { readdir } from 'node:fs/promises'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'
import type { ConnectionSettings } from './database.ts'

const folder = new URL('../../migrations/', import.meta.url)

class Folder implements MigrationProvider {
  async getMigrations(): Promise<Record<string, Migration>> {
    const files = (await readdir(folder)).filter(file => /^\d{4}-[a-z0-9-]+\.ts$/.test(file)).sort()
    const entries = await Promise.all(
      files.map(async file => [file.replace(/\.ts$/, ''), (await import(new URL(file, folder).href)) as Migration]),
    )
    return Object.fromEntries(entries)
  }
}

/**
 * Brings the schema up to date. One node migrates at a time (the migrator's lock), the others wait and find nothing
 * to do. A schema newer than this program stops the start: an older node must not write into it.
 * @returns names of the migrations that were run
 */
export async function migrate(owner: ConnectionSettings, appRole?: string): Promise<string[]> {
  const pool = new pg.Pool({ ...owner, max: 2, options: '-c lock_timeout=10000' })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({ db, provider: new Folder() })
    const { error, results } = await migrator.migrateToLatest()
    if (error) {
      if (/corrupted migrations/.test(String(error))) {
        throw new Error('The database was made by a newer release of Interes; start that release instead.', {
          cause: error,
        })
      }
      throw error
    }
    if (appRole) await grant(pool, appRole)
    return (results ?? []).filter(r => r.status === 'Success').map(r => r.migrationName)
  } finally {
    await db.destroy()
  }
}

/**
 * The app's role writes rows and nothing else; to the audit log, the history and their seals it may only add, and blank what is
 * personal. Events go with the demo data.
 */
async function grant(pool: pg.Pool, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role)
  await pool.query(`grant usage on schema public to ${name}`)
  await pool.query(`grant select, insert, update, delete on all tables in schema public to ${name}`)
  await pool.query(`grant usage, select on all sequences in schema public to ${name}`)
  await pool.query(`revoke update, delete on audit, audit_seal, event_seal from ${name}`)
  await pool.query(`revoke update on event from ${name}`)
  await pool.query(`grant update (personal) on audit to ${name}`)
  await pool.query(`grant update (personal) on event to ${name}`)
  await pool.query(`grant update (salts, blanked, removed) on event_seal to ${name}`)
  await pool.query(`grant update (salt) on audit_seal to ${name}`)
}
