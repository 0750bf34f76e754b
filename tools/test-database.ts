import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { seedTemplate } from '../server/app/testing.ts'
import type { ConnectionSettings } from '../server/platform/db/database.ts'
import { migrate } from '../server/platform/db/migrate.ts'
import { startTestCluster } from '../server/platform/embedded/testing.ts'
import { Jobs } from '../server/platform/jobs.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: { owner: ConnectionSettings; app: ConnectionSettings; template: string }
  }
}

/** One throwaway server for the run, one migrated and seeded template; every test file works on a clone of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  const appRole = cluster.app.user as string
  await migrate(cluster.owner, appRole)
  await Jobs.install(cluster.owner, appRole)
  await seedTemplate(cluster.app)
  const template = cluster.owner.database as string
  const client = new pg.Client({ ...cluster.owner, database: 'postgres' })
  await client.connect()
  await client.query(`alter database ${pg.escapeIdentifier(template)} allow_connections false`)
  await client.end()
  project.provide('cluster', { owner: cluster.owner, app: cluster.app, template })
  return () => cluster.stop()
}
