import { setImmediate as turn } from 'node:timers/promises'
import type pg from 'pg'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/pure/ids.ts'
import { numberOf } from '../../rooms/interests/rules.ts'
import { countOpenInterests, generateClients, generateInterests } from './generate/generators.ts'
import type { DemoOptions } from './generate/records.ts'
import { dropIndexes, isOwnerOf, makeIndexes } from './indexes.ts'
import type { Parcel } from './copy.ts'
import { EventIds } from './event-ids.ts'
import { readDemoGround } from './ground.ts'
import { DemoRows } from './rows.ts'
import { type DemoSession, inDemoSession } from './session.ts'

export interface LoadOptions {
  clients: number
  interests: number
  /** Nothing is dated later; the moment of the call when absent. */
  now?: Date
  seed?: number
  /** So many clients and Interests are worth making the indexes anew, which closes the tables to others until the end. */
  bulkFrom?: number
  /** Told after each part: what is being done, how many of how many. */
  onProgress?: (step: string, done: number, of: number) => void
}

export interface Loaded {
  clients: number
  contacts: number
  prospects: number
  interests: number
  identifiers: number
}

/** Why nothing was loaded. */
export class DemoRefused extends Error {}

/** Rows of clients and Interests in one COPY. */
const CHUNK = 500
/** Records made between two looks at the connection, so that it is fed while the next rows are made. */
const SLICE = 50
const BULK = 40_000

/**
 * Fills the base with believable data, marked as demo, in one transaction: all of it or nothing. Refuses a base in
 * which people have registered something of their own. Large loads by a role that owns the tables drop their indexes
 * first and make them at the end.
 * @throws DemoRefused
 */
export async function loadDemo(db: Database, options: LoadOptions): Promise<Loaded> {
  return inDemoSession(
    db,
    session => load(session, options),
    connection => tidy(connection, options).catch(() => {}),
  )
}

async function load({ connection, settings }: DemoSession, options: LoadOptions): Promise<Loaded> {
  const progress = options.onProgress ?? (() => {})
  const now = options.now ?? new Date()
  const ground = await readDemoGround(connection)
  if (ground === null)
    throw new DemoRefused('People have registered clients of their own: demo data would mix with them.')
  const ids = await EventIds.open(connection, settings)
  const rows = new DemoRows({
    currency: ground.currency,
    author: ground.author,
    cause: JSON.stringify({ operation: newId(), verb: 'demo.load', by: 'system' }),
    eventId: () => ids.next(),
  })
  const isBulk =
    options.clients + options.interests >= (options.bulkFrom ?? BULK) && (await isOwnerOf(connection, 'client'))
  // History is left alone: other writes would wait for it.
  const tables = rows.tables.map(table => table.name).filter(name => name !== 'event')
  const indexes = isBulk ? await dropIndexes(connection, tables) : []

  const demo: DemoOptions = {
    ...ground.options,
    clients: options.clients,
    interests: options.interests,
    now,
    seed: (options.seed ?? 2026) + ground.options.earlier,
  }
  await ids.reserve(CHUNK * 32)
  const open = countOpenInterests(demo)
  const stream = new Stream(connection, rows, ids)
  let clients = 0
  for (const client of generateClients(demo)) {
    rows.addClient(client, open[clients++] ?? 0)
    await stream.step(clients)
    if (clients % 20_000 === 0) progress('clients', clients, demo.clients)
  }
  await stream.end()
  progress('clients', clients, demo.clients)

  const firstNumber = await takeNumbers(connection, demo.interests)
  let interests = 0
  for (const { interest, prospect } of generateInterests(demo)) {
    if (prospect !== null) rows.addProspect(prospect, interest.stateKind === 'ordinary' ? 1 : 0)
    rows.addInterest(interest, numberOf(ground.numberPrefix, firstNumber + interests++))
    await stream.step(interests)
    if (interests % 20_000 === 0) progress('interests', interests, demo.interests)
  }
  await stream.end()
  progress('interests', interests, demo.interests)
  await connection.query(countProspects)
  await connection.query('update company set demo_at = $1', [now])
  await makeIndexes(connection, indexes, (made, of) => progress('indexes', made, of))
  const { client, contact, prospect, interest, identity } = rows
  return {
    clients: client.written,
    contacts: contact.written,
    prospects: prospect.written,
    interests: interest.written,
    identifiers: identity.written,
  }
}

/** Prospects were written with their first Interest; a few have asked again. */
const countProspects = `
  update prospect p set open_interests = n.open
    from (select prospect_id, count(*) filter (where open) as open from interest where prospect_id is not null group by 1 having count(*) > 1) n
   where n.prospect_id = p.id and p.demo and p.open_interests <> n.open`

/** The first of so many numbers in a row; the sequence is held by nobody else while the base has only demo data. */
async function takeNumbers(connection: pg.Client, count: number): Promise<number> {
  const result = await connection.query<{ first: string }>(
    `select min(nextval('interest_number'))::text as first from generate_series(1, $1)`,
    [count],
  )
  return Number(result.rows[0]?.first ?? 1)
}

/** Makes rows while the ones before travel: PostgreSQL and the generator each keep a processor busy. */
class Stream {
  readonly #connection: pg.Client
  readonly #rows: DemoRows
  readonly #ids: EventIds
  #travelling: Promise<void> = Promise.resolve()

  constructor(connection: pg.Client, rows: DemoRows, ids: EventIds) {
    this.#connection = connection
    this.#rows = rows
    this.#ids = ids
  }

  async step(done: number): Promise<void> {
    if (done % CHUNK === 0) await this.#send()
    else if (done % SLICE === 0) await turn()
  }

  async end(): Promise<void> {
    await this.#send()
    await this.#travelling
  }

  async #send(): Promise<void> {
    await this.#travelling
    await this.#ids.reserve(CHUNK * 32)
    const parcels = this.#rows.tables.flatMap(table => table.take() ?? [])
    this.#travelling = sendAll(this.#connection, parcels)
    // Answered for by whoever awaits it next.
    this.#travelling.catch(() => {})
  }
}

async function sendAll(connection: pg.Client, parcels: readonly Parcel[]): Promise<void> {
  for (const parcel of parcels) await parcel(connection)
}

/** The planner must know of the rows, and the visibility map makes index-only scans possible; not worth failing for. */
async function tidy(connection: pg.Client, options: LoadOptions): Promise<void> {
  if (options.clients + options.interests === 0 || !(await isOwnerOf(connection, 'client'))) return
  await connection.query(
    'vacuum (analyze) client, contractor, contact, client_contact, prospect, interest, interest_closing, identity, identity_word, event',
  )
}
