import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Database, openDatabase } from '../../platform/db/database.ts'
import { aDatabaseClone } from '../../platform/db/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { createClient } from '../../rooms/clients/contract.ts'
import { countTerms } from '../../rooms/interests/terms/actions.ts'
import { aWorld, type World } from '../testing.ts'
import { DemoRefused, loadDemo } from './load.ts'

const now = new Date('2026-11-25T12:00:00Z')
let world: World

beforeAll(async () => {
  world = await aWorld()
  await loadDemo(world.db, { clients: 400, interests: 700, now })
})

async function rowsOf<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await world.db.pool.query(text, values)).rows as Row[]
}
const numberOf = async (text: string) => Number((await rowsOf<{ n: string }>(`select (${text}) as n`))[0]?.n)

test('everything that was asked for is there and marked as demo', async () => {
  expect(await numberOf('select count(*) from client where demo')).toBe(400)
  expect(await numberOf('select count(*) from interest where demo')).toBe(700)
  expect(await numberOf('select count(*) from company where demo_at is not null')).toBe(1)
})

test('every record has one event of its creation, known to those who see the record', async () => {
  const records = `select id from client union all select id from contact union all select id from contractor
    union all select id from prospect union all select id from interest`
  expect(
    await numberOf(`select count(*) from (${records}) r
    where (select count(*) from event e where e.record_id = r.id and e.kind like '%.created') <> 1`),
  ).toBe(0)
  expect(
    await numberOf(`select count(*) from event e join client c on c.id = e.record_id
    where not c.owner_key = any(e.owners)`),
  ).toBe(0)
})

test('counts kept beside the records are right', async () => {
  for (const party of ['client', 'prospect']) {
    expect(
      await numberOf(`select count(*) from ${party} p
      where open_interests <> (select count(*) from interest i where i.${party}_id = p.id and i.open)`),
    ).toBe(0)
  }
})

test('the next step kept with an Interest is the earliest of what is planned for it', async () => {
  const step = `(select jsonb_build_object('id', a.id, 'kind', a.kind, 'interactionKindId', a.interaction_kind_id,
    'subject', a.subject, 'dueAt', to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'dueDay', a.due_day, 'assigneeId', a.assignee_id)
    from activity a where a.interest_id = i.id and a.closed_at is null order by a.due_at, a.created_at limit 1)`
  expect(await numberOf(`select count(*) from interest i where next_step is not null`)).toBeGreaterThan(50)
  expect(
    await numberOf(`select count(*) from interest i where next_step is distinct from ${step}
      or next_step_at is distinct from case when ${step} is not null then coalesce((${step}->>'dueAt')::timestamptz, 'infinity') end
      or planned_interactions + planned_tasks <> (select count(*) from activity a where a.interest_id = i.id)`),
  ).toBe(0)
  expect(await numberOf(`select count(*) from activity where due_day is not null and due_at <= due_day`)).toBe(0)
})

test('since when an Interest is late, and until when a contact is agreed, is what a count of them gives', async () => {
  const days = 'select count(*) from interest where late_from is not null and contact_on is not null'
  expect(await numberOf(days)).toBeGreaterThan(10)
  const kept = await rowsOf('select id, late_from, contact_on from interest order by id')
  await countTerms(world.platform)
  expect(await rowsOf('select id, late_from, contact_on from interest order by id')).toEqual(kept)
})

test('numbers are unique and the next one is free', async () => {
  expect(await numberOf('select count(distinct number) from interest')).toBe(700)
  expect(await numberOf(`select nextval('interest_number')`)).toBe(701)
})

test('a loaded client is what the same client registered by hand would be', async () => {
  const [loaded] = await rowsOf<{
    id: string
    name: string
    kind: 'organisation'
    phones: { raw: string }[]
    emails: { raw: string }[]
  }>(
    `select id, name, kind, phones, emails from client
      where kind = 'organisation' and jsonb_array_length(phones) > 1 and jsonb_array_length(emails) > 0 order by id limit 1`,
  )
  if (!loaded) throw new Error('a demo base has such a client')
  const other = await aWorld()
  const id = newId()
  const raws = (list: { raw: string }[]) => list.map(each => each.raw)
  await other.as('administrator').ok(createClient, {
    body: { id, kind: loaded.kind, name: loaded.name, phones: raws(loaded.phones), emails: raws(loaded.emails) },
  })
  const facts = 'select name_key, phones, emails from client where id = $1'
  expect((await other.db.pool.query(facts, [id])).rows).toEqual(await rowsOf(facts, [loaded.id]))
  const identifiers = `select kind, value, main, field, archived from identity
    where owner_id = $1 and kind in ('name', 'phone', 'email', 'extension') and field <> 'publicName' order by 1, 2, 4`
  expect((await other.db.pool.query(identifiers, [id])).rows).toEqual(await rowsOf(identifiers, [loaded.id]))
  const words = `select word from identity_word w where fragment = word and exists (
    select from identity i where i.owner_id = $1 and i.kind = 'name' and i.main and w.word = any(string_to_array(i.value, ' ')))
    group by word order by word`
  expect((await other.db.pool.query(words, [id])).rows).toEqual(await rowsOf(words, [loaded.id]))
})

