import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Relay } from './events/relay.ts'
import type { Jobs } from './jobs.ts'
import type { Log } from './log.ts'
import type { NewEvent } from './events/record.ts'
import type { Subscriber, Work } from './work.ts'

/** What every room stands on. Made once in `app/`, handed down as an argument; nothing here knows a room. */
export interface Platform {
  config: Config
  db: Database
  /**
   * For what stays written though the transaction of the asker is undone. Connections of its own: one who holds locks and
   * waited for the pool, which is full of those who wait for the locks, would stop everybody.
   */
  beside: Database
  log: Log
  jobs: Jobs
  relay: Relay
  now(): Date
  /** Subscribers inside the transaction, by announcement; the order is fixed in `app/`. */
  within: ReadonlyMap<string, readonly Subscriber[]>
  /** Queues that get a job for every event of a kind, once committed. */
  after: ReadonlyMap<string, readonly string[]>
  /** Sees the events of each write before they are committed, and may add rows to its transaction. */
  witness(work: Work, events: readonly NewEvent[]): void
}
