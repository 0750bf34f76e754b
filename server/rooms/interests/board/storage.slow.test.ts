import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { aWorld, type World } from '../../../app/testing.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { watchPlans } from '../../../platform/db/testing.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { makeScope, type Scope } from '../../../platform/scope.ts'
import { type Ground, findGround } from '../creating/storage.ts'
import { selectOfParty, selectRows, selectSums } from '../listing/storage.ts'
import { findCard, holdInterest } from '../storage.ts'
import { selectBoard } from './storage.ts'

/**
 * The plans of the reads that everybody waits for, on a hundred thousand Interests: which index, and how many pages at
 * most; never how long.
 */
const INTERESTS = 100_000
const OWNERS = 100

const owner = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`
const own = makeScope([owner(7), NIL_ID])
const department = makeScope(Array.from({ length: 20 }, (_, n) => owner(n)))
const all = makeScope(null)

let world: World
let scenarioId = ''
let stateId = ''
let interestId = ''
let clientId = ''
let serviceTypeId = ''
/** The same person, to whom thirty clients of others were opened. */
let guest: Scope

beforeAll(async () => {
  world = await aWorld()
  // The owner of the tables has no limit of time and may vacuum: without that no index alone can answer.
  const owning = new pg.Client({ ...inject('cluster').owner, database: String(world.db.pool.options.database) })
  await owning.connect()
  await owning.query(
    `insert into app_user (id, email, name, role)
     select ('01900000-0000-7000-9000-' || lpad(g::text, 12, '0'))::uuid, 'owner' || g || '@example.com', 'Человек ' || g,
            'salesperson' from generate_series(0, ${OWNERS - 1}) g`,
  )
  await owning.query(
    `insert into client (id, kind, name, name_key, responsible_id, created_at, updated_at)
     select gen_random_uuid(), 'organisation', 'ООО «Проба ' || g || '»', 'проба ' || g,
            ('01900000-0000-7000-9000-' || lpad((g % ${OWNERS})::text, 12, '0'))::uuid, now(), now()
       from generate_series(1, ${INTERESTS / 10}) g`,
  )
  await owning.query(
    `insert into interest (id, number, content, search_key, service_type_id, scenario_id, state_id, state_entered_at, open,
                           client_id, responsible_id, expected_revenue, currency, created_at, updated_at)
     select gen_random_uuid(), 'П-' || g, 'Запрос ' || g, 'п ' || g, (select id from directory_item where kind = 'service_type' limit 1),
            x.scenario_id, x.state_id, now() - g * interval '7 minutes', x.kind = 'ordinary', c.id, c.responsible_id, g,
            'RUB', now() - g * interval '11 minutes', now()
       from (select g, 1 + (g * 7919) % ${INTERESTS / 10} as c, g % 7 as place from generate_series(1, ${INTERESTS}) g) n
       join (select c.*, row_number() over (order by id) as place from client c) c on c.place = n.c
       join (select x.*, row_number() over (order by s.ord, x.ord) - 1 as nth
               from scenario_state_setting x join scenario s on s.id = x.scenario_id) x on x.nth = n.place`,
  )
  const first = await owning.query(
    `select i.id, i.client_id, i.scenario_id, i.state_id, i.service_type_id from interest i where responsible_id = $1 limit 1`,
    [owner(7)],
  )
  ;({
    id: interestId,
    client_id: clientId,
    scenario_id: scenarioId,
    state_id: stateId,
    service_type_id: serviceTypeId,
  } = first.rows[0])
  const opened = await owning.query('select id from client where responsible_id = $1 order by id limit 30', [owner(8)])
  guest = makeScope(
    own.principals,
    opened.rows.map(row => row.id),
  )
  await owning.query('vacuum (analyze) interest, interest_tally, client')
  await owning.end()
}, 240_000)

const ground = (db: Queryable) => {
  const id = '01900000-0000-7000-8000-00000000ffff'
  return findGround(db, { id, clientId, serviceTypeId, onSimilar: 'create' }, owner(7), own.principals)
}
const reads: [name: string, index: string, most: number, (db: Queryable) => Promise<unknown>][] = [
  ['my list', 'interest_recent', 700, db => selectRows(db, own, {}, { order: 'recent', limit: 50 })],
  [
    'my open ones',
    'interest_open_recent',
    700,
    db => selectRows(db, own, { open: true }, { order: 'recent', limit: 50 }),
  ],
  [
    'the list of a department',
    'interest_recent',
    4_000,
    db => selectRows(db, department, {}, { order: 'recent', limit: 50 }),
  ],
  ['the list of everything', 'interest_recent_all', 700, db => selectRows(db, all, {}, { order: 'recent', limit: 50 })],
  [
    'a column',
    'interest_board',
    700,
    db => selectRows(db, own, { scenarioId, stateId }, { order: 'board', limit: 50 }),
  ],
  ['my board', 'interest_board', 2_500, db => selectBoard(db, own, scenarioId, {}, 20)],
  ['the board of everything', 'interest_board_all', 2_500, db => selectBoard(db, all, scenarioId, {}, 20)],
  ['my sums', 'interest_tally', 300, db => selectSums(db, own, { open: true })],
  ['sums of everything', 'interest_tally', 300, db => selectSums(db, all, { open: true })],
  [
    'my list with opened clients',
    'interest_of_client',
    1_500,
    db => selectRows(db, guest, {}, { order: 'recent', limit: 50 }),
  ],
  ['my sums with opened clients', 'interest_of_client', 900, db => selectSums(db, guest, { open: true })],
  ['Interests of a client', 'interest_of_client', 200, db => ofClient(db, own)],
  ['a card', 'interest_pkey', 60, db => findCard(db, interestId)],
  [
    'what a move holds',
    'interest_pkey',
    60,
    db => holdInterest(db as never, interestId, [serviceTypeId], { entering: true }),
  ],
  ['what a creation must know', 'client_pkey', 100, db => ground(db) as Promise<Ground>],
]
const ofClient = (db: Queryable, scope: Scope) =>
  selectOfParty(db, { kind: 'client', id: clientId }, scope, { open: true, limit: 50 })

test.each(reads)('%s comes by %s within %i pages', async (_, index, most, read) => {
  const { db, plans } = watchPlans(world.db)
  const found = await read(db)
  expect(found).toBeTruthy()
  const [plan] = plans
  expect(plan?.text).toContain(`"${index}`)
  expect(plan?.text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"interest"/)
  expect(plan?.buffers).toBeLessThan(most)
})
