import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/pure/ids.ts'
import { addContact, changeClient, createClient } from '../../rooms/clients/contract.ts'
import { removeDemo } from '../../rooms/company/contract.ts'
import { addNote, createInterest } from '../../rooms/interests/contract.ts'
import { getAuditState } from '../../rooms/access/audit/contract.ts'
import { sealLog } from '../../rooms/access/audit/sealing/actions.ts'
import { verifyLog } from '../../rooms/access/audit/verifying/actions.ts'
import { aWorld, people, type World } from '../testing.ts'
import { loadDemo } from './load.ts'
import type { DemoRemoved } from './remove.ts'

let world: World
let result: DemoRemoved
const used = {
  changed: '',
  asked: '',
  noted: '',
  notedInterest: '',
  joined: '',
  basis: '',
  based: '',
  wantedInterest: '',
  wantedClient: '',
  wantedProspect: '',
  own: newId(),
  contact: newId(),
}

async function rowsOf<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await world.db.pool.query(text, values)).rows as Row[]
}
const numberOf = async (text: string) => Number((await rowsOf<{ n: string }>(`select (${text}) as n`))[0]?.n)

async function waitingForSeals(): Promise<number> {
  await sealLog(world.platform)
  return (await world.as('administrator').ok(getAuditState)).history.waiting
}

beforeAll(async () => {
  world = await aWorld()
  await loadDemo(world.db, { clients: 200, interests: 300, now: new Date() })
  const administrator = world.as('administrator')
  const [changed, asked, joined] = await rowsOf<{ id: string }>(
    `select id from client where archived_at is null and open_interests = 0 order by id desc limit 3`,
  )
  const [noted, basis, wanted] = await rowsOf<{ id: string; client: string }>(
    `select distinct on (client_id) id, client_id as client from interest
      where contact_id is not null and prospect_id is null order by client_id, id limit 3`,
  )
  const [prospect] = await rowsOf<{ id: string }>(
    `select id from prospect where client_id is null and contact_id is null and archived_at is null order by id limit 1`,
  )
  Object.assign(used, {
    changed: changed?.id,
    asked: asked?.id,
    joined: joined?.id,
    noted: noted?.client,
    notedInterest: noted?.id,
    basis: basis?.id,
    based: basis?.client,
    wantedInterest: wanted?.id,
    wantedClient: wanted?.client,
    wantedProspect: prospect?.id,
  })
  await administrator.ok(changeClient, { params: { id: used.changed }, body: { version: 1, comment: 'Любит чай' } })
  const [type] = await rowsOf<{ id: string }>(`select id from directory_item where kind = 'service_type' limit 1`)
  await administrator.ok(createInterest, {
    body: { id: newId(), clientId: used.asked, serviceTypeId: type?.id, basisId: used.basis },
  })
  await world.db.pool.query(
    `insert into access_request (id, asker_id, typed, interest_id, prospect_id, wanted, created_at)
     values (gen_random_uuid(), $1, '', $2, null, 'member', now()), (gen_random_uuid(), $1, '', null, $3, 'hand_over', now())`,
    [people.stranger.id, used.wantedInterest, used.wantedProspect],
  )
  await administrator.ok(addNote, { params: { id: used.notedInterest }, body: { id: newId(), body: 'Перезвонить' } })
  await administrator.ok(addContact, { params: { id: used.joined }, body: { id: used.contact, fullName: 'Своя Анна' } })
  await administrator.ok(createClient, { body: { id: used.own, kind: 'person', name: 'Свой Петр' } })
  while ((await waitingForSeals()) > 0);
  result = await administrator.ok(removeDemo)
})

test('what somebody changed, used or made stays, and is no demo any more', async () => {
  const left = (await rowsOf<{ id: string }>('select id from client')).map(row => row.id)
  expect(left.sort()).toEqual(
    [used.changed, used.asked, used.noted, used.joined, used.based, used.wantedClient, used.own].sort(),
  )
  expect(await numberOf('select count(*) from client where demo')).toBe(0)
  expect(await numberOf(`select count(*) from contact where full_name = 'Своя Анна'`)).toBe(1)
})

test('an Interest with a note stays with its client and contact', async () => {
  const [interest] = await rowsOf<{ id: string; contacts: string }>(
    `select i.id, (select count(*) from contact c where c.id = i.contact_id) as contacts from interest i where i.id = $1`,
    [used.notedInterest],
  )
  expect(interest).toEqual({ id: used.notedInterest, contacts: '1' })
  expect(await numberOf('select count(*) from interest')).toBe(4)
})

test('an Interest and a prospect about which somebody asked stay', async () => {
  const left = await rowsOf<{ id: string }>('select id from interest union all select id from prospect')
  expect(left.map(each => each.id)).toEqual(expect.arrayContaining([used.wantedInterest, used.wantedProspect]))
})

test('an Interest from which somebody made another one stays', async () => {
  expect(await numberOf('select count(*) from interest x join interest i on i.id = x.basis_id')).toBe(1)
})

test('the rest is gone with everything that told of it', async () => {
  expect(result.removed.clients).toBe(194)
  expect(result.kept).toMatchObject({ clients: 6, interests: 3 })
  expect(await rowsOf('select id from prospect')).toEqual([{ id: used.wantedProspect }])
  const owners =
    'select id from client union all select id from contractor union all select id from contact union all select id from prospect'
  expect(await numberOf(`select count(*) from identity where owner_id not in (${owners})`)).toBe(0)
  expect(
    await numberOf(`select count(*) from event where record_kind in ('client', 'contractor', 'contact', 'prospect')
    and record_id not in (${owners})`),
  ).toBe(0)
  expect(
    await numberOf(
      'select count(*) from contact c where not exists (select from client_contact l where l.contact_id = c.id)',
    ),
  ).toBe(0)
  expect(await numberOf('select count(*) from company where demo_at is not null')).toBe(0)
})

test('the chain of the history knows how much of it went, and the access log who took it out', async () => {
  const verdict = await verifyLog(world.platform)
  const { id, events } = (
    await rowsOf<{ id: string; events: number }>(
      `select actor_id as id, (detail->>'events')::int as events from audit where kind = 'audit.history_removed'`,
    )
  )[0] ?? { id: '', events: 0 }
  expect(id).toBe(people.administrator.id)
  expect(events).toBeGreaterThan(195)
  expect(verdict).toMatchObject({ ok: true, history: { removed: events } })
})

test('what stays is counted anew', async () => {
  expect(
    await numberOf(`select count(*) from client c
      where open_interests <> (select count(*) from interest i where i.client_id = c.id and i.open)`),
  ).toBe(0)
})

test('removing again removes nothing', async () => {
  const nothing = { clients: 0, contacts: 0, prospects: 0, interests: 0 }
  expect(await world.as('administrator').ok(removeDemo)).toEqual({ removed: nothing, kept: nothing })
})

test('only an administrator takes them out', async () => {
  expect((await world.as(null).call(removeDemo)).status).toBe(401)
  expect((await world.as('salesperson').call(removeDemo)).status).toBe(403)
})
