import type pg from 'pg'
import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/pure/ids.ts'
import { sendParcel } from './copy.ts'
import { reserveEventIds } from './event-ids.ts'
import type { DemoOptions } from './generate/records.ts'
import { readDemoGround, readTaken } from './ground.ts'
import { dropIndexes, emptyAnew, isOwnerOf, makeIndexes } from './indexes.ts'
import { type LoadPlan, mostEvents } from './parcels.ts'
import { type DemoSession, inDemoSession } from './session.ts'
import { shipFromThread, shipHere } from './shipping.ts'

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

const BULK = 40_000
const PROGRESS = 10_000
/** Without history: other writes would wait for it. */
const BULK_TABLES = [
  'client',
  'contractor',
  'contact',
  'client_contact',
  'prospect',
  'interest',
  'interest_closing',
  'activity',
  'identity',
  'identity_word',
  'identity_sound',
]

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
  const demo: DemoOptions = {
    ...ground.options,
    clients: options.clients,
    interests: options.interests,
    now,
    seed: (options.seed ?? 2026) + ground.options.earlier,
  }
  const isBulk =
    options.clients + options.interests >= (options.bulkFrom ?? BULK) && (await isOwnerOf(connection, 'client'))
  const plan: LoadPlan = {
    demo,
    currency: ground.currency,
    author: ground.author,
    cause: JSON.stringify({ operation: newId(), verb: 'demo.load', by: 'system' }),
    eventBases: await reserveEventIds(connection, settings, mostEvents(demo)),
    numberPrefix: ground.numberPrefix,
    firstNumber: await takeNumbers(connection, demo.interests),
    taken: (await readTaken(connection)).table,
    countsFlow: isBulk,
  }
  const indexes = isBulk ? await dropIndexes(connection, BULK_TABLES) : []
  const frozen = new Set(isBulk && (await emptyAnew(connection, BULK_TABLES)) ? BULK_TABLES : [])
  if (isBulk) await connection.query(countingFlow)
  const written = new Map<string, number>()
  for await (const { step, done, of, parcels } of isBulk ? shipFromThread(plan) : shipHere(plan)) {
    for (const parcel of parcels) {
      await sendParcel(connection, parcel, frozen.has(parcel.table))
      written.set(parcel.table, (written.get(parcel.table) ?? 0) + parcel.rows)
    }
    if (done % PROGRESS === 0 || done === of) progress(step, done, of)
  }
  if (isBulk) await connection.query(flowCounted)
  await connection.query(countProspects)
  await connection.query('update company set demo_at = $1', [now])
  await makeIndexes(connection, indexes, (made, of) => progress('indexes', made, of))
  const of = (table: string) => written.get(table) ?? 0
  return {
    clients: of('client'),
    contacts: of('contact'),
    prospects: of('prospect'),
    interests: of('interest'),
    identifiers: of('identity'),
  }
}

/** The trigger rests; other writers wait until the end. */
const countingFlow = `
  alter table interest disable trigger interest_flow_insert;
  create temp table demo_flow (like interest_flow) on commit drop`
const flowCounted = `
  insert into interest_flow as t
  select f.* from (select array_agg(row(d.*)::interest_flow) as all from demo_flow d) a cross join lateral with_everybody(a.all) f
   order by 1, 2, 3
  on conflict (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, slot)
  do update set n = t.n + excluded.n, amount = t.amount + excluded.amount, stayed = t.stayed + excluded.stayed,
                lasted = t.lasted + excluded.lasted;
  alter table interest enable always trigger interest_flow_insert`

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

/** The planner must know of the rows, and the visibility map makes index-only scans possible; not worth failing for. */
async function tidy(connection: pg.Client, options: LoadOptions): Promise<void> {
  if (options.clients + options.interests === 0 || !(await isOwnerOf(connection, 'client'))) return
  // What was copied frozen leaves nothing to do: then this only counts.
  await connection.query(`vacuum (analyze) ${BULK_TABLES.join(', ')}`)
  // History is read by its index and the row: what is left to do there may wait for autovacuum.
  await connection.query('analyze event')
}
