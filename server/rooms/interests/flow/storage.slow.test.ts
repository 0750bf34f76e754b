import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { aWorld, type World } from '../../../app/testing.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { watchPlans } from '../../../platform/db/testing.ts'
import { monthsOf } from '../../../platform/pure/months.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { selectFlow, selectStanding } from './storage.ts'

/**
 * The plans of the funnel, on a hundred thousand Interests of a hundred people in two years: which index, and how many
 * pages at most; never how long.
 */
const INTERESTS = 100_000
const owner = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`
const own = [owner(7), NIL_ID]
const department = Array.from({ length: 20 }, (_, n) => owner(n))

let world: World
let scenarioId = ''
let states: string[] = []
let won = ''
let lost = ''

beforeAll(async () => {
  world = await aWorld()
  const owning = new pg.Client({ ...inject('cluster').owner, database: String(world.db.pool.options.database) })
  await owning.connect()
  const settings = await owning.query(
    `select x.scenario_id, x.state_id, x.kind from scenario_state_setting x
       join scenario s on s.id = x.scenario_id and s.published_version = x.version and s.ord = 0 order by x.ord`,
  )
  scenarioId = settings.rows[0].scenario_id
  const of = (kind: string) => settings.rows.filter(each => each.kind === kind).map(each => each.state_id as string)
  states = of('ordinary')
  ;[[won = '', lost = '']] = [[...of('won'), ...of('lost')]] as [[string, string]]
  await owning.query(
    `insert into app_user (id, email, name, role)
     select ('01900000-0000-7000-9000-' || lpad(g::text, 12, '0'))::uuid, 'owner' || g || '@example.com', 'Человек ' || g,
            'salesperson' from generate_series(0, 99) g`,
  )
  await owning.query(
    `insert into client (id, kind, name, name_key, created_at, updated_at)
     values ('01900000-0000-7000-8000-00000000c11e', 'organisation', 'Проба', 'проба', now(), now())`,
  )
  // Three in four have come to an end ten days after they came.
  await owning.query(
    `insert into interest (id, number, content, search_key, service_type_id, scenario_id, state_id, state_entered_at, open,
                           client_id, responsible_id, expected_revenue, currency, created_at, updated_at, path_states, path_at, path_ends)
     select gen_random_uuid(), 'П-' || g, 'Запрос', 'п ' || g, (select id from directory_item where kind = 'service_type' limit 1),
            $1, x.state, x.at, g / 100 % 4 = 0, '01900000-0000-7000-8000-00000000c11e',
            ('01900000-0000-7000-9000-' || lpad((g % 100)::text, 12, '0'))::uuid, g, 'RUB', x.came, x.at,
            array[($2::uuid[])[1], ($2::uuid[])[2], x.state], array[x.came, x.came + interval '1 day', x.at],
            array[null, null, case when g / 100 % 4 > 0 then '${NIL_ID}'::uuid end]
       from generate_series(1, ${INTERESTS}) g
       cross join lateral (select case g / 100 % 4 when 0 then ($2::uuid[])[3] when 1 then $3::uuid else $4::uuid end as state,
                                  now() - g * interval '10 minutes' as at,
                                  now() - g * interval '10 minutes' - interval '10 days' as came) x`,
    [scenarioId, states, won, lost],
  )
  await owning.query('vacuum (analyze) interest, interest_flow')
  await owning.end()
}, 240_000)

const at = (months: number) => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1))
}
const monthAt = (months: number) => at(months).toISOString().slice(0, 7)
const year = monthsOf(monthAt(-11), monthAt(0))
const month = (months: number) => ({ start: at(months), end: at(months + 1), isOver: months < 0 })
const list = (db: Queryable, people: readonly string[] | null, months: number, standing: object) =>
  selectStanding(
    db,
    scenarioId,
    month(months),
    people,
    { states: [], lost: [], origins: [], ...standing },
    { limit: 50, readerId: NIL_ID },
  )

const reads: [name: string, index: string, most: number, (db: Queryable) => Promise<unknown>][] = [
  ['a year of everybody', 'interest_flow_key', 1_500, db => selectFlow(db, scenarioId, year, null)],
  ['a year of a department', 'interest_flow_key', 6_000, db => selectFlow(db, scenarioId, year, department)],
  ['my year', 'interest_flow_key', 1_000, db => selectFlow(db, scenarioId, year, own)],
  ['what I won this month', 'interest_closed_', 1_000, db => list(db, own, 0, { states: [won] })],
  [
    'what was lost this month',
    'interest_closed_states',
    1_500,
    db => list(db, null, 0, { lost: [lost], origins: states }),
  ],
  ['what everybody won in an earlier month', 'interest_recent_all', 9_000, db => list(db, null, -6, { states: [won] })],
  ['what I won in an earlier month', 'interest_recent', 2_500, db => list(db, own, -6, { states: [won] })],
]

test.each(reads)('%s comes by %s within %i pages', async (_, index, most, read) => {
  const { db, plans } = watchPlans(world.db)
  expect(await read(db)).not.toEqual([])
  const [plan] = plans
  expect(plan?.text).toContain(`"${index}`)
  expect(plan?.text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"interest(_flow)?"/)
  expect(plan?.buffers).toBeLessThan(most)
})
