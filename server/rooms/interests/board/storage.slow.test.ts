import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { aWorld, type World } from '../../../app/testing.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { watchPlans } from '../../../platform/db/testing.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { makeScope, type Reach } from '../../../platform/scope.ts'
import { type Ground, findGround } from '../creating/storage.ts'
import { findOpenOf } from '../handing-over/storage.ts'

import type { Filter } from '../filters/storage.ts'
import type { InterestSort } from '../listing/sorting/contract.ts'
import { orderOf } from '../listing/sorting/rules.ts'
import { selectRows } from '../listing/sorting/storage.ts'
import { selectOfParty } from '../listing/storage.ts'
import { selectSums } from '../listing/sums/storage.ts'
import { findNeighbour } from '../placing/storage.ts'
import { listOthers } from '../presence/storage.ts'
import type { StepFilter } from '../steps/contract.ts'
import { findCard, holdInterest } from '../storage.ts'
import type { BoardOrder } from './contract.ts'
import { findPlace, selectBoard, selectColumn } from './storage.ts'

/**
 * The plans of the reads that everybody waits for, on a hundred thousand Interests: which index, and how many pages at
 * most; never how long.
 */
const INTERESTS = 100_000
const OWNERS = 100

const owner = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`
const own = makeScope({ principals: [owner(7), NIL_ID] }).interests
const joined = makeScope({ principals: own.principals, joined: true }).interests
/** What stands in one state of six is addressed to the role. */
let role = own
const department = makeScope({ principals: Array.from({ length: 20 }, (_, n) => owner(n)) }).interests
const all = makeScope({ principals: null }).interests

let world: World
let scenarioId = ''
let stateId = ''
let interestId = ''
let clientId = ''
let serviceTypeId = ''
/** The same person, to whom thirty clients of others were opened. */
let guest: Reach

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
                           client_id, responsible_id, expected_revenue, currency, created_at, updated_at, next_step_at,
                           late_from, contact_on)
     select gen_random_uuid(), 'П-' || g, 'Запрос ' || g, 'п ' || g, (select id from directory_item where kind = 'service_type' limit 1),
            x.scenario_id, x.state_id, now() - g * interval '7 minutes', x.kind = 'ordinary', c.id, c.responsible_id, g,
            'RUB', now() - g * interval '11 minutes', now(), case when g % 5 > 0 then now() + (g % 3000 - 600) * interval '1 hour' end,
            case when x.kind = 'ordinary' then (now() + (g % 400 - 300) * interval '1 day')::date end,
            case when g % 10 = 1 then (now() + (g % 3000 - 600) * interval '1 hour')::date end
       from (select g, 1 + (g * 7919) % ${INTERESTS / 10} as c, g % 7 as place from generate_series(1, ${INTERESTS}) g) n
       join (select c.*, row_number() over (order by id) as place from client c) c on c.place = n.c
       join (select x.*, row_number() over (order by s.ord, x.ord) - 1 as nth
               from scenario_state_setting x join scenario s on s.id = x.scenario_id) x on x.nth = n.place`,
  )
  const first = await owning.query(
    `select i.id, i.client_id, i.scenario_id, i.state_id, i.service_type_id from interest i where responsible_id = $1 and open limit 1`,
    [owner(7)],
  )
  ;({
    id: interestId,
    client_id: clientId,
    scenario_id: scenarioId,
    state_id: stateId,
    service_type_id: serviceTypeId,
  } = first.rows[0])
  role = makeScope({ principals: own.principals, joined: true, queues: [stateId] }).interests
  const opened = await owning.query('select id from client where responsible_id = $1 order by id limit 30', [owner(8)])
  guest = makeScope({ principals: own.principals, grants: opened.rows.map(row => row.id) }).interests
  // Everybody is a co-executor of sixty Interests of others, and starred as many.
  await owning.query(
    `with chosen as (
       select i.id, ('01900000-0000-7000-9000-' || lpad((n % ${OWNERS})::text, 12, '0'))::uuid as user_id
         from (select id, responsible_id, row_number() over (order by id) as n from interest) i
        where n <= ${OWNERS * 60})
     , joined as (insert into interest_member (interest_id, user_id, added_at) select id, user_id, now() from chosen)
     insert into interest_mark (interest_id, user_id, starred) select id, user_id, true from chosen`,
  )
  await owning.query('vacuum (analyze) interest, interest_tally, client, interest_member, interest_mark')
  await owning.end()
}, 240_000)

