import { spawn } from 'node:child_process'
import pg from 'pg'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { aWorld, type World } from '../../../../app/testing.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import { watchPlans } from '../../../../platform/db/testing.ts'
import { type AuditKind, kindsOf } from '../kinds/contract.ts'
import { listRows, type RowFilter } from '../listing/storage.ts'
import { verifyLog } from '../verifying/actions.ts'
import { listPlaced, listSealed, measureBlanked } from '../verifying/storage.ts'
import { START } from './actions.ts'
import { findHead, listWaiting, measureWaiting } from './storage.ts'

/**
 * A log of a hundred thousand rows: how it is sealed when it is long and the node dies, and by which indexes it is read, page
 * by page; never how long that takes.
 */
const ROWS = Number(process.env['INTERES_AUDIT_ROWS'] ?? 100_000)
const person = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`
const record = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

let world: World
/** With what the set-up of the company wrote. */
let total = 0

beforeAll(async () => {
  world = await aWorld()
  const owning = new pg.Client({ ...inject('cluster').owner, database: String(world.connection.database) })
  await owning.connect()
  await owning.query('set synchronous_commit = on')
  // Fifty people look at ten thousand records; one row of a thousand is an export, one of seventy a sign-in with an address.
  await owning.query(
    `insert into audit (id, at, actor_id, kind, record_kind, record_id, detail, personal)
     select gen_random_uuid(), '2026-01-01'::timestamptz + n * interval '7 seconds',
            ('01900000-0000-7000-9000-' || lpad((n % 50)::text, 12, '0'))::uuid,
            case when n % 1000 = 0 then 'clients.exported' when n % 70 = 0 then 'sign_in.accepted'
                 when n % 3 = 0 then 'interest.viewed' else 'client.viewed' end,
            'client', ('01900000-0000-7000-8000-' || lpad((n::bigint * 7919 % 10007)::text, 12, '0'))::uuid, '{}',
            case when n % 70 = 0 then jsonb_build_object('address', '10.0.' || n % 40 || '.' || n % 200, 'device', 'Firefox') end
       from generate_series(1, ${ROWS}) n`,
  )
  total = Number((await owning.query('select count(*) from audit')).rows[0].count)
  await owning.query('vacuum (analyze) audit')
  await owning.end()
}, 240_000)

/** With what the product writes when it meets a chain without anchors. */
const rowsNow = async () => Number((await world.db.pool.query('select count(*) from audit')).rows[0].count)
const sealedNow = async () => Number((await findHead(world.db))?.seq ?? 0)

/** Seals in a process of its own, which says how much memory it took. */
function startSealing(): { ended: Promise<{ code: number | null; peak: number }>; kill(): void } {
  const child = spawn(
    process.execPath,
    [
      // A small heap: what is kept for no reason would end the process instead of being thought of as memory not yet freed.
      '--max-old-space-size=64',
      '--max-semi-space-size=4',
      '--input-type=module',
      '--eval',
      `import { createPlatform } from './server/app/boot.ts'
       import { loadConfig } from './server/platform/config.ts'
       import { openLog } from './server/platform/log.ts'
       import { sealLog } from './server/rooms/access/audit/sealing/actions.ts'
       const { config } = loadConfig(['--port', '0', '--data-dir', ${JSON.stringify(world.platform.config.dataDir)}], {})
       const platform = createPlatform(config, ${JSON.stringify(world.connection)}, openLog('silent'))
       const before = process.memoryUsage.rss()
       await sealLog(platform)
       process.send(process.resourceUsage().maxRSS * 1024 - before, () => process.exit(0))`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  let peak = 0
  child.on('message', message => {
    peak = Number(message)
  })
  const ended = new Promise<{ code: number | null; peak: number }>(done => {
    child.once('exit', code => done({ code, peak }))
  })
  return { ended, kill: () => child.kill('SIGKILL') }
}

describe('a long log', () => {
  test('is sealed in the memory of a short one, and goes on where a killed node stood', {
    timeout: 600_000,
  }, async () => {
    const first = startSealing()
    await expect.poll(sealedNow, { timeout: 60_000, interval: 5 }).toBeGreaterThan(3_000)
    first.kill()
    await first.ended
    const stood = await sealedNow()
    expect(stood).toBeLessThan(total)
    const { code, peak } = await startSealing().ended
    expect(code).toBe(0)
    expect(await sealedNow()).toBe(await rowsNow())
    expect(await rowsNow()).toBeGreaterThanOrEqual(total)
    console.log(`sealed ${total} rows, killed at ${stood}; ${Math.round(peak / 1024 ** 2)} MB over the start`)
    expect(peak).toBeLessThan(150 * 1024 ** 2)
  })

  test('is as it was sealed, every row of it', { timeout: 600_000 }, async () => {
    expect(await verifyLog(world.platform)).toMatchObject({ ok: true, count: await rowsNow(), faults: 0 })
  })
})

const all = kindsOf()
const read =
  (filter: Partial<RowFilter>, after: readonly [string, string] | null = null) =>
  (db: Queryable) =>
    listRows(db, { kinds: all, isNarrowed: false, ...filter }, { limit: 51, after })
const day = (n: number) => new Date(Date.UTC(2026, 0, n))
const head = async () => (await findHead(world.db)) ?? { ...START, seq: '0' }
const rare: AuditKind[] = ['clients.exported', 'interests.exported', 'audit.exported', 'import.errors_downloaded']

const reads: [name: string, index: string, most: number, (db: Queryable) => Promise<unknown>][] = [
  ['the newest rows', 'audit_by_time', 700, read({})],
  ['a page in the middle', 'audit_by_time', 700, read({}, ['2026-01-04 00:00:00+00', record(0)])],
  ['a day', 'audit_by_time', 700, read({ from: day(3), to: day(4) })],
  ['one person', 'audit_of_actor_by_kind', 1_200, read({ actorId: person(7) })],
  [
    'one person and a rare group',
    'audit_of_actor_by_kind',
    700,
    read({ actorId: person(0), kinds: rare, isNarrowed: true }),
  ],
  ['one record', 'audit_of_record', 700, read({ recordId: record(17) })],
  ['one record and one person', 'audit_of_record', 700, read({ recordId: record(7919), actorId: person(1) })],
  ['a rare group', 'audit_of_kind', 700, read({ kinds: rare, isNarrowed: true })],
  ['a rare group long ago', 'audit_of_kind', 700, read({ kinds: rare, isNarrowed: true, to: day(2) })],
  ['an address', 'audit_of_address', 700, read({ address: '10.0.30.70' })],
  [
    'a name of several people and records',
    'audit_of_record',
    6_000,
    read({
      named: {
        actorIds: [person(1), person(2), person(3)],
        recordIds: Array.from({ length: 40 }, (_, n) => record(n)),
      },
    }),
  ],
  ['what waits to be sealed', 'audit_by_place', 3_000, db => listWaiting(db, START, 1_000)],
  ['a page of seals', 'audit_seal', 9_500, async db => listSealed(db, '50000', (await head()).seq, 2_000)],
  ['a page of places', 'audit_by_place', 16_000, async db => listPlaced(db, START, await head(), 2_000)],
]

test.each(reads)('%s comes by %s within %i pages', async (name, index, most, ask) => {
  const { db, plans } = watchPlans(world.db)
  expect(await ask(db)).not.toEqual([])
  const [plan] = plans
  if (process.env['INTERES_AUDIT_ROWS'])
    console.log(name, plan?.buffers, plan?.text.match(/"Actual Total Time":[\d.]+/)?.[0])
  expect(plan?.text).toContain(`"${index}`)
  expect(plan?.text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"(audit|audit_seal)"/)
  expect(plan?.buffers).toBeLessThan(most)
})

test('how much waits and how much was blanked is known without a look at every row', async () => {
  const { db, plans } = watchPlans(world.db)
  await measureWaiting(db, await head(), 1_000)
  await measureBlanked(db)
  for (const plan of plans) expect(plan.buffers).toBeLessThan(200)
})