test('a second load adds to the first and repeats no legal entity, phone or mail, even by the same chance', async () => {
  await loadDemo(world.db, { clients: 100, interests: 50, now, seed: 2026 - 400 })
  expect(
    await rowsOf(`select value from identity
     where main and (kind = 'site' or kind = 'email' and value like '%@%' or kind = 'phone' and value ~ '^(?!800)\\d{10}$')
     group by value having count(distinct owner_id) > 1`),
  ).toEqual([])
  expect(await numberOf('select count(*) from client')).toBe(500)
  expect(
    await numberOf(`select count(*) from (
    select from contractor where inn is not null group by inn, kpp having count(*) > 1) twice`),
  ).toBe(0)
})

test('a base in which people work is refused', async () => {
  await world.as('salesperson').ok(createClient, { body: { id: newId(), kind: 'person', name: 'Своя Анна Петровна' } })
  await expect(loadDemo(world.db, { clients: 1, interests: 0, now })).rejects.toThrow(DemoRefused)
  expect(await numberOf('select count(*) from client')).toBe(501)
})

async function asOwner(): Promise<Database> {
  const { database } = await aDatabaseClone()
  const db = openDatabase({ ...inject('cluster').owner, database }, { size: 2 })
  afterAll(() => db.close())
  return db
}
const indexesOf = async (db: Database) =>
  (await db.pool.query(`select indexdef from pg_indexes where schemaname = 'public' order by indexdef`)).rows

test('a large load leaves every index as it was, and every reference whole', async () => {
  const db = await asOwner()
  const before = await indexesOf(db)
  await loadDemo(db, { clients: 120, interests: 200, now, bulkFrom: 0 })
  expect(await indexesOf(db)).toEqual(before)
  const lost = await db.pool.query(`select
    (select count(*) from interest i where i.client_id is not null and not exists (select from client c where c.id = i.client_id))
    + (select count(*) from interest i where i.contact_id is not null and not exists (select from contact c where c.id = i.contact_id))
    + (select count(*) from interest i where i.prospect_id is not null and not exists (select from prospect p where p.id = i.prospect_id))
    + (select count(*) from client_contact l where not exists (select from contact c where c.id = l.contact_id)) as n`)
  expect(Number(lost.rows[0]?.n)).toBe(0)
})

test('what flows from state to state is counted alike by the loader and by the trigger, and goes on to be', async () => {
  const kept = `select scenario_id, month, owner_key, from_id, to_id, since, reason_id, currency, sum(n) as n, round(sum(amount), 2) as amount,
      sum(stayed) as stayed, sum(lasted) as lasted
    from interest_flow group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(n) <> 0 order by 1, 2, 3, 4, 5, 6, 7, 8`
  const db = await asOwner()
  for (let time = 1; time <= 2; time++) {
    await loadDemo(db, { clients: 60, interests: 300, now, bulkFrom: 0 })
    const { rows: counted } = await db.pool.query(kept)
    await db.pool.query(`select count_interest_flow((select time_zone from company))`)
    const { rows: anew } = await db.pool.query(kept)
    expect(counted.length).toBeGreaterThan(100)
    expect(counted).toEqual(anew)
  }
  await db.pool.query('delete from activity')
  await db.pool.query('delete from interest_closing')
  await db.pool.query('delete from interest')
  expect((await db.pool.query(kept)).rows).toEqual([])
}, 60_000)

test('a second large load takes nothing of the first away', async () => {
  const db = await asOwner()
  for (let time = 1; time <= 2; time++) {
    await loadDemo(db, { clients: 20, interests: 20, now, bulkFrom: 0 })
    const counts =
      'select (select count(*)::int from client) as clients, (select count(*)::int from interest) as interests'
    expect((await db.pool.query(counts)).rows).toEqual([{ clients: 20 * time, interests: 20 * time }])
  }
})

test('a large load that fails in the middle leaves nothing behind and takes no index away', async () => {
  const db = await asOwner()
  const before = await indexesOf(db)
  const onProgress = (step: string) => {
    if (step === 'indexes') throw new Error('the machine was switched off')
  }
  await expect(loadDemo(db, { clients: 20, interests: 20, now, bulkFrom: 0, onProgress })).rejects.toThrow(
    'switched off',
  )
  expect(await indexesOf(db)).toEqual(before)
  expect((await db.pool.query('select count(*)::int as n from client')).rows[0]?.n).toBe(0)
})