const clock = { now: new Date(), tonight: new Date(Date.now() + 36_000_000) }
const board = (order: BoardOrder = 'overdueFirst') => ({
  scenarioId,
  filter: {},
  order,
  readerId: owner(7),
  ...clock,
})
const steps = (...which: StepFilter[]) => ({ steps: which })
const everyOpen = {
  scenarioId: null,
  stateIds: null,
  serviceTypeIds: null,
  tags: null,
  clientKinds: null,
  relationTypes: null,
}
const narrowed = { filter: steps('today') }
const ground = (db: Queryable) => {
  const id = '01900000-0000-7000-8000-00000000ffff'
  return findGround(db, { id, clientId, serviceTypeId, onSimilar: 'create' }, owner(7), own.principals, new Date())
}
const reads: [name: string, index: string, most: number, (db: Queryable) => Promise<unknown>][] = [
  ['my list', 'interest_recent', 700, db => selectRows(db, own, {}, { limit: 50, clock })],
  ['my open ones', 'interest_open_recent', 700, db => selectRows(db, own, { open: true }, { limit: 50, clock })],
  ['the list of a department', 'interest_recent', 4_000, db => selectRows(db, department, {}, { limit: 50, clock })],
  ['the list of everything', 'interest_recent_all', 700, db => selectRows(db, all, {}, { limit: 50, clock })],
  ['a column', 'interest_steps', 700, db => selectColumn(db, own, { ...board(), stateId }, { limit: 50 })],
  ['my board', 'interest_steps', 2_500, db => selectBoard(db, own, board(), 20)],
  // Each badge counts a thousand rows at most, and looks at those whose page is not known to be seen by all.
  ['the board of everything', 'interest_steps_all', 13_000, db => selectBoard(db, all, board(), 20)],
  ['my board, late ones last', 'interest_steps', 2_500, db => selectBoard(db, own, board('overdueLast'), 20)],
  [
    'what is stuck of mine',
    'interest_',
    2_500,
    db => selectRows(db, own, { steps: ['stuck'], open: true }, { limit: 50, clock }),
  ],
  [
    'what is stuck of everybody',
    'interest_',
    2_500,
    db => selectRows(db, all, { steps: ['stuck'], open: true }, { limit: 50, clock }),
  ],
  ['my board by hand', 'interest_hand', 2_500, db => selectBoard(db, own, board('byHand'), 20)],
  ['the board of everything by hand', 'interest_hand_all', 13_000, db => selectBoard(db, all, board('byHand'), 20)],
  [
    'a column by hand',
    'interest_hand',
    700,
    db => selectColumn(db, own, { ...board('byHand'), stateId }, { limit: 50 }),
  ],
  [
    'a place beside a card',
    'interest_hand_all',
    60,
    db => findNeighbour(db as never, { id: clientId, scenarioId, stateId }, { id: interestId, side: 'after' }),
  ],
  ['my sums', 'interest_tally', 300, db => selectSums(db, own, { open: true }, clock)],
  ['sums of everything', 'interest_tally', 300, db => selectSums(db, all, { open: true }, clock)],
  ['my list with opened clients', 'interest_of_client', 1_500, db => selectRows(db, guest, {}, { limit: 50, clock })],
  ['my sums with opened clients', 'interest_of_client', 900, db => selectSums(db, guest, { open: true }, clock)],
  [
    'my list as a co-executor',
    'interest_member_of_user',
    1_500,
    db => selectRows(db, joined, {}, { limit: 50, clock }),
  ],
  ['my board as a co-executor', 'interest_member_of_user', 4_000, db => selectBoard(db, joined, board(), 20)],
  // A person's unfinished ones are looked through until a page is full.
  ['my list, due today', 'interest_', 4_000, db => selectRows(db, own, steps('today'), { limit: 50, clock })],
  [
    'my list, late and without a step',
    'interest_',
    4_000,
    db => selectRows(db, own, steps('overdue', 'none'), { limit: 50, clock }),
  ],
  ['my sums, due today', 'interest_', 4_000, db => selectSums(db, own, steps('today'), clock)],
  [
    'a column, due today',
    'interest_steps',
    700,
    db => selectColumn(db, own, { ...board(), ...narrowed, stateId }, { limit: 50 }),
  ],
  ['my board, due today', 'interest_steps', 2_500, db => selectBoard(db, own, { ...board(), ...narrowed }, 20)],
  ['what is handed over', 'interest_open_recent', 4_000, db => findOpenOf(db, [owner(7)], everyOpen, 20_001)],
  ['who has the card open', 'presence_pkey', 20, db => listOthers(db, interestId, owner(7), clock.now)],
  ['my list with a queue', 'interest_open_all', 3_000, db => selectRows(db, role, {}, { limit: 50, clock })],
  ['my board with a queue', 'interest_steps_all', 9_000, db => selectBoard(db, role, board(), 20)],
  [
    'the column of a queue',
    'interest_steps_all',
    1_500,
    db => selectColumn(db, role, { ...board(), stateId }, { limit: 50 }),
  ],
  ['my sums with a queue', 'interest_tally', 1_200, db => selectSums(db, role, { open: true }, clock)],
  ['my sums as a co-executor', 'interest_member_of_user', 900, db => selectSums(db, joined, { open: true }, clock)],
  [
    'what I starred',
    'interest_mark_starred',
    1_500,
    db => selectRows(db, own, { starred: true, readerId: owner(7) }, { limit: 50, clock }),
  ],
  ['Interests of a client', 'interest_of_client', 200, db => ofClient(db, own)],
  ['a card', 'interest_pkey', 60, db => findCard(db, interestId, null)],
  [
    'what a move holds',
    'interest_pkey',
    60,
    db => holdInterest(db as never, interestId, [serviceTypeId], { entering: true }),
  ],
  ['what a creation must know', 'client_pkey', 100, db => ground(db) as Promise<Ground>],
]
const ofClient = (db: Queryable, scope: Reach) =>
  selectOfParty(db, { kind: 'client', id: clientId }, scope, { open: true, limit: 50, readerId: clientId })

