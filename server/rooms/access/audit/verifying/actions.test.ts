import { rmSync, statSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { perform } from '../../../../platform/work.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { writeAudit } from '../actions.ts'
import { anchorFile, findLastAnchor, keepAnchor, newestAnchorFile, type PrintedAnchor } from '../anchors/service.ts'
import { blankPersonal } from '../blanking/actions.ts'
import { getAuditState } from '../contract.ts'
import { startSealing } from '../jobs.ts'
import { sealBatch, sealLog } from '../sealing/actions.ts'
import { chainOn, digestRow, GENESIS } from '../sealing/service.ts'
import { bodyOf } from '../sealing/storage.ts'
import { verifyLog } from './actions.ts'
import { auditWarnings } from './contract.ts'
import { describeVerdict } from './rules.ts'

const world = await aWorld()
const { db, platform } = world

/** Somebody who owns the database, past every trigger and right. */
const owner = new pg.Client({ ...inject('cluster').owner, database: String(world.connection.database) })
await owner.connect()
await owner.query(`set session_replication_role = replica`)
afterAll(() => owner.end())

/** Every test begins with rows that are sealed and anchored, whatever the one before did to them. */
beforeEach(async () => {
  await owner.query('truncate audit, audit_seal')
  loseAnchors()
  for (let n = 0; n < 12; n++) await write(n)
  await sealed(12)
}, 30_000)
await sealLog(platform)

function loseAnchors(): void {
  for (const file of [anchorFile, newestAnchorFile]) rmSync(file(platform.config.dataDir), { force: true })
}

async function write(n: number, client = newId()): Promise<void> {
  const at = { now: new Date(Date.UTC(2026, 0, 1, 10, n)), actorId: people.salesperson.id }
  const personal = n % 2 === 0 ? { address: `10.0.0.${n}`, device: 'Firefox' } : undefined
  await writeAudit(db, at, { kind: 'client.viewed', record: { kind: 'client', id: client }, detail: { n }, personal })
}

/** Open transactions of other tests on the same server hold the sealing back: what is wanted comes, but not at once. */
async function sealed(wanted: number): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; await new Promise(done => setTimeout(done, 10))) {
    await sealLog(platform)
    if ((await count('audit_seal')) >= wanted) return
  }
  throw new Error('not sealed in time')
}

const count = async (table: string) => Number((await owner.query(`select count(*) from ${table}`)).rows[0].count)
const found = async (printed?: PrintedAnchor) => {
  const { ok, findings } = await verifyLog(platform, { printed })
  expect(ok).toBe(findings.length === 0)
  return findings.map(each => [each.fault, each.seq])
}
const warnings = async () =>
  (await world.as('administrator').ok(getAuditState)).warnings.map(each => each.kind as string)
const idOf = async (seq: number) =>
  (await owner.query('select audit_id from audit_seal where seq = $1', [seq])).rows[0].audit_id as string

/** The chain made anew over whatever stands in the log now, as one would who knows how. */
async function rewrite(from: number): Promise<void> {
  const { rows } = await owner.query(
    `select s.seq, s.personal_digest, ${bodyOf('a')} as body from audit_seal s join audit a on a.id = s.audit_id order by s.seq`,
  )
  let chain: Buffer = GENESIS
  for (const row of rows) {
    const digest = digestRow(row.body, row.personal_digest)
    chain = chainOn(chain, digest)
    if (Number(row.seq) >= from)
      await owner.query('update audit_seal set digest = $2, chain = $3 where seq = $1', [row.seq, digest, chain])
  }
}

test('a log that nobody touched is as it was sealed, and says how far it goes', async () => {
  const verdict = await verifyLog(platform)
  expect(verdict).toMatchObject({ ok: true, count: 12, blanked: 0, faults: 0, findings: [] })
  expect([verdict.firstAt, verdict.lastAt]).toEqual(['2026-01-01T10:00:00.000Z', '2026-01-01T10:11:00.000Z'])
  expect(verdict.anchors).toBeGreaterThan(0)
  expect(await found({ count: 12, hash: verdict.hash, history: null })).toEqual([])
})

