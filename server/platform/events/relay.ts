import pg from 'pg'
import type { ConnectionSettings, Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { findHorizon, readEventsAfter, type ToldEvent } from './reader.ts'
import type { NewEvent } from './record.ts'

type Listener = (events: readonly ToldEvent[]) => void
/** Worth a moment: told to these people where they are, kept nowhere, lost without harm. */
export interface Whisper {
  kind: string
  recordKind: string
  recordId: string
  userIds: readonly string[]
}
type Hearer = (whisper: Whisper) => void
type Watcher = (recordKinds: ReadonlySet<string>) => void

const CHANNEL = 'interes_events'
const WHISPERS = 'interes_whispers'
/** A notification in every transaction would serialise commits; one for all of these milliseconds does not. */
const GATHER_MS = 15
const IDLE_POLL_MS = 2_000

/**
 * Brings committed events to everybody who listens on this node, in order and without gaps. One connection listens;
 * a lost notification only delays, because the relay also looks by itself.
 */
export class Relay {
  readonly #db: Database
  readonly #settings: ConnectionSettings
  readonly #log: Log
  readonly #listeners = new Set<Listener>()
  readonly #watchers = new Set<Watcher>()
  readonly #hearers = new Set<Hearer>()
  #position = '0'
  #client: pg.Client | undefined
  #notify: NodeJS.Timeout | undefined
  #poll: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(db: Database, settings: ConnectionSettings, log: Log) {
    this.#db = db
    this.#settings = settings
    this.#log = log
  }

  async open(): Promise<void> {
    this.#position = await findHorizon(this.#db)
    await this.#listen()
    this.#schedule(IDLE_POLL_MS)
  }

  get position(): string {
    return this.#position
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Tells which kinds of records have changed: of what this node commits before it is answered, of the other nodes'
   * commits as soon as they are heard of.
   */
  watch(watcher: Watcher): void {
    this.#watchers.add(watcher)
  }

  /** Says that this node has committed events; the other nodes hear of it with the next batch. */
  wake(events: readonly NewEvent[]): void {
    this.#tell(events.map(event => event.record.kind))
    if (this.#closed || this.#notify) return
    this.#notify = setTimeout(() => {
      this.#notify = undefined
      this.#db.pool.query(`select pg_notify('${CHANNEL}', '')`).catch((error: unknown) => {
        this.#log.warn({ err: error }, 'notification of events failed; listeners will find them by looking')
      })
    }, GATHER_MS)
  }

  /** Tells some people of something that passes, on whichever node their streams are. */
  whisper(whisper: Whisper): void {
    if (this.#closed) return
    this.#db.pool.query('select pg_notify($1, $2)', [WHISPERS, JSON.stringify(whisper)]).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'a whisper was not heard')
    })
  }

  hear(hearer: Hearer): () => void {
    this.#hearers.add(hearer)
    return () => this.#hearers.delete(hearer)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#notify)
    clearTimeout(this.#poll)
    await this.#reading
    await this.#client?.end().catch(() => {})
  }

  #schedule(ms: number): void {
    if (this.#closed) return
    clearTimeout(this.#poll)
    this.#poll = setTimeout(() => this.#read(), ms)
  }

  #read(): void {
    if (this.#reading) {
      this.#again = true
      return
    }
    this.#reading = this.#drain()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'events could not be read'))
      .finally(() => {
        this.#reading = undefined
        if (this.#again && !this.#closed) {
          this.#again = false
          this.#read()
        } else this.#schedule(IDLE_POLL_MS)
      })
  }

  async #drain(): Promise<void> {
    for (;;) {
      const events = await readEventsAfter(this.#db, this.#position)
      const last = events.at(-1)
      if (!last) return
      this.#position = last.id
      this.#tell(events.map(event => event.recordKind))
      for (const listener of this.#listeners) listener(events)
    }
  }

  #tell(kinds: readonly string[]): void {
    const set = new Set(kinds)
    for (const watcher of this.#watchers) watcher(set)
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ ...this.#settings, application_name: 'interes events', keepAlive: true })
    this.#client = client
    client.on('notification', ({ channel, payload }) => {
      if (channel === WHISPERS) {
        const whisper = JSON.parse(payload ?? '') as Whisper
        for (const hearer of this.#hearers) hearer(whisper)
        return
      }
      this.#read()
      // An older transaction may have held these events back: look again soon.
      setTimeout(() => !this.#closed && this.#read(), 60).unref()
    })
    const lost = () => {
      if (this.#client !== client || this.#closed) return
      this.#client = undefined
      client.end().catch(() => {})
      setTimeout(() => {
        if (this.#closed) return
        this.#listen().then(
          () => this.#read(),
          () => {},
        )
      }, 500).unref()
    }
    client.on('error', lost)
    client.on('end', lost)
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      await client.query(`listen ${WHISPERS}`)
    } catch (error) {
      lost()
      if (this.#position === '0') throw error
    }
  }
}
