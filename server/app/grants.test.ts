import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, departments, type Name, people } from './testing.ts'
import { newId, NIL_ID } from '../platform/pure/ids.ts'
import { makeScope } from '../platform/scope.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import { changeUser, getUser } from '../rooms/access/contract.ts'
import { explainRefusal } from '../rooms/access/refusals/contract.ts'
import * as clients from '../rooms/clients/contract.ts'
import { endGrantsInTime } from '../rooms/clients/grants/jobs.ts'
import { exportClients } from '../rooms/exchange/export/contract.ts'
import { listNotices } from '../rooms/notices/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { search } from '../rooms/registration/contract.ts'
import * as api from '../rooms/interests/contract.ts'

const SEED = Math.floor(Math.random() * 1e9)
let state = SEED
/** Repeatable: a failure names its seed. */
function random(): number {
  state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
  return state / 0x80000000
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

let clock = Date.now()
const world = await aWorld({ now: () => new Date(clock) })
const names = Object.keys(people) as Name[]
const sellers = ['salesperson', 'colleague', 'stranger'] as const
const boss = world.as('administrator')
const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''

interface Known {
  id: string
  name: string
  phone: string
  mobile: string
  responsible: Name
  contactId: string
  prospectId: string
  /** Who registered each Interest, and who is responsible for it. */
  interests: { id: string; number: string; author: Name; responsible: Name }[]
  grants: Set<Name>
}

const known: Known[] = []
const digits = () => String(Math.floor(random() * 1e7)).padStart(7, '0')
for (let n = 0; n < 8; n++) {
  const responsible = pick(sellers)
  const letters = digits().replace(/\d/g, each => 'абвгдежзик'[Number(each)] ?? '')
  const contact = aContact({ fullName: `Контактов ${letters}`, phones: [`+7 921 ${digits()}`] })
  const body = aClient({ name: `Клиентов ${letters}`, phones: [`+7 912 ${digits()}`], contacts: [contact] })
  const client = await boss.ok(clients.createClient, { body: { ...body, responsibleId: people[responsible].id } })
  const prospect = await boss.ok(clients.createProspect, {
    body: { ...aProspect({ fullName: `Обращенцев ${letters}` }), responsibleId: people[responsible].id },
  })
  await boss.ok(clients.linkProspect, { params: { id: prospect.id }, body: { clientId: client.id } })
  const interests: Known['interests'] = []
  for (const owner of [responsible, pick(sellers)]) {
    const made = await boss.ok(api.createInterest, {
      body: { id: newId(), serviceTypeId, clientId: client.id, responsibleId: people[owner].id, content: letters },
    })
    interests.push({ id: made.id, number: made.number, author: 'administrator', responsible: owner })
  }
  known.push({
    id: client.id,
    name: body.name,
    phone: client.phones[0]?.raw ?? '',
    mobile: contact.phones?.[0] ?? '',
    responsible,
    contactId: contact.id ?? '',
    prospectId: prospect.id,
    interests,
    grants: new Set(),
  })
}

/** Whose records a person sees: the oracle knows roles, departments and what was opened, and nothing else. */
const above = (who: Name): Name[] =>
  who === 'administrator'
    ? names
    : who === 'head'
      ? names.filter(each => people[each].departmentId === departments.sales.id)
      : [who]
const owns = (who: Name, responsible: Name) => above(who).includes(responsible)
const isOpened = (who: Name, client: Known) => client.grants.has(who)
const seesClient = (who: Name, client: Known) => owns(who, client.responsible) || isOpened(who, client)
const seesInterest = (who: Name, client: Known, interest: Known['interests'][number]) =>
  owns(who, interest.responsible) || isOpened(who, client)

const ids = (items: readonly { id?: string | null }[]) => items.map(item => item.id ?? 'walled').sort()
const at = (id: string) => ({ params: { id } })

async function check(step: string): Promise<void> {
  // So many walls are told in an hour, and no more.
  clock += 3_700_000
  for (const who of names) {
    const me = world.as(who)
    const status = async (endpoint: typeof clients.getClient, id: string) => (await me.call(endpoint, at(id))).status
    const seen = known.filter(each => seesClient(who, each))
    const where = `${step}, as ${who} (seed ${SEED})`
    for (const client of known) {
      const sees = seesClient(who, client)
      const expected = sees ? 200 : 404
      const got = [
        await status(clients.getClient, client.id),
        await status(clients.getContact as never, client.contactId),
        await status(api.readClientTimeline as never, client.id),
        await status(api.listClientInterests as never, client.id),
        await status(clients.listClientViewers as never, client.id),
      ]
      expect(got, where).toEqual([expected, expected, expected, expected, expected])
      const prospectSeen = sees || owns(who, client.responsible)
      expect(await status(clients.getProspect as never, client.prospectId), where).toBe(prospectSeen ? 200 : 404)
      for (const interest of client.interests) {
        const shown = seesInterest(who, client, interest) ? 200 : 404
        expect(await status(api.getInterest as never, interest.id), where).toBe(shown)
        expect(await status(api.readInterestTimeline as never, interest.id), where).toBe(shown)
      }
      if (sees) {
        const rows = (await me.ok(api.listClientInterests, at(client.id))).items
        const hidden = client.interests.filter(each => !seesInterest(who, client, each))
        expect(rows.filter(row => 'walled' in row).length, where).toBe(hidden.length)
        const card = await me.ok(clients.getClient, at(client.id))
        expect([card.can['edit'], card.can['grant']], where).toEqual([
          owns(who, client.responsible),
          owns(who, client.responsible),
        ])
      }
      for (const q of [client.name, client.phone, client.mobile]) {
        const found = (await me.ok(search, { query: { q } })).items.filter(item => item.type !== 'prospect')
        expect([where, q, found.some(item => item.clientId === client.id), found.some(item => item.walled)]).toEqual([
          where,
          q,
          sees,
          !sees,
        ])
      }
      const [first] = client.interests
      const byNumber = (await me.ok(search, { query: { q: first?.number ?? '' } })).items
      expect(ids(byNumber), where).toEqual(first && seesInterest(who, client, first) ? [first.id] : [])
    }
    const list = async (endpoint: typeof clients.listClients, query: object = {}) =>
      ids((await me.ok(endpoint, { query: { limit: 200, ...query } })).items)
    expect(await list(clients.listClients), where).toEqual(ids(seen))
    expect(await list(clients.listClients, { sort: 'name' }), where).toEqual(ids(seen))
    expect(await list(clients.listClients, { q: 'клиентов' }), where).toEqual(ids(seen))
    expect(await list(clients.listContacts as never), where).toEqual(seen.map(each => each.contactId).sort())
    expect(await list(clients.listContacts as never, { q: 'контактов' }), where).toEqual(
      seen.map(each => each.contactId).sort(),
    )
    const prospects = known.filter(each => seesClient(who, each) || owns(who, each.responsible))
    expect(await list(clients.listProspects as never), where).toEqual(prospects.map(each => each.prospectId).sort())
    const interests = known.flatMap(client => client.interests.filter(each => seesInterest(who, client, each)))
    expect(await list(api.listInterests as never), where).toEqual(ids(interests))
    expect((await me.ok(api.summariseInterests)).count, where).toBe(interests.length)
    const someone = pick(sellers)
    const of = { responsibleId: people[someone].id }
    const his = interests.filter(each => each.responsible === someone)
    expect(await list(api.listInterests as never, of), where).toEqual(ids(his))
    expect((await me.ok(api.summariseInterests, { query: of })).count, where).toBe(his.length)
    expect(await list(clients.listClients, of), where).toEqual(ids(seen.filter(each => each.responsible === someone)))
  }
}

async function change(): Promise<string> {
  const client = pick(known)
  const who = pick(sellers)
  const params = { id: client.id, userId: people[who].id }
  const owner = world.as(client.responsible)
  const card = () => owner.ok(clients.getClient, at(client.id))
  const kinds = ['grant', 'grant', 'grant', 'revoke', 'hand over', 'rename', 'contact', 'interest'] as const
  const kind = pick(kinds)
  if (kind === 'grant' && who !== client.responsible) {
    await owner.ok(clients.grantClient, { params, body: {} })
    client.grants.add(who)
  } else if (kind === 'revoke') {
    await owner.ok(clients.revokeClient, { params })
    client.grants.delete(who)
  } else if (kind === 'hand over') {
    const { version } = await card()
    await owner.ok(clients.changeClient, { ...at(client.id), body: { version, responsibleId: people[who].id } })
    const { version: prospectVersion } = await boss.ok(clients.getProspect, at(client.prospectId))
    const body = { version: prospectVersion, responsibleId: people[who].id }
    await boss.ok(clients.changeProspect, { ...at(client.prospectId), body })
    client.responsible = who
  } else if (kind === 'rename') {
    const { version } = await card()
    client.phone = `+7 913 ${digits()}`
    await owner.ok(clients.changeClient, { ...at(client.id), body: { version, phones: [client.phone] } })
  } else if (kind === 'contact') {
    const { version } = await boss.ok(clients.getContact, at(client.contactId))
    client.mobile = `+7 922 ${digits()}`
    await owner.ok(clients.changeContact, { ...at(client.contactId), body: { version, phones: [client.mobile] } })
  } else if (kind === 'interest' && seesClient(who, client)) {
    const made = await world.as(who).ok(api.createInterest, {
      body: {
        id: newId(),
        serviceTypeId,
        clientId: client.id,
        content: 'x',
        responsibleId: people[client.responsible].id,
      },
    })
    client.interests.push({ id: made.id, number: made.number, author: who, responsible: client.responsible })
  }
  return `after ${kind} of ${client.name} for ${who}`
}

test('whatever is opened, closed, handed over or changed, every door shows what a look at each record gives', async () => {
  await check('at first')
  for (let step = 0; step < 5; step++) {
    let said = ''
    for (let n = 0; n < 3; n++) said = `${said} ${await change()}`
    await check(said)
  }
}, 180_000)

describe('somebody to whom a client was opened', () => {
  const make = async () => {
    const body = aClient({ contacts: [aContact()] })
    const client = await world.as('salesperson').ok(clients.createClient, { body })
    const params = { id: client.id, userId: people.stranger.id }
    await world.as('salesperson').ok(clients.grantClient, { params, body: {} })
    return { client, params }
  }
  const guest = world.as('stranger')

  test('changes neither its card nor its people, and opens it to nobody', async () => {
    const { client } = await make()
    const contact = client.contacts[0]?.id ?? ''
    const tries = [
      guest.call(clients.changeClient, { ...at(client.id), body: { version: 1, name: 'Мое' } }),
      guest.call(clients.archiveClient, at(client.id)),
      guest.call(clients.addContact, { ...at(client.id), body: aContact() }),
      guest.call(clients.changeContact, { ...at(contact), body: { version: 1, fullName: 'Мой' } }),
      guest.call(clients.archiveContact, at(contact)),
      guest.call(clients.changeContractor, {
        ...at(client.contractors[0]?.id ?? ''),
        body: { version: 1, name: 'Мой' },
      }),
      guest.call(clients.grantClient, { params: { id: client.id, userId: people.colleague.id }, body: {} }),
      guest.call(clients.revokeClient, { params: { id: client.id, userId: people.stranger.id } }),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(403)
    expect((await guest.ok(clients.getContact, at(contact))).can).toEqual({
      edit: false,
      archive: false,
      merge: false,
      restore: false,
    })
  })

  test('registers Interests for it and works with those; to the Interests of others a note may be added', async () => {
    const { client } = await make()
    const anna = world.as('salesperson')
    const body = { id: newId(), serviceTypeId, clientId: client.id, content: 'чужой' }
    const other = await anna.ok(api.createInterest, { body })
    const mine = await guest.ok(api.createInterest, { body: { ...body, id: newId(), content: 'свой' } })
    expect([other.responsible?.name, mine.responsible?.name]).toEqual(['Анна Ким', 'Анна Ким'])
    const seen = await guest.ok(api.getInterest, at(other.id))
    expect(seen.client).toMatchObject({ id: client.id, walled: false })
    expect(seen.can).toMatchObject({ edit: false, move: false, changeScenario: false, note: true })
    expect((await guest.ok(api.getInterest, at(mine.id))).can).toMatchObject({ edit: true, move: true })
    const edit = (id: string) => guest.call(api.changeInterest, { ...at(id), body: { version: 1, subject: 'Тема' } })
    expect([(await edit(other.id)).status, (await edit(mine.id)).status]).toEqual([403, 200])
    const stateId = mine.moves[0]?.stateId ?? newId()
    expect((await guest.call(api.moveInterest, { ...at(other.id), body: { version: 1, stateId } })).status).toBe(403)
    const note = { id: newId(), body: 'Звонил мне' }
    expect((await guest.call(api.addNote, { ...at(other.id), body: note })).status).toBe(201)
  })

  test('sees it no more with the next request after it was closed, and the history of the client tells of both', async () => {
    const { client, params } = await make()
    await guest.ok(clients.getClient, at(client.id))
    await world.as('salesperson').ok(clients.revokeClient, { params })
    expect((await guest.call(clients.getClient, at(client.id))).status).toBe(404)
    const { items } = await world.as('salesperson').ok(api.readClientTimeline, at(client.id))
    const told = items.filter(item => item.record.kind === 'grant')
    expect(told.map(item => [item.kind, item.changes[0]?.to ?? item.changes[0]?.from])).toEqual([
      ['grant.revoked', people.stranger.name],
      ['grant.given', people.stranger.name],
    ])
  })

  test('is named among those who see it, with who opened it', async () => {
    const { client, params } = await make()
    const { items } = await world.as('salesperson').ok(clients.grantClient, { params, body: {} })
    expect(items.map(each => [each.user.name, each.reason, each.grantedBy?.name ?? null])).toEqual([
      ['Анна Ким', 'responsible', null],
      [people.stranger.name, 'grant', 'Анна Ким'],
      [people.head.name, 'head', null],
      [people.administrator.name, 'everything', null],
    ])
    const unknown = await world.as('salesperson').call(clients.grantClient, {
      params: { id: client.id, userId: newId() },
      body: {},
    })
    expect([unknown.status, unknown.problem.data.errors[0].path]).toEqual([422, 'userId'])
  })

  test('is told of nothing that the record is a duplicate of behind a wall', async () => {
    const { client } = await make()
    const typed = client.phones[0]?.raw ?? ''
    const prospect = await guest.ok(clients.createProspect, { body: aProspect({ phone: typed }) })
    expect(prospect.warnings?.map(each => each.data)).toMatchObject([{ id: client.id, walled: false }])
    expect(prospect.suggestions).toMatchObject([{ clientId: client.id }])
  })
})

test('for somebody without grants the look at one record asks the very same list as before', () => {
  const scope = makeScope({ principals: [people.stranger.id, NIL_ID] }).clients
  expect(scope.sight).toBe(scope.principals)
  expect(makeScope({ principals: null, grants: [newId()] }).clients.sight).toBe(null)
})

describe('what was opened to a department, or until an end', () => {
  const anna = world.as('salesperson')
  const guest = world.as('stranger')
  const seen = async (id: string) => (await guest.call(clients.getClient, at(id))).status === 200
  const found = async (name: string) =>
    (await guest.ok(search, { query: { q: name } })).items.some(each => !each.walled && each.title === name)
  const told = async (kind: string, clientId: string) =>
    (await guest.ok(listNotices, { query: { limit: 100 } })).items.filter(
      each => each.kind === kind && 'client' in each.data && each.data.client?.id === clientId,
    ).length
  beforeAll(async () => {
    // The tests below go through days.
    const expires = new Date(clock + 100 * 86_400_000)
    await world.db.q
      .updateTable('session')
      .set({ expires_at: expires, seen_at: new Date(clock) })
      .execute()
  })
  const run = () => endGrantsInTime(world.platform).handle({} as never, undefined as never)

  test('is seen by everybody of it and below, also by whoever comes to it, and by nobody who left it', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient() })
    const params = { id: client.id, departmentId: departments.service.id }
    expect(await seen(client.id)).toBe(false)
    const { items } = await anna.ok(clients.grantClientToDepartment, { params, body: {} })
    expect(items.find(each => each.user.id === people.stranger.id)).toMatchObject({
      reason: 'department_grant',
      reasons: [{ department: { name: departments.service.name }, until: null }],
    })
    expect([await seen(client.id), await found(client.name)]).toEqual([true, true])
    const move = async (departmentId: string) => {
      const { version } = await boss.ok(getUser, at(people.stranger.id))
      await boss.ok(changeUser, { ...at(people.stranger.id), body: { version, departmentId } })
    }
    await move(departments.sales.id)
    expect([await seen(client.id), await found(client.name)]).toEqual([false, false])
    await move(departments.service.id)
    expect([await seen(client.id), await found(client.name)]).toEqual([true, true])
    await anna.ok(clients.revokeClientFromDepartment, { params })
    expect([await seen(client.id), await found(client.name)]).toEqual([false, false])
  })

  test('closes by the clock, before anything is done about it, and its history says so', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient() })
    const params = { id: client.id, userId: people.stranger.id }
    const expiresAt = new Date(clock + 2 * 3_600_000).toISOString()
    await anna.ok(clients.grantClient, { params, body: { expiresAt } })
    expect([await seen(client.id), await found(client.name)]).toEqual([true, true])
    expect((await anna.ok(clients.listClientGrants, at(client.id))).items).toMatchObject([
      { to: { kind: 'user', id: people.stranger.id }, until: expiresAt },
    ])
    clock += 2 * 3_600_000
    expect([await seen(client.id), await found(client.name)]).toEqual([false, false])
    await run()
    const { items } = await anna.ok(api.readClientTimeline, at(client.id))
    expect(items[0]).toMatchObject({ kind: 'grant.ended' })
    const left = await world.db.q.selectFrom('record_access').selectAll().where('record_id', '=', client.id).execute()
    expect(left).toEqual([])
    const rows = await world.db.q
      .selectFrom('identity')
      .select('owner_id')
      .where('client_id', '=', client.id)
      .where('owner_key', '=', people.stranger.id)
      .execute()
    expect(rows).toEqual([])
  })

  test('ends with a day where the company is, and whoever loses it is told once, a day before', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient() })
    const params = { id: client.id, userId: people.stranger.id }
    const until = new Date(clock + 3 * 86_400_000).toISOString().slice(0, 10)
    await anna.ok(clients.grantClient, { params, body: { until } })
    const { items } = await anna.ok(clients.listClientGrants, at(client.id))
    // Yekaterinburg is five hours ahead of UTC.
    expect(items[0]?.until).toBe(`${until}T19:00:00.000Z`)
    await run()
    expect(await told('access.ending', client.id)).toBe(0)
    clock = Date.parse(`${until}T00:00:00Z`)
    await run()
    await run()
    expect(await told('access.ending', client.id)).toBe(1)
    expect(await seen(client.id)).toBe(true)
  })

  test('may be given another end, and none that is past', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient() })
    const params = { id: client.id, userId: people.stranger.id }
    const past = await anna.call(clients.grantClient, {
      params,
      body: { expiresAt: new Date(clock - 1).toISOString() },
    })
    expect([past.status, past.problem.data.errors[0]]).toMatchObject([422, { path: 'expiresAt', code: 'in_the_past' }])
    await anna.ok(clients.grantClient, { params, body: { expiresAt: new Date(clock + 1_000_000).toISOString() } })
    await anna.ok(clients.grantClient, { params, body: {} })
    clock += 2_000_000
    expect(await seen(client.id)).toBe(true)
    const { items } = await anna.ok(api.readClientTimeline, at(client.id))
    expect(items.slice(0, 2).map(each => each.kind)).toEqual(['grant.changed', 'grant.given'])
  })

  test('is changed with what belongs to it where it was opened for that, until then, and given on to nobody', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient({ contacts: [aContact()] }) })
    const body = { id: newId(), serviceTypeId, clientId: client.id, content: 'Счет' }
    const interest = await anna.ok(api.createInterest, { body })
    const statuses = async () => [
      (await guest.call(clients.changeClient, { ...at(client.id), body: { version: 1 } })).status,
      (await guest.call(clients.changeContact, { ...at(client.contacts[0]?.id ?? ''), body: { version: 1 } })).status,
      (await guest.call(api.changeInterest, { ...at(interest.id), body: { version: 1 } })).status,
    ]
    const params = { id: client.id, userId: people.stranger.id }
    await anna.ok(clients.grantClient, { params, body: {} })
    expect(await statuses()).toEqual([403, 403, 403])
    const expiresAt = new Date(clock + 2 * 3_600_000).toISOString()
    await anna.ok(clients.grantClient, { params, body: { expiresAt, changes: true } })
    expect(await statuses()).toEqual([200, 200, 200])
    expect((await anna.ok(clients.listClientGrants, at(client.id))).items).toMatchObject([{ changes: true }])
    const shared = { params: { id: client.id, userId: people.colleague.id }, body: { changes: true } }
    expect((await guest.call(clients.grantClient, shared)).status).toBe(403)
    const taken = { version: 1, responsibleId: people.stranger.id }
    expect((await guest.call(clients.changeClient, { ...at(client.id), body: taken })).status).toBe(403)
    expect((await guest.ok(clients.getClient, at(client.id))).can).toMatchObject({ edit: true, grant: false })
    clock += 2 * 3_600_000
    expect(await statuses()).toEqual([404, 404, 404])
  })

  test('a refusal says whose the client is and who can help', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient() })
    await anna.ok(clients.grantClient, { params: { id: client.id, userId: people.stranger.id }, body: {} })
    const { problem } = await guest.call(clients.changeClient, { ...at(client.id), body: { version: 1, name: 'Мое' } })
    expect(problem.data).toMatchObject({
      rule: 'responsible',
      missing: 'Меняет ответственный: Анна Ким',
      whom: [{ id: people.salesperson.id }],
      mayAsk: true,
    })
    const { problem: right } = await guest.call(exportClients)
    expect(right.data).toMatchObject({
      reason: 'clients.export',
      missing: 'Нет права «Выгружать в файл»',
      whom: [{ id: people.administrator.id }],
      mayAsk: false,
    })
    const query = { kind: 'clients', ownerId: people.salesperson.id }
    expect(await guest.ok(explainRefusal, { query })).toMatchObject({ missing: 'Меняет ответственный: Анна Ким' })
  })
})
