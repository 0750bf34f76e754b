import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import type { DB } from '../schema.ts'

type Run = (query: pg.QueryConfig<unknown[]>) => Promise<pg.QueryResult>

/** Kysely that builds SQL and sends it through `run`. */
export function kyselyOn(run: Run): Kysely<DB> {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new BorrowedDriver(run),
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

/** Lets Kysely build SQL while connections and transactions stay with `Database`. */
class BorrowedDriver implements Driver {
  readonly #run: Run
  constructor(run: Run) {
    this.#run = run
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    const run = this.#run
    return {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        const result = await run({ text: query.sql, values: [...query.parameters] })
        return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
      },
      streamQuery() {
        throw new Error('streams go through pg-copy-streams')
      },
    }
  }
  async beginTransaction(): Promise<void> {
    throw new Error('transactions are opened by Database.transaction')
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}
