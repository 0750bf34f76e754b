import pg from 'pg'
import type { Database } from '../../platform/db/database.ts'

export interface DemoSession {
  connection: pg.Client
  /** For further connections to the same database. */
  settings: pg.ClientConfig
}

/**
 * One transaction on a connection of its own, without the time limits of ordinary requests; loading and removing demo
 * data never run at once.
 */
export async function inDemoSession<T>(
  db: Database,
  work: (session: DemoSession) => Promise<T>,
  afterwards: (connection: pg.Client) => Promise<void> = async () => {},
): Promise<T> {
  const settings = {
    ...db.pool.options,
    // COPY keeps the connection for itself.
    pipeline: false,
    query_timeout: 0,
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  }
  const connection = new pg.Client(settings)
  connection.on('error', () => {})
  await connection.connect()
  try {
    await connection.query('begin')
    await connection.query(`select pg_advisory_xact_lock(hashtext('interes.demo'))`)
    const result = await work({ connection, settings })
    await connection.query('commit')
    await afterwards(connection)
    return result
  } finally {
    await connection.end()
  }
}
