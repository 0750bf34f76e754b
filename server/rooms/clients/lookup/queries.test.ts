import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aCrowd, aWorld, type Client, type Name, people } from '../../../app/testing.ts'
import { statement } from '../../../platform/db/database.ts'
import { watchPlans } from '../../../platform/db/testing.ts'
import { encodeCursor } from '../../../platform/http/cursor.ts'
import { NIL_ID, newId } from '../../../platform/pure/ids.ts'
import { searchKey } from '../../../platform/pure/names.ts'
import { perform } from '../../../platform/work.ts'
import { findCallerOfUser } from '../../access/gates/queries.ts'
import { createClient } from '../actions.ts'
import { aClient, aContact } from '../builders.ts'
import { listContacts } from '../contacts/queries.ts'
import * as api from '../contract.ts'
import { listClients } from '../queries.ts'
import { keepProspectResponsible, keepProspectViewers, registerProspect } from '../prospects/actions.ts'
import { matching, planLookup } from './queries.ts'
import { listPlaces } from './storage.ts'

const SEED = Math.floor(Math.random() * 1e9)
let state = SEED
/** Repeatable: a failure names its seed. */
function random(): number {
  state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
  return state / 0x80000000
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const names = Object.keys(people) as Name[]
const words = ['Заря', 'Восход', 'Строй', 'Инвест', 'Тёплый', 'Дом', 'Ёлка']

interface Known {
  id: string
  name: string
  kind: string
  phone: string
  contact: string
  responsible: Name | null
  archived: boolean
  at: number
  viewers: Name[]
}

let clock = Date.parse('2026-01-01T00:00:00Z')
const world = await aWorld({ now: () => new Date(clock) })
const write = (action: Parameters<typeof perform>[3]) =>
  perform(world.platform, world.caller('administrator'), { verb: 'test', hash: Buffer.from(String(random())) }, action)

// Who leads so many has a page looked for among everybody's.
await aCrowd(world.db, world.caller('head').actor.departmentId)

const clients: Known[] = []
const prospects: Known[] = []
for (let n = 0; n < 90; n++) {
  // Several records share one moment, so that the order by id matters too.
  if (random() < 0.7) clock += 1_000
  const known = {
    name: `${pick(words)} ${pick(words)}`,
    kind: pick(['organisation', 'person']),
    phone: `+7 383 ${1_000_000 + Math.floor(random() * 40)}`,
    contact: `${pick(words)}ов ${pick(words)}`,
    responsible: random() < 0.15 ? null : pick(names),
    archived: random() < 0.2,
    at: clock,
    viewers: [] as Name[],
  }
  const input = aClient({
    name: known.name,
    kind: known.kind as 'person',
    phones: [known.phone],
    contacts: [aContact({ fullName: known.contact })],
  })
  await write(work => createClient(work, input))
  clients.push({ ...known, id: input.id })
  const { result } = (await write(work => registerProspect(work, { fullName: known.name, phone: known.phone }))) as {
    result: { id: string }
  }
  if (random() < 0.3) known.viewers = [pick(names)]
  await write(work =>
    keepProspectViewers(
      work,
      result.id,
      known.viewers.map(who => people[who].id),
    ),
  )
  prospects.push({ ...known, id: result.id })
}
for (const [table, rows] of [
  ['client', clients],
  ['prospect', prospects],
] as const) {
  for (const { id, responsible, archived, at } of rows) {
    const responsible_id = responsible && people[responsible].id
    if (table === 'prospect') await write(work => keepProspectResponsible(work, id, responsible_id))
    await world.db.q
      .updateTable(table)
      .set({ responsible_id, archived_at: archived ? new Date(at) : null })
      .where('id', '=', id)
      .execute()
    if (table === 'client') {
      await world.db.q
        .updateTable('client_contact')
        .set({ owner_key: responsible_id ?? NIL_ID })
        .where('client_id', '=', id)
        .execute()
    }
  }
}

const covers = (who: Name, known: Known) => {
  const { principals } = world.caller(who).scope.clients
  if (principals === null) return true
  return principals.includes(known.responsible ? people[known.responsible].id : NIL_ID)
}
const newestFirst = (a: Known, b: Known) => b.at - a.at || (a.id < b.id ? 1 : -1)
const byName = (a: Known, b: Known) => {
  const [one, other] = [keyOf(a), keyOf(b)]
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : 1
}
/** Independent of the rules under test as far as these names go: a person's words are sorted. */
const keyOf = (known: Known) => {
  const key = searchKey(known.name)
  return known.kind === 'person' ? key.split(' ').sort().join(' ') : key
}
const has = (text: string, word: string) =>
  searchKey(text)
    .split(' ')
    .some(each => each.startsWith(searchKey(word)))

async function readAll<E extends typeof api.listClients | typeof api.listProspects | typeof api.listContacts>(
  who: Client,
  endpoint: E,
  query: Record<string, unknown>,
): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = (await who.ok(endpoint as typeof api.listContacts, {
      query: { ...query, limit: 1 + Math.floor(random() * 9), ...(cursor ? { cursor } : {}) },
    })) as { items: { id: string }[]; nextCursor: string | null }
    ids.push(...page.items.map(item => item.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return ids
}

describe(`a list read page by page is what a look at every record gives (seed ${SEED})`, () => {
  test('of clients', async () => {
    for (let n = 0; n < 25; n++) {
      const who = pick(names)
      const archived = random() < 0.3
      const sort = pick(['recent', 'name'])
      const responsible = random() < 0.3 ? pick(names) : undefined
      const kind = random() < 0.3 ? pick(['organisation', 'person']) : undefined
      const q = random() < 0.5 ? pick(words) : random() < 0.3 ? pick(clients).phone : undefined
      const expected = clients
        .filter(known => covers(who, known) && known.archived === archived)
        .filter(known => responsible === undefined || known.responsible === responsible)
        .filter(known => kind === undefined || known.kind === kind)
        .filter(known => !q || has(known.name, q) || has(known.contact, q) || known.phone === q)
        .sort(sort === 'name' ? byName : newestFirst)
        .map(known => known.id)
      const query = { archived, sort, kind, q, responsibleId: responsible && people[responsible].id }
      expect([who, query, await readAll(world.as(who), api.listClients, query)]).toEqual([who, query, expected])
    }
  })

  test('of prospects, those seen through an Interest included', async () => {
    for (let n = 0; n < 20; n++) {
      const who = pick(names)
      const archived = random() < 0.3
      const responsible = random() < 0.3 ? pick(names) : undefined
      const q = random() < 0.4 ? pick(words) : undefined
      const principals = world.caller(who).scope.clients.principals
      const expected = prospects
        .filter(known => covers(who, known) || known.viewers.some(each => principals?.includes(people[each].id)))
        .filter(known => known.archived === archived && (!responsible || known.responsible === responsible))
        .filter(known => !q || has(known.name, q))
        .sort(newestFirst)
        .map(known => known.id)
      const query = { archived, q, responsibleId: responsible && people[responsible].id }
      expect([who, query, await readAll(world.as(who), api.listProspects, query)]).toEqual([who, query, expected])
    }
  })

  test('of contacts', async () => {
    for (const who of names) {
      for (const q of [undefined, pick(words)]) {
        const expected = clients
          .filter(known => covers(who, known) && (!q || has(known.contact, q)))
          .sort(newestFirst)
          .map(known => known.contact)
        const ids = await readAll(world.as(who), api.listContacts, { q })
        const rows = await world.db.q.selectFrom('contact').select(['id', 'full_name']).execute()
        const nameOf = new Map(rows.map(row => [row.id, row.full_name]))
        expect([who, q, ids.map(id => nameOf.get(id) ?? '').sort()]).toEqual([who, q, expected.sort()])
        expect(new Set(ids).size).toBe(ids.length)
      }
    }
  })
})

test('what a crowd of people has is found though it stands behind all that others have', async () => {
  const departmentId = newId()
  await world.db.q.insertInto('department').values({ id: departmentId, name: 'Новички', ord: 9 }).execute()
  const [head = '', someone = ''] = await aCrowd(world.db, departmentId)
  const [first, second] = clients.filter(known => !known.archived)
  const owned = [first?.id ?? '', second?.id ?? '']
  const give = async (ids: readonly string[], to: string) => {
    await sql`update client set responsible_id = ${to} where id = any(${ids}::uuid[])`.execute(world.db.q)
    await sql`update client_contact set owner_key = ${to} where client_id = any(${ids}::uuid[])`.execute(world.db.q)
  }
  await give(
    clients.filter(known => known.responsible === null).map(known => known.id),
    people.salesperson.id,
  )
  await give(owned, someone)
  const caller = (await findCallerOfUser(world.db, head, new Date(clock))) ?? world.caller('head')
  const request = { limit: 1, cursor: undefined, sort: 'recent' } as const
  const page = await listClients(world.db, caller, request)
  expect(page.items.map(item => item.id)).toEqual([second?.id])
  const contacts = await listContacts(world.db, caller, request)
  expect(contacts.items.map(item => item.fullName)).toEqual([second?.contact])
  await give([owned[1] ?? ''], people.salesperson.id)
  expect((await listClients(world.db, caller, request)).items.map(item => item.id)).toEqual([first?.id])
})

test('a broken cursor, and one of another list, is refused', async () => {
  const anna = world.as('salesperson')
  for (const cursor of ['x', encodeCursor('interests by recent', ['2026-01-01', NIL_ID])]) {
    const answer = await anna.call(api.listClients, { query: { cursor } })
    expect([answer.status, answer.problem.code]).toEqual([400, 'broken_cursor'])
  }
})

test('a search by signs only finds nothing', async () => {
  expect((await world.as('administrator').ok(api.listClients, { query: { q: '«—»' } })).items).toEqual([])
})

test('however common the words are, the same records are found', async () => {
  const scope = world.caller('administrator').scope.clients
  for (let n = 0; n < 6; n++) {
    const [one, other] = [pick(words), pick(words)]
    const expected = prospects
      .filter(known => has(known.name, one) && has(known.name, other) && !known.archived)
      .sort(newestFirst)
      .map(known => known.id)
    const ways = [
      { rare: 5_000, common: 50_000 },
      { rare: 0, common: 50_000 },
      { rare: 0, common: 0 },
    ]
    const found = await Promise.all(
      ways.map(async limits => {
        const lookup = await planLookup(world.db, world.caller('salesperson'), `${one} ${other}`, limits)
        const places = await listPlaces(world.db, 'prospect', {
          scope,
          responsibleId: undefined,
          order: 'recent',
          archived: false,
          limit: 200,
          cursor: undefined,
          matching: matching(lookup, sql<string>`t.id`, 'owner_id', 'prospect'),
          where: [],
        })
        return [lookup?.by, places.map(place => place.id)]
      }),
    )
    expect(found).toEqual([
      ['leading', expected],
      ['meeting', expected],
      ['walking', expected],
    ])
  }
})

test('words that meet in one record are looked for by its own rows, though nothing is known of the table yet', async () => {
  // As behind an import: many rows, no statistics.
  await world.db.pool.query(
    `insert into identity (kind, value, main, owner_kind, owner_id, client_id, owner_key, field)
     select 'name', w, true, 'client', id, id, $1, 'name'
     from (select n, gen_random_uuid() as id from generate_series(1, 10000) n) party
     cross join lateral (values ('водолей скорпион ' || n), ('скорпион ' || n || ' водолей'), (n || ' водолей скорпион')) v(w)`,
    [NIL_ID],
  )
  const lookup = await planLookup(world.db, world.caller('salesperson'), 'водолей скорпион 77')
  const { from } = matching(lookup, sql`c.id`, 'client_id', null)
  const asked = sql<{ count: number }>`with ${from} select count(*)::int as count from found`.compile(world.db.q)
  const { db, plans } = watchPlans(world.db)
  // Seventy-seven, and 770 to 779, and 7,700 to 7,799.
  expect(await db.rows(statement(asked.sql), asked.parameters)).toEqual([{ count: 111 }])
  expect(plans[0]?.text).not.toContain('BitmapAnd')
  expect(plans[0]?.buffers).toBeLessThan(5_000)
})
