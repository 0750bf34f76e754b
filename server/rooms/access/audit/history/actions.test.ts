import { rmSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { aWorld } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { perform } from '../../../../platform/work.ts'
import { anchorFile, newestAnchorFile } from '../anchors/service.ts'
import { blankPersonal } from '../blanking/actions.ts'
import { getAuditState } from '../contract.ts'
import { sealLog } from '../sealing/actions.ts'
import { chainOn, GENESIS } from '../sealing/service.ts'
import { verifyLog } from '../verifying/actions.ts'
import { sealEvents } from './actions.ts'
import { DIGEST, digestEvent } from './service.ts'
import { bodyOfEvent } from './storage.ts'

const world = await aWorld()
const { db, platform } = world

/** Somebody who owns the database, past every trigger and right. */
const owner = new pg.Client({ ...inject('cluster').owner, database: String(world.connection.database) })
await owner.connect()
await owner.query('set session_replication_role = replica')
afterAll(() => owner.end())

let clientId = ''
/** The ids of ten sealed events, in blocks of four. */
let ids: string[] = []

beforeEach(async () => {
  await owner.query('truncate event, event_seal, audit, audit_seal')
  for (const file of [anchorFile, newestAnchorFile]) rmSync(file(platform.config.dataDir), { force: true })
  clientId = newId()
  for (let n = 0; n < 10; n++) await change(n)
  await expect.poll(async () => (await sealEvents(db, 4), sealed()), { timeout: 20_000, interval: 10 }).toBe(10)
  await sealLog(platform)
  ids = (await owner.query('select id from event order by id')).rows.map(each => each.id)
}, 30_000)

async function change(n: number, id = clientId): Promise<void> {
  await perform(platform, world.caller('salesperson'), { verb: 'test' }, async work =>
    work.record({
      kind: 'client.changed',
      record: { kind: 'client', id },
      version: n + 1,
      changes: { segmentId: { from: n, to: n + 1 } },
      ...(n % 2 === 0 ? { personal: { email: { from: `a${n}@example.com`, to: 'b@example.com' } } } : {}),
      owners: null,
    }),
  )
}

const sealed = async () =>
  Number((await owner.query('select coalesce(max(through), 0) as n from event_seal')).rows[0].n)
async function found() {
  const { ok, findings } = await verifyLog(platform)
  expect(ok).toBe(findings.length === 0)
  return findings.map(({ log, fault, seq, eventId }) => [log, fault, seq, eventId])
}
const record = () => ({ kind: 'client', id: clientId })

test('a history that nobody touched is as it was sealed, and says how far it goes', async () => {
  const verdict = await verifyLog(platform)
  expect(verdict).toMatchObject({ ok: true, findings: [], history: { count: 10, blanked: 0, removed: 0 } })
  expect(verdict.history?.hash).toMatch(/^[0-9a-f]{64}$/)
  const state = await world.as('administrator').ok(getAuditState)
  expect(state.history).toMatchObject({ count: 10, hash: verdict.history?.hash, waiting: 0 })
  expect(state.anchor).toBe(`${state.hash}:${state.count}:${state.history.hash}:10`)
})

test('a value of the history changed past the product is named by event and record, the first one first', async () => {
  await owner.query(`update event set changes = '{"segmentId": {"from": 1, "to": 7}}' where id = any($1)`, [
    [ids[2], ids[6]],
  ])
  const { findings } = await verifyLog(platform)
  expect(findings.map(each => [each.fault, each.seq, each.eventId, each.record])).toEqual([
    ['row_changed', 3, ids[2], record()],
    ['row_changed', 7, ids[6], record()],
  ])
})

test.for(['actor_id = gen_random_uuid()', `at = at + interval '1 microsecond'`, 'version = 99', `cause = '{}'`])(
  'an event of which somebody set %s is named',
  async set => {
    await owner.query(`update event set ${set} where id = $1`, [ids[4]])
    expect(await found()).toEqual([['history', 'row_changed', 5, ids[4]]])
  },
)

test('a changed personal value is named, though the chain covers its digest only', async () => {
  await owner.query(`update event set personal = '{"email": {"to": "c@example.com"}}' where id = any($1)`, [
    [ids[1], ids[2]],
  ])
  expect(await found()).toEqual([
    ['history', 'personal_changed', 2, ids[1]],
    ['history', 'personal_changed', 3, ids[2]],
  ])
})

test('a deleted event is named, and a block deleted with its events as well', async () => {
  await owner.query('delete from event where id = $1', [ids[5]])
  expect(await found()).toEqual([['history', 'row_deleted', 6, ids[5]]])
  await owner.query('delete from event_seal where seq = 2')
  await owner.query('delete from event where id between $1 and $2', [ids[4], ids[7]])
  expect(await found()).toEqual([['history', 'seal_missing', 5, null]])
})

test('an event put in behind what was sealed is named', async () => {
  const id = String(BigInt(ids[3] ?? 0) + 5n)
  await owner.query(
    `insert into event select $1, at, kind, record_kind, record_id, version, actor_id, cause, changes, personal, owners
       from event where id = $2`,
    [id, ids[3]],
  )
  expect(await found()).toEqual([['history', 'row_inserted', null, id]])
})

test('a cut tail is found by the anchor, whether or not the history grew again', async () => {
  await owner.query('delete from event where id > $1', [ids[7]])
  await owner.query('delete from event_seal where seq > 2')
  expect(await found()).toContainEqual(['history', 'cut_off', 10, null])
  for (let n = 20; n < 24; n++) await change(n)
  await expect.poll(async () => (await sealLog(platform), sealed()), { timeout: 20_000 }).toBe(12)
  expect(await found()).toContainEqual(['history', 'rewritten', 10, null])
})

test('a history rewritten from a block to its end is found by the anchor', async () => {
  await owner.query(`update event set changes = '{}' where id = $1`, [ids[4]])
  const { rows: events } = await owner.query(`select e.id, ${bodyOfEvent('e')} as body from event e`)
  const bodies = new Map(events.map(each => [each.id, each.body]))
  const { rows: blocks } = await owner.query('select * from event_seal order by seq')
  let chain: Buffer = GENESIS
  for (const { seq, ids: places, digests, personal_digests } of blocks) {
    for (const [at, id] of places.entries()) {
      const personal = personal_digests?.subarray(at * DIGEST, (at + 1) * DIGEST)
      const digest = digestEvent(bodies.get(id), personal?.some((byte: number) => byte !== 0) ? personal : null)
      digest.copy(digests, at * DIGEST)
      chain = chainOn(chain, digest)
    }
    await owner.query('update event_seal set digests = $2, chain = $3 where seq = $1', [seq, digests, chain])
  }
  expect(await found()).toContainEqual(['history', 'rewritten', 10, null])
  await owner.query('update event_seal set chain = $1 where seq = 2', [GENESIS])
  expect(await found()).toContainEqual(['history', 'chain_broken', 5, null])
})

test('blanking leaves the chain whole, keeps the names of the fields, is counted, and is told of', async () => {
  await change(12)
  const { result } = await perform(platform, world.caller('administrator'), { verb: 'test' }, work =>
    blankPersonal(work, record()),
  )
  expect(result).toMatchObject({ events: 6 })
  expect(result.sealedEvents).toBeGreaterThanOrEqual(5)
  await expect.poll(async () => (await sealLog(platform), sealed()), { timeout: 20_000 }).toBe(11)
  expect(await verifyLog(platform)).toMatchObject({ ok: true, history: { count: 11, blanked: result.sealedEvents } })
  const { rows } = await owner.query('select distinct personal from event where personal is not null')
  expect(rows).toEqual([{ personal: { email: {} } }])
  const { salts } = (
    await owner.query(`select string_agg(encode(salts, 'hex'), '') as salts from event_seal where seq < 4`)
  ).rows[0]
  expect(salts).toMatch(/^0+$/)
})

test('what is blanked past the product is found, with its salt or without', async () => {
  await owner.query(`update event set personal = '{"email": {}}' where id = $1`, [ids[2]])
  expect(await found()).toEqual([['history', 'personal_changed', 3, ids[2]]])
  await owner.query(`update event_seal set salts = decode(repeat('00', 64), 'hex') where seq = 1`)
  expect(await found()).toContainEqual(['history', 'blanked_silently', 1, null])
  await owner.query(`update event set personal = '{"email": {}}' where id = $1`, [ids[0]])
  await owner.query(`update event_seal set blanked = 2 where seq = 1`)
  expect(await found()).toEqual([['history', 'blanked_silently', null, null]])
})

test('what is taken out as if it were demo data is found by the count', async () => {
  await owner.query('delete from event where id = $1', [ids[5]])
  await owner.query('update event_seal set removed = array[$1::bigint] where seq = 2', [ids[5]])
  const { findings } = await verifyLog(platform)
  expect(findings.map(each => [each.fault, each.count])).toEqual([['removed_silently', 1]])
})

test('two nodes that seal at once make one chain', async () => {
  const other = await aWorld({ beside: world })
  for (let n = 40; n < 70; n++) await change(n)
  for (const until = Date.now() + 20_000; Date.now() < until && (await sealed()) < 40; ) {
    await Promise.all([sealEvents(db, 3), sealEvents(other.db, 3), sealEvents(db, 3), sealEvents(other.db, 3)])
  }
  expect(await verifyLog(platform)).toMatchObject({ ok: true, history: { count: 40 } })
})

test('an event of a transaction that began earlier cannot slip in before a sealed one', async () => {
  const older = await db.pool.connect()
  await older.query('begin')
  await older.query('select pg_current_xact_id()')
  await change(50)
  await sealLog(platform)
  expect(await sealed()).toBe(10)
  await older.query('rollback')
  older.release()
  await expect.poll(async () => (await sealLog(platform), sealed()), { timeout: 20_000 }).toBe(11)
})

test('a history from before is sealed in the background, a bite at a time, and the page says how far it is', async () => {
  await owner.query('truncate event_seal')
  await owner.query(`insert into event (id, at, kind, record_kind, record_id, cause)
    select n, '2025-01-01', 'client.changed', 'client', gen_random_uuid(), '{}' from generate_series(1, 2500) n`)
  await owner.query('analyze event')
  await sealEvents(db)
  const state = await world.as('administrator').ok(getAuditState)
  expect(state.history).toMatchObject({ count: 1_000, waiting: 1_000, total: 2_510 })
  expect(
    state.warnings.map(each => each.kind),
    'is not late, but long',
  ).not.toContain('sealing_stands')
  await expect.poll(async () => (await sealLog(platform), sealed()), { timeout: 20_000 }).toBe(2_510)
})