test('whoever reads the anchors must be the product: nobody else may', () => {
  expect(statSync(anchorFile(platform.config.dataDir)).mode & 0o777).toBe(0o600)
})

test('a changed row is named', async () => {
  await owner.query(`update audit set detail = '{"n": 99}' where id = $1`, [await idOf(5)])
  expect(await found()).toEqual([['row_changed', 5]])
  await owner.query(`update audit set actor_id = $2, detail = '{"n": 4}' where id = $1`, [
    await idOf(5),
    people.head.id,
  ])
  expect(await found()).toEqual([['row_changed', 5]])
})

test('a row moved to another time is named', async () => {
  await owner.query(`update audit set at = at + interval '1 microsecond' where id = $1`, [await idOf(3)])
  expect(await found()).toEqual([['row_changed', 3]])
})

test('a changed address is named, though the chain covers its digest only', async () => {
  await owner.query(`update audit set personal = '{"address": "10.0.0.77"}' where id = $1`, [await idOf(3)])
  expect(await found()).toEqual([['personal_changed', 3]])
  await owner.query(`update audit set personal = '{"address": "added"}' where id = $1`, [await idOf(4)])
  expect(await found()).toEqual([
    ['personal_changed', 3],
    ['personal_changed', 4],
  ])
})

test('a deleted row is named, and one deleted with its seal as well', async () => {
  await owner.query('delete from audit where id = $1', [await idOf(7)])
  expect(await found()).toEqual([['row_deleted', 7]])
  await owner.query('delete from audit_seal where seq = 7')
  expect(await found()).toEqual([['seal_missing', 7]])
})

test('a row put in behind what was sealed is named', async () => {
  const id = newId()
  const { place } = (await owner.query('select place from audit where id = $1', [await idOf(6)])).rows[0]
  await owner.query(
    `insert into audit (id, at, kind, place) values ($1, '2026-01-01 10:05:30Z', 'client.viewed', $2)`,
    [id, place],
  )
  const { findings } = await verifyLog(platform)
  expect(findings.map(each => [each.fault, each.rowId])).toEqual([['row_inserted', id]])
})

test('two rows that changed places are named', async () => {
  const [a, b] = [await idOf(4), await idOf(6)]
  await owner.query(`update audit_seal set audit_id = $1 where seq = 4`, [newId()])
  await owner.query(`update audit_seal set audit_id = $1 where seq = 6`, [a])
  await owner.query(`update audit_seal set audit_id = $1 where seq = 4`, [b])
  expect((await found()).filter(([fault]) => fault === 'row_changed')).toEqual([
    ['row_changed', 4],
    ['row_changed', 6],
  ])
  // Their seals with them: then the chain says so.
  await owner.query('update audit_seal set seq = -seq where seq in (4, 6)')
  await owner.query('update audit_seal set seq = case seq when -4 then 6 else 4 end where seq < 0')
  expect((await found()).map(([fault]) => fault)).toContain('chain_broken')
})

test('a cut tail is found by the anchor alone', async () => {
  await owner.query('delete from audit where id in (select audit_id from audit_seal where seq > 9)')
  await owner.query('delete from audit_seal where seq > 9')
  const faults = await found()
  expect(faults).toContainEqual(['cut_off', 12])
  expect(faults.every(([fault]) => fault === 'cut_off' || fault === 'rewritten')).toBe(true)
})