test.each(reads)('%s comes by %s within %i pages', async (_, index, most, read) => {
  const { db, plans } = watchPlans(world.db)
  const found = await read(db)
  expect(found).toBeTruthy()
  const [plan] = plans
  expect(plan?.text).toContain(`"${index}`)
  expect(plan?.text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"interest"/)
  expect(plan?.buffers).toBeLessThan(most)
})

const sortings: [order: BoardOrder, sorting: string][] = [
  ['overdueFirst', `coalesce(next_step_at, 'infinity'), id`],
  ['overdueLast', `coalesce(next_step_at, 'infinity') <= $3, coalesce(next_step_at, 'infinity'), id`],
  ['byHand', `coalesce(hand_key, replace(id::text, '-', '')) collate "C", id`],
]
test.each(sortings)(
  'of 50,000 unfinished Interests in one scenario the last page costs as much as the first: %s',
  async (order, sorting) => {
    const { pool } = world.db
    const open = await pool.query(`select count(*)::int as n from interest where scenario_id = $1 and open`, [
      scenarioId,
    ])
    expect(open.rows[0].n).toBeGreaterThan(50_000)
    const asked = { ...board(order), stateId }
    const column = await pool.query<{ id: string }>(
      `select id from interest where scenario_id = $1 and state_id = $2 and $3::timestamptz is not null order by ${sorting}`,
      [scenarioId, stateId, clock.now],
    )
    const ids = column.rows.map(row => row.id)
    expect(ids.length).toBeGreaterThan(10_000)
    for (const from of [0, Math.round(ids.length / 2), ids.length - 30]) {
      const after = (await findPlace(world.db, asked, ids[from] ?? '')) ?? undefined
      const { db, plans } = watchPlans(world.db)
      const rows = await selectColumn(db, all, asked, { limit: 50, after })
      expect(rows.map(row => row.id)).toEqual(ids.slice(from, from + 51))
      expect(plans[0]?.buffers).toBeLessThan(900)
    }
    const columns = Map.groupBy(await selectBoard(world.db, all, board(order), 20), row => row.columnId)
    expect(
      columns
        .get(stateId)
        ?.slice(0, 20)
        .map(row => row.id),
    ).toEqual(ids.slice(0, 20))
  },
)

const IN_INDEX = /"Index Only Scan"[^}]*"interest_(?:open_all|open_recent|steps_all)"/
/** Lists that are walked to, or gathered after a look: the last statement is the page. */
const pages: [name: string, index: RegExp, most: number, (db: Queryable) => Promise<unknown>][] = [
  ['mine by revenue', /"interest_\w+"/, 4_000, db => page(db, own, { open: true }, '-revenue')],
  // No index knows these orders: all are sorted, out of an index without their rows.
  ['everybody by revenue', IN_INDEX, 4_500, db => page(db, all, { open: true }, '-revenue')],
  ['everybody by sale date', IN_INDEX, 4_500, db => page(db, all, { open: true }, 'closeDate')],
  ['everybody by next step', IN_INDEX, 4_500, db => page(db, all, { open: true }, 'step')],
  ['everybody by subject', /"interest_open_subject"/, 900, db => page(db, all, { open: true }, 'subject')],
  ['everybody by type', IN_INDEX, 4_500, db => page(db, all, { open: true }, 'serviceType')],
  ['everybody by person', /"interest_open_recent"/, 1_500, db => page(db, all, { open: true }, 'responsible')],
  ['everybody by client', /"client_names"/, 1_500, db => page(db, all, { open: true }, 'party')],
  ['what is finished, by its end', /"interest_closed_all"/, 900, db => page(db, all, { open: false }, '-closed')],
  ['what is finished, by revenue', /"interest_closed_revenue"/, 900, db => page(db, all, { open: false }, '-revenue')],
  [
    'a revenue that few have',
    /"interest_open_\w+"/,
    11_000,
    db => page(db, all, { open: true, revenueFrom: '100', revenueTo: '140' }, '-created'),
  ],
]
const page = (db: Queryable, scope: Reach, filter: Filter, sort: InterestSort) =>
  selectRows(db, scope, filter, { limit: 50, clock, order: orderOf(sort) })

test.each(pages)('%s comes by %s within %i pages', async (_, index, most, read) => {
  const { db, plans } = watchPlans(world.db)
  expect(await read(db)).not.toEqual([])
  expect(plans.at(-1)?.text).toMatch(index)
  for (const plan of plans) expect(plan.text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"interest"/)
  expect(plans.reduce((sum, plan) => sum + plan.buffers, 0)).toBeLessThan(most)
})
