import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { aWorld, type World } from '../../app/testing.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { watchPlans } from '../../platform/db/testing.ts'
import { type Bounds, countByGroup, countDue, selectFinished, selectGroups, selectPlanned } from './day/storage.ts'
import { findPlanned } from './handing-over/storage.ts'
import { takeReminders } from './reminders/storage.ts'

/**
 * The plans of what a day of work asks, on a hundred thousand steps of fifty people: which index, and how many pages at
 * most; never how long.
 */
const STEPS = 100_000
const OWNERS = 50
const person = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`
const interest = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`

let world: World

beforeAll(async () => {
  world = await aWorld()
  const owning = new pg.Client({ ...inject('cluster').owner, database: String(world.db.pool.options.database) })
  await owning.connect()
  // What is not yet on the disk is not yet known to be seen by all.
  await owning.query('set synchronous_commit = on')
  await owning.query(
    `insert into app_user (id, email, name, role)
     select ('01900000-0000-7000-9000-' || lpad(g::text, 12, '0'))::uuid, 'owner' || g || '@example.com', 'Человек ' || g,
            'salesperson' from generate_series(0, ${OWNERS - 1}) g`,
  )
  await owning.query(
    `insert into client (id, kind, name, name_key, created_at, updated_at)
     values ('01900000-0000-7000-8000-00000000c11e', 'organisation', 'Проба', 'проба', now(), now())`,
  )
  await owning.query(
    `insert into interest (id, number, content, search_key, service_type_id, scenario_id, state_id, state_entered_at, client_id,
                           responsible_id, currency, created_at, updated_at)
     select ('01900000-0000-7000-8000-' || lpad(g::text, 12, '0'))::uuid, 'П-' || g, 'Запрос', 'п ' || g,
            (select id from directory_item where kind = 'service_type' limit 1), x.scenario_id, x.state_id, now(),
            '01900000-0000-7000-8000-00000000c11e',
            ('01900000-0000-7000-9000-' || lpad((g % ${OWNERS})::text, 12, '0'))::uuid, 'RUB', now(), now()
       from generate_series(1, ${STEPS / 10}) g
       cross join (select x.scenario_id, x.state_id from scenario_state_setting x join scenario s
                     on s.id = x.scenario_id and s.published_version = x.version and s.ord = 0 order by x.ord limit 1) x`,
  )
  // Each second one is finished; of the others every person has what is late, near, far and without a date.
  await owning.query(
    `insert into activity (id, kind, subject, interest_id, assignee_id, author_id, due_at, remind_before, remind_at,
                           outcome, closed_at, created_at, updated_at)
     select gen_random_uuid(), 'task', 'Смета ' || g,
            ('01900000-0000-7000-8000-' || lpad((1 + g % ${STEPS / 10})::text, 12, '0'))::uuid,
            ('01900000-0000-7000-9000-' || lpad((g % ${OWNERS})::text, 12, '0'))::uuid,
            ('01900000-0000-7000-9000-' || lpad((g % ${OWNERS})::text, 12, '0'))::uuid,
            x.due, 15, x.due - interval '15 minutes', case when x.over then 'done' end,
            case when x.over then now() - g * interval '1 minute' end, now(), now()
       from generate_series(1, ${STEPS}) g
       cross join lateral (select case when g % 7 = 0 then null else now() + (g - ${STEPS / 4}) * interval '2 minutes' end as due,
                                  g / ${OWNERS} % 2 = 0 as over) x`,
  )
  await owning.query('vacuum (analyze) activity, interest, client')
  await owning.end()
}, 240_000)

const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000)
const bounds: Bounds[] = [
  { group: 'overdue', from: null, to: now },
  { group: 'today', from: now, to: inDays(1) },
  { group: 'tomorrow', from: inDays(1), to: inDays(2) },
  { group: 'week', from: inDays(2), to: inDays(7) },
  { group: 'later', from: inDays(7), to: null },
  { group: 'none', from: null, to: null },
]
const mine = { assigneeId: person(7) }
const group = (at: number) => async (db: Queryable) => {
  const { group: name } = bounds[at] as Bounds
  return (await selectGroups(db, mine, [bounds[at] as Bounds], { limit: 50 })).get(name) ?? []
}

const reads: [name: string, index: string, most: number, (db: Queryable) => Promise<unknown>][] = [
  ['how much is planned in each group', 'activity_day', 60, db => countByGroup(db, mine, bounds)],
  ['how much of one kind', 'activity_day', 60, db => countByGroup(db, { ...mine, kind: 'task' }, bounds)],
  ['how much with a word', 'activity_day', 1_600, db => countByGroup(db, { ...mine, q: 'смета' }, bounds)],
  ['what is due, for the rail', 'activity_day', 60, db => countDue(db, mine, now, inDays(1))],
  ['what is late', 'activity_day', 900, group(0)],
  ['what is due today', 'activity_day', 900, group(1)],
  ['what is due later', 'activity_day', 900, group(4)],
  ['what has no date', 'activity_day', 900, group(5)],
  ['My day', 'activity_day', 5_400, db => selectGroups(db, mine, bounds, { limit: 50 })],
  ['what is planned for an Interest', 'activity_of_interest', 200, db => selectPlanned(db, interest(60), 50)],
  [
    'what was finished for an Interest',
    'activity_of_interest',
    200,
    db => selectFinished(db, mine, { limit: 50, interestId: interest(8) }),
  ],
  ['what somebody finished last', 'activity_finished', 900, db => selectFinished(db, mine, { limit: 50 })],
  [
    'what is handed over',
    'activity_day',
    1_600,
    db => findPlanned(db, [person(7)], { kind: null, until: null }, 20_001),
  ],
  [
    'what is handed over until a day',
    'activity_day',
    1_600,
    db => findPlanned(db, [person(7)], { kind: 'task', until: inDays(1) }, 20_001),
  ],
  ['whom to remind', 'activity_reminders', 6_000, db => takeReminders(db as never, now, 200)],
]

test.each(reads)('%s comes by %s within %i pages', async (_, index, most, read) => {
  const { db, plans } = watchPlans(world.db)
  expect(await read(db)).not.toEqual([])
  const [plan] = plans
  expect(plan?.text).toContain(`"${index}`)
  expect(plan?.text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"(interest|activity)"/)
  expect(plan?.buffers).toBeLessThan(most)
})