test('a cut tail is noticed with the next seal, told in the log, and warned of until somebody checks', async () => {
  await owner.query('delete from audit where id in (select audit_id from audit_seal where seq > 9)')
  await owner.query('delete from audit_seal where seq > 9')
  expect(await warnings()).toContain('anchor_differs')
  await sealLog(platform)
  const { rows } = await owner.query(`select detail from audit where kind = 'audit.anchor_differs'`)
  expect(rows).toEqual([{ detail: { faults: [{ log: 'audit', fault: 'cut_off', count: 12 }] } }])
  await sealed(10)
  await sealLog(platform)
  expect(await warnings(), 'though the newest anchor fits again').toContain('anchor_differs')
  expect(await found(), 'what told of more is kept').toContainEqual(['cut_off', 12])
  expect(
    Number((await owner.query(`select count(*) from audit where kind = 'audit.anchor_differs'`)).rows[0].count),
  ).toBe(1)
  await owner.query(`insert into audit_check (id, created_at, finished_at) values (gen_random_uuid(), now(), now())`)
  expect(await warnings()).not.toContain('anchor_differs')
})

test('without a file of anchors the page and the check say so, and a file that was begun anew stands in the log', async () => {
  expect(await warnings()).not.toContain('anchors_missing')
  loseAnchors()
  expect(await warnings()).toContain('anchors_missing')
  const verdict = await verifyLog(platform)
  expect(verdict.warnings?.map(each => each.kind)).toContain('anchors_missing')
  expect(describeVerdict(verdict, 'ru').join()).toContain(`ВНИМАНИЕ: ${auditWarnings.anchors_missing.ru}`)
  const { rows } = await owner.query(`select detail from audit where kind = 'audit.anchors_begun'`)
  expect(rows).toEqual([{ detail: { count: 12 } }])
  expect((await world.as('administrator').ok(getAuditState)).warnings).toContainEqual({
    kind: 'anchors_late',
    at: expect.any(String),
    count: expect.any(Number),
  })
})

test('an anchor that tells of less than is sealed is out of date after some minutes', async () => {
  const { chain } = (await owner.query('select chain from audit_seal where seq = 5')).rows[0]
  loseAnchors()
  const at = new Date(Date.now() - 10 * 60_000)
  await keepAnchor(platform.config.dataDir, { at, count: 5, hash: chain.toString('hex'), history: null })
  expect(await warnings()).toContain('anchors_behind')
  await sealLog(platform)
  expect(await warnings()).not.toContain('anchors_behind')
})

test('rows that an open transaction has kept from their seals for minutes are warned of', async () => {
  const older = await db.pool.connect()
  await older.query('begin')
  await older.query('select pg_current_xact_id()')
  await write(50)
  await sealLog(platform)
  expect(await warnings()).toContain('sealing_stands')
  expect((await verifyLog(platform)).warnings?.map(each => each.kind)).toContain('sealing_stands')
  await older.query('rollback')
  older.release()
  await sealed(13)
  expect(await warnings()).not.toContain('sealing_stands')
})

test('what is written is sealed and anchored within seconds, and once more when the node stops', async () => {
  const sealing = startSealing(platform)
  await write(60)
  await expect.poll(() => count('audit_seal'), { timeout: 20_000 }).toBe(13)
  await expect.poll(async () => (await findLastAnchor(platform.config.dataDir))?.count, { timeout: 20_000 }).toBe(13)
  await write(62)
  await sealing.stop()
  await sealed(14)
})

test('a cut tail that grew again is found by the anchor', async () => {
  await owner.query('delete from audit where id in (select audit_id from audit_seal where seq > 9)')
  await owner.query('delete from audit_seal where seq > 9')
  for (let n = 20; n < 26; n++) await write(n)
  await sealed(15)
  expect(await found()).toContainEqual(['rewritten', 12])
})

test('a log that was rewritten from a row to its end is found by the anchor, and by the one on paper', async () => {
  const { hash } = await verifyLog(platform)
  await owner.query(`update audit set detail = '{"n": 99}' where id = $1`, [await idOf(5)])
  await rewrite(5)
  expect(await found()).toEqual([['rewritten', 12]])
  // Whoever had the file in hand as well is found out by what was printed.
  loseAnchors()
  expect(await found()).toEqual([])
  loseAnchors()
  expect(await found({ count: 12, hash, history: null })).toEqual([['rewritten', 12]])
})

