import pg from 'pg'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/pure/ids.ts'
import { countOpenInterests, generateClients, generateInterests } from './generate/base.ts'
import type { DemoOptions } from './generate/records.ts'
import { dropIndexes, isOwnerOf, makeIndexes } from './indexes.ts'
import { EventIds } from './event-ids.ts'
import { readDemoGround } from './ground.ts'
import { DemoRows } from './rows.ts'

export interface LoadOptions {
  clients: number
  interests: number
  /** Nothing is dated later; the moment of the call when absent. */
  now?: Date
  seed?: number
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
const CHUNK = 2_000
/** From here on it pays to make the indexes anew, which closes the tables to everybody else until the end. */
const BULK = 40_000

/**
 * Fills the base with believable data, marked as demo, in one transaction: all of it or nothing. Refuses a base in
 * which people have registered something of their own. Large loads by a role that owns the tables drop their indexes
 * first and make them at the end.
 * @throws DemoRefused
 */
export async function loadDemo(db: Database, options: LoadOptions): Promise<Loaded> {
  const settings = {
    ...db.pool.options,
    query_timeout: 0,
    statement_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  }
  const connection = new pg.Client(settings)
  connection.on('error', () => {})
  await connection.connect()
  try {
    await connection.query('begin')
    const loaded = await load(connection, settings, options)
    await connection.query('commit')
    await tidy(connection, options)
    return loaded
  } finally {
    await connection.end()
  }
}

async function load(connection: pg.Client, settings: pg.ClientConfig, options: LoadOptions): Promise<Loaded> {
  const progress = options.onProgress ?? (() => {})
  const now = options.now ?? new Date()
  await connection.query(`select pg_advisory_xact_lock(hashtext('interes.demo'))`)
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
  const isBulk = options.clients + options.interests > BULK && (await isOwnerOf(connection, 'client'))
  const tables = rows.tables.map(table => table.name)
  const indexes = isBulk ? await dropIndexes(connection, tables) : []

  const demo: DemoOptions = {
    ...ground.options,
    clients: options.clients,
    interests: options.interests,
    now,
    seed: (options.seed ?? 2026) + ground.options.earlier,
  }
  const flush = async () => {
    for (const table of rows.tables) await table.flush(connection)
    await ids.reserve(CHUNK * 16)
  }
  await ids.reserve(CHUNK * 16)
  const open = countOpenInterests(demo)
  let index = 0
  for (const client of generateClients(demo)) {
    rows.addClient(client, open[index++] ?? 0)
    if (index % CHUNK > 0) continue
    await flush()
    progress('clients', index, demo.clients)
  }
  await flush()
  progress('clients', index, demo.clients)

  let numbers: string[] = []
  let done = 0
  for (const { interest, prospect } of generateInterests(demo)) {
    if (done % CHUNK === 0) numbers = await takeNumbers(connection, Math.min(CHUNK, demo.interests - done))
    if (prospect !== null) rows.addProspect(prospect, interest.stateKind === 'ordinary' ? 1 : 0)
    rows.addInterest(interest, `${ground.numberPrefix}-${(numbers[done % CHUNK] ?? '').padStart(6, '0')}`)
    done++
    if (done % CHUNK > 0) continue
    await flush()
    progress('interests', done, demo.interests)
  }
  await flush()
  await connection.query(countProspects)
  await connection.query('update company set demo_at = $1', [now])
  progress('interests', done, demo.interests)
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

async function takeNumbers(connection: pg.Client, count: number): Promise<string[]> {
  const result = await connection.query(`select nextval('interest_number')::text as n from generate_series(1, $1)`, [
    count,
  ])
  return result.rows.map(row => row.n as string)
}

/** The planner must know of the rows, and the visibility map makes index-only scans possible; not worth failing for. */
async function tidy(connection: pg.Client, options: LoadOptions): Promise<void> {
  if (options.clients + options.interests === 0 || !(await isOwnerOf(connection, 'client'))) return
  await connection.query(
    'vacuum (analyze) client, contractor, contact, client_contact, prospect, interest, interest_closing, identity, identity_word, event',
  )
}