test('a digest made to fit a changed row breaks the chain', async () => {
  await owner.query(`update audit set detail = '{"n": 99}' where id = $1`, [await idOf(5)])
  const { rows } = await owner.query(`select ${bodyOf('a')} as body from audit a where id = $1`, [await idOf(5)])
  const { personal_digest } = (await owner.query('select personal_digest from audit_seal where seq = 5')).rows[0]
  await owner.query('update audit_seal set digest = $1 where seq = 5', [digestRow(rows[0].body, personal_digest)])
  expect(await found()).toEqual([['chain_broken', 5]])
})

test('blanking leaves the chain whole, is counted, and is told of', async () => {
  const client = newId()
  await write(30, client)
  await write(32, client)
  await sealed(14)
  const { result } = await perform(platform, world.caller('administrator'), { verb: 'test' }, work =>
    blankPersonal(work, { kind: 'client', id: client }),
  )
  expect(result).toEqual({ rows: 2, sealed: 2, events: 0, sealedEvents: 0 })
  await sealed(15)
  expect(await verifyLog(platform)).toMatchObject({ ok: true, blanked: 2 })
  const { rows } = await owner.query('select personal, detail from audit where record_id = $1 and kind = $2', [
    client,
    'client.viewed',
  ])
  expect(rows).toEqual([
    { personal: null, detail: { n: 30 } },
    { personal: null, detail: { n: 32 } },
  ])
  const { salts } = (
    await owner.query(
      `select count(s.salt)::int as salts from audit_seal s join audit a on a.id = s.audit_id
                        where a.record_id = $1`,
      [client],
    )
  ).rows[0]
  expect(salts).toBe(0)
})

test('of a user everything is blanked that the user did', async () => {
  const { result } = await perform(platform, world.caller('administrator'), { verb: 'test' }, work =>
    blankPersonal(work, { kind: 'user', id: people.salesperson.id }),
  )
  expect(result).toMatchObject({ rows: 6, sealed: 6 })
  expect(await verifyLog(platform)).toMatchObject({ ok: true, blanked: 6 })
})

test('what is blanked past the product is found by the count', async () => {
  await owner.query('update audit set personal = null where id = $1', [await idOf(3)])
  expect(await found()).toEqual([['personal_changed', 3]])
  await owner.query('update audit_seal set salt = null where seq = 3')
  const { findings } = await verifyLog(platform)
  expect(findings.map(each => [each.fault, each.count])).toEqual([['blanked_silently', 1]])
})

test('two nodes that seal at once make one chain', async () => {
  const other = await aWorld({ beside: world })
  for (let n = 40; n < 80; n++) await write(n)
  for (const until = Date.now() + 20_000; Date.now() < until && (await count('audit_seal')) < 52; ) {
    await Promise.all([sealBatch(db, 3), sealBatch(other.db, 3), sealBatch(db, 3), sealBatch(other.db, 3)])
  }
  expect(await verifyLog(platform)).toMatchObject({ ok: true, count: 52 })
})

test('a row of a transaction that began earlier cannot slip in before a sealed one', async () => {
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  let written = () => {}
  const isWritten = new Promise<void>(done => {
    written = done
  })
  const late = newId()
  const older = db.transaction(async tx => {
    await writeAudit(
      tx,
      { now: new Date(), actorId: null },
      { kind: 'client.viewed', record: { kind: 'client', id: late } },
    )
    written()
    await held
  })
  await isWritten
  await write(50)
  await sealLog(platform)
  expect(await count('audit_seal')).toBe(12)
  release()
  await older
  await sealed(14)
  expect(await verifyLog(platform)).toMatchObject({ ok: true, count: 14 })
})
