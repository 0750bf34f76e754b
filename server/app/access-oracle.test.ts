import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../platform/pure/ids.ts'
import { localDateOf } from '../platform/pure/working-time.ts'
import { streamEvents } from '../platform/realtime.ts'
import { getActivity, listActivities, planActivity, readMyDay } from '../rooms/activities/contract.ts'
import { listActivityViewers } from '../rooms/activities/viewers/contract.ts'
import { readFunnel } from '../rooms/analytics/funnel/contract.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { exportClients, exportInterests } from '../rooms/exchange/export/contract.ts'
import * as api from '../rooms/interests/contract.ts'
import { addMember } from '../rooms/interests/members/contract.ts'
import { listInterestViewers } from '../rooms/interests/viewers/contract.ts'
import { search } from '../rooms/registration/contract.ts'
import { aScenario, aState } from '../rooms/scenarios/builders.ts'
import { createScenario } from '../rooms/scenarios/contract.ts'
import {
  type Being,
  Dice,
  type KnownActivity,
  type KnownClient,
  type KnownInterest,
  type KnownProspect,
  makeBeing,
  makeDepartments,
  Oracle,
} from './oracle.ts'
import { aWorld } from './testing.ts'

const HOUR = 3_600_000
const dice = new Dice(Number(process.env['ORACLE_SEED']) || undefined)
const ZONE = 'Asia/Yekaterinburg'
const MONTH = localDateOf(new Date(), ZONE).slice(0, 7)

/** Where two answers differ, place by place; of lists what is too much and what is missing. */
function differences(got: unknown, wanted: unknown, place = ''): unknown[] {
  if (Array.isArray(got) && Array.isArray(wanted)) {
    const text = (list: readonly unknown[]) => list.map(each => JSON.stringify(each))
    const [have, want] = [text(got), text(wanted)]
    const [more, less] = [have.filter(each => !want.includes(each)), want.filter(each => !have.includes(each))]
    return more.length + less.length > 0 || have.length !== want.length ? [{ place, more, less }] : []
  }
  if (got !== null && wanted !== null && typeof got === 'object' && typeof wanted === 'object') {
    return Object.keys({ ...got, ...wanted }).flatMap(key =>
      differences((got as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key], `${place} ${key}`),
    )
  }
  return JSON.stringify(got) === JSON.stringify(wanted) ? [] : [{ place, got, wanted }]
}

/** Every door of reading against a look at each record by the rules in words. */
describe(`whoever looks through whichever door sees what the profile, the tree and the grants say (seed ${dice.seed})`, async () => {
  let clock = Date.now()
  const world = await aWorld({ now: () => new Date(clock), open: true })
  const boss = world.as('administrator')
  const oracle = new Oracle()
  const at = (id: string) => ({ params: { id } })
  const beings: Being[] = []
  const knownClients: KnownClient[] = []
  const prospects: KnownProspect[] = []
  const { interests } = oracle
  const activities: KnownActivity[] = []
  let scenarioId = ''
  let word = ''

  beforeAll(async () => {
    const departments = await makeDepartments(world, dice, 6)
    for (let n = 0; n < 9; n++) beings.push(await makeBeing(world, dice, departments))
    const anybody = () => (dice.chance(0.15) ? null : dice.pick(beings))
    word = dice.letters()
    const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    const states = [
      aState({ name: 'Начало' }),
      aState({ name: 'Очередь', queueRole: 'salesperson' }),
      aState({ name: 'Главным', queueRole: 'head' }),
    ]
    const { won: _won, lost: _lost, ...scenario } = aScenario(states)
    await boss.ok(createScenario, { body: scenario })
    scenarioId = scenario.id
    for (let n = 0; n < 7; n++) {
      const responsible = anybody()
      const contact = aContact({ fullName: `Контактов ${dice.letters()}`, phones: [`+7 921 ${dice.digits()}`] })
      const body = aClient({
        name: `Клиентов${word} ${dice.letters()}`,
        phones: [`+7 912 ${dice.digits()}`],
        contacts: [contact],
      })
      await boss.ok(clients.createClient, { body: { ...body, responsibleId: (responsible ?? dice.pick(beings)).id } })
      if (responsible === null)
        await boss.ok(clients.changeClient, { ...at(body.id), body: { version: 1, responsibleId: null } })
      const client: KnownClient = {
        id: body.id,
        name: body.name,
        phone: body.phones?.[0] ?? '',
        mobile: contact.phones?.[0] ?? '',
        contactId: contact.id ?? '',
        responsible,
        opened: [],
      }
      knownClients.push(client)
    }
    for (let n = 0; n < 6; n++) {
      const responsible = dice.pick(beings)
      const body = aProspect({
        fullName: `Обращенцев ${dice.letters()}`,
        phone: `+7 914 ${dice.digits()}`,
        responsibleId: responsible.id,
      })
      await boss.ok(clients.createProspect, { body })
      prospects.push({ id: body.id, name: body.fullName ?? '', phone: body.phone ?? '', responsible, client: null })
    }
    for (let n = 0; n < 16; n++) {
      const client = dice.chance(0.6) ? dice.pick(knownClients) : null
      const prospect = client === null ? dice.pick(prospects) : null
      const responsible = anybody()
      const first = responsible ?? dice.pick(beings)
      const state = dice.pick([...states, states[0] as (typeof states)[0]])
      const subject = `Насос ${dice.letters()}`
      const amount = 1 + Math.floor(dice.next() * 1e6)
      const made = await boss.ok(api.createInterest, {
        body: {
          id: newId(),
          serviceTypeId,
          scenarioId,
          stateId: state.id,
          subject,
          ...(client ? { clientId: client.id } : { prospectId: prospect?.id ?? '' }),
          responsibleId: first.id,
          expectedRevenue: { amount: String(amount), currency: 'RUB' },
        },
      })
      if (responsible === null)
        await boss.ok(api.changeInterest, { ...at(made.id), body: { version: made.version, responsibleId: null } })
      const interest: KnownInterest = {
        id: made.id,
        number: made.number,
        subject,
        amount,
        stateId: state.id,
        queue: (state.queueRole as KnownInterest['queue']) ?? null,
        responsible,
        members: [],
        client,
        prospect,
      }
      interests.push(interest)
      // Whoever was responsible first is a co-executor already: added again, that person is opened nothing.
      for (const being of beings.filter(each => each !== first && dice.chance(0.12))) {
        await boss.ok(addMember, { params: { id: made.id, userId: being.id }, body: { grantClient: true } })
        if (client && being !== client.responsible && !oracle.seesClient(being, client))
          client.opened.push({ to: being, until: null, changes: false })
      }
      // Whoever was responsible before stays as a co-executor.
      const { members } = await boss.ok(api.getInterest, at(made.id))
      interest.members = beings.filter(being => members.some(each => each.user.id === being.id))
    }
    // The responsible of a prospect follows that of its Interests.
    for (const prospect of prospects) {
      const { responsible } = await boss.ok(clients.getProspect, at(prospect.id))
      prospect.responsible = beings.find(each => each.id === responsible?.id) ?? null
    }
    for (const prospect of prospects.slice(0, 3)) {
      const client = dice.pick(knownClients)
      await boss.ok(clients.linkProspect, { ...at(prospect.id), body: { clientId: client.id } })
      prospect.client = client
      for (const each of interests.filter(({ prospect: of }) => of === prospect)) each.client = client
    }
    for (let n = 0; n < 12; n++) {
      const interest = dice.chance(0.6) ? dice.pick(interests) : null
      const [assignee, author] = [dice.pick(beings), dice.chance(0.3) ? null : dice.pick(beings)]
      const body = {
        id: newId(),
        kind: 'task',
        subject: `Дело ${n}`,
        assigneeId: assignee.id,
        ...(interest ? { interestId: interest.id } : {}),
      }
      await boss.ok(planActivity, { body })
      await world.db.q
        .updateTable('activity')
        .set({ author_id: author?.id ?? null })
        .where('id', '=', body.id)
        .execute()
      activities.push({ id: body.id, assignee, author, interest })
    }
    for (const client of knownClients) {
      for (let n = 0; n < 2; n++) {
        const to = dice.chance(0.5) ? dice.pick(beings) : dice.pick(departments)
        const until = dice.chance(0.5) ? null : clock + (dice.chance(0.5) ? HOUR / 2 : 5_000 * HOUR)
        const changes = dice.chance(0.5)
        const body = { changes, ...(until === null ? {} : { expiresAt: new Date(until).toISOString() }) }
        await ('grounds' in to
          ? boss.ok(clients.grantClient, { params: { id: client.id, userId: to.id }, body })
          : boss.ok(clients.grantClientToDepartment, { params: { id: client.id, departmentId: to.id }, body }))
        if (to === client.responsible) continue
        client.opened = [...client.opened.filter(each => each.to !== to), { to, until, changes }]
      }
    }
    // Half of the grants that end are over by now, and nothing but the clock says so.
    clock += HOUR
    oracle.now = clock
    const expires = new Date(clock + 10_000 * HOUR)
    await world.db.q
      .updateTable('session')
      .set({ expires_at: expires, seen_at: new Date(clock) })
      .execute()
  }, 240_000)

  const seenBy = (who: Being) => ({
    clients: knownClients.filter(each => oracle.seesClient(who, each)),
    prospects: prospects.filter(each => oracle.seesProspect(who, each)),
    interests: interests.filter(each => oracle.seesInterest(who, each)),
    activities: activities.filter(each => oracle.seesActivity(who, each)),
  })
  const ids = (items: readonly { id?: string | null }[]) => items.map(item => item.id ?? 'walled').sort()
  const label = (who: Being) => `${who.role} ${JSON.stringify({ ...who.grounds, rights: 0, fields: 0 })}`
  /** What each of them finds behind a door, against what is expected of it; all differences at once. */
  async function compare<T>(
    door: (who: Being) => Promise<T>,
    expected: (who: Being, seen: ReturnType<typeof seenBy>) => T,
    pause = 0,
  ) {
    const wrong: unknown[] = []
    for (const who of beings) {
      // So many walls are told in an hour, and no more.
      if (pause > 0) clock += pause
      oracle.now = clock
      const [got, wanted] = [await door(who), expected(who, seenBy(who))]
      const differing = differences(got, wanted)
      if (differing.length > 0) wrong.push({ who: label(who), differing })
    }
    expect(wrong).toEqual([])
  }
  const isOpen = async (who: Being, endpoint: unknown, id: string) =>
    (await who.call(endpoint as typeof clients.getClient, at(id))).status === 200
  const opened = async (who: Being, endpoint: unknown, all: readonly { id: string }[]) => {
    const open: string[] = []
    for (const { id } of all) if (await isOpen(who, endpoint, id)) open.push(id)
    return open.sort()
  }

  test('one record by its address', async () => {
    await compare(
      async who => ({
        clients: await opened(who, clients.getClient, knownClients),
        contacts: await opened(
          who,
          clients.getContact,
          knownClients.map(each => ({ id: each.contactId })),
        ),
        prospects: await opened(who, clients.getProspect, prospects),
        interests: await opened(who, api.getInterest, interests),
        activities: await opened(who, getActivity, activities),
      }),
      (_, seen) => ({
        clients: ids(seen.clients),
        contacts: seen.clients.map(each => each.contactId).sort(),
        prospects: ids(seen.prospects),
        interests: ids(seen.interests),
        activities: ids(seen.activities),
      }),
    )
  }, 120_000)

  test('whether a client may be changed', async () => {
    await compare(
      async who => {
        const { items } = await who.ok(clients.listClients, { query: { limit: 200 } })
        return ids(items.filter(each => each.can['edit']))
      },
      (who, seen) => ids(seen.clients.filter(each => oracle.changesClient(who, each))),
    )
  })

  test('who is listed as seeing a record, and nobody else, with a rule for each', async () => {
    const check = async (endpoint: { path: string }, id: string, sees: (who: Being) => boolean) => {
      const { items } = await boss.ok(endpoint as typeof clients.listClientViewers, at(id))
      const among = items.filter(each => beings.some(being => being.id === each.user.id))
      const told = among.map(each => ({ user: each.user.id, reasons: each.reasons }))
      expect(ids(among.map(each => each.user)), `${endpoint.path} ${JSON.stringify(told)}`).toEqual(
        ids(beings.filter(sees)),
      )
      for (const each of items) {
        expect(each.reasons.length, JSON.stringify(each)).toBeGreaterThan(0)
        expect(each.reason).toBe(each.reasons[0]?.rule)
      }
    }
    for (const each of knownClients) {
      await check(clients.listClientViewers, each.id, who => oracle.seesClient(who, each))
      await check(clients.listContactViewers, each.contactId, who => oracle.seesClient(who, each))
    }
    for (const each of prospects)
      await check(clients.listProspectViewers, each.id, who => oracle.seesProspect(who, each))
    for (const each of interests) await check(listInterestViewers, each.id, who => oracle.seesInterest(who, each))
    for (const each of activities) await check(listActivityViewers, each.id, who => oracle.seesActivity(who, each))
  }, 120_000)

  test('lists, whatever their order and filter', async () => {
    const someone = dice.pick(beings)
    const client = dice.pick(knownClients)
    const list = async (who: Being, endpoint: unknown, query: object = {}) =>
      ids((await who.ok(endpoint as typeof clients.listClients, { query: { limit: 200, ...query } })).items)
    await compare(
      async who => ({
        clients: await list(who, clients.listClients),
        byName: await list(who, clients.listClients, { sort: 'name' }),
        found: await list(who, clients.listClients, { q: `клиентов${word}` }),
        of: await list(who, clients.listClients, { responsibleId: someone.id }),
        contacts: await list(who, clients.listContacts),
        contactsOf: await list(who, clients.listContacts, { clientId: client.id }),
        contactsFound: await list(who, clients.listContacts, { q: 'контактов' }),
        prospects: await list(who, clients.listProspects),
        prospectsOf: await list(who, clients.listProspects, { responsibleId: someone.id }),
        linked: await list(who, clients.listProspects, { linked: true, q: 'обращенцев' }),
        interests: await list(who, api.listInterests),
        byRevenue: await list(who, api.listInterests, { sort: '-revenue' }),
        interestsOf: await list(who, api.listInterests, { responsibleId: someone.id }),
        interestsIn: await list(who, api.listInterests, { scenarioId, open: true }),
        interestsFound: await list(who, api.listInterests, { q: 'насос' }),
        interestsOfClient: await list(who, api.listInterests, { clientId: client.id }),
      }),
      (_, seen) => {
        const of = <T extends { responsible: Being | null }>(all: readonly T[]) =>
          all.filter(each => each.responsible === someone)
        const contacts = seen.clients.map(each => each.contactId).sort()
        return {
          clients: ids(seen.clients),
          byName: ids(seen.clients),
          found: ids(seen.clients),
          of: ids(of(seen.clients)),
          contacts,
          contactsOf: seen.clients.includes(client) ? [client.contactId] : [],
          contactsFound: contacts,
          prospects: ids(seen.prospects),
          prospectsOf: ids(of(seen.prospects)),
          linked: ids(seen.prospects.filter(each => each.client !== null)),
          interests: ids(seen.interests),
          byRevenue: ids(seen.interests),
          interestsOf: ids(of(seen.interests)),
          interestsIn: ids(seen.interests),
          interestsFound: ids(seen.interests),
          interestsOfClient: ids(seen.interests.filter(each => each.client === client)),
        }
      },
    )
  }, 120_000)

  test('counts and sums', async () => {
    await compare(
      async who => {
        const { count, sums } = await who.ok(api.summariseInterests, { query: { scenarioId } })
        return { count, sum: Number(sums[0]?.amount ?? 0) }
      },
      (_, { interests: mine }) => ({ count: mine.length, sum: mine.reduce((sum, each) => sum + each.amount, 0) }),
    )
    // The funnel is of the work of people: what is opened, joined or queued is the work of others.
    await compare(
      async who => {
        // The month ends where the company is.
        const query = { scenarioId, from: MONTH, to: localDateOf(new Date(clock), ZONE).slice(0, 7) }
        const { states } = await who.ok(readFunnel, { query })
        return states[0]?.reached.count
      },
      who => interests.filter(each => oracle.covers(who, 'interests', each.responsible)).length,
    )
  }, 60_000)

  test('the Interests of a client and of a prospect, but for the reduced rows of unfinished ones', async () => {
    await compare(
      async who => {
        const parties: Record<string, unknown> = {}
        for (const [endpoint, all] of [
          [api.listClientInterests, knownClients],
          [api.listProspectInterests, prospects],
        ] as const) {
          for (const { id } of all) {
            const { status, body } = await who.call(endpoint, { ...at(id), query: { limit: 200 } })
            parties[id] = status === 200 ? ids(body.items.flatMap(each => ('walled' in each ? [] : [each]))) : null
          }
        }
        return parties
      },
      (_, seen) => {
        const own = (is: (each: KnownInterest) => boolean) => ids(seen.interests.filter(is))
        return Object.fromEntries([
          ...knownClients.map(client => [
            client.id,
            seen.clients.includes(client) ? own(each => each.client === client) : null,
          ]),
          ...prospects.map(prospect => [
            prospect.id,
            seen.prospects.includes(prospect) ? own(each => each.prospect === prospect) : null,
          ]),
        ])
      },
    )
  }, 60_000)

  test('histories tell of nothing that is out of sight', async () => {
    const wrong: unknown[] = []
    for (const who of beings) {
      const seen = seenBy(who)
      const hidden = interests.filter(each => !seen.interests.includes(each)).map(each => each.id)
      for (const [endpoint, all, mine] of [
        [api.readClientTimeline, knownClients, seen.clients],
        [api.readProspectTimeline, prospects, seen.prospects],
        [api.readInterestTimeline, interests, seen.interests],
      ] as const) {
        for (const record of all as readonly { id: string }[]) {
          const { status, body } = await who.call(endpoint as typeof api.readClientTimeline, at(record.id))
          const isSeen = (mine as readonly { id: string }[]).includes(record)
          if ((status === 200) !== isSeen) wrong.push({ who: label(who), path: endpoint.path, status, isSeen })
          const told = status === 200 ? body.items.filter(each => hidden.includes(each.record.id)) : []
          if (told.length > 0) wrong.push({ who: label(who), path: endpoint.path, told: told.map(each => each.kind) })
        }
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)

  test('the search, but for what a wall tells', async () => {
    const asked = async (who: Being, q: string) =>
      (await who.ok(search, { query: { q, limit: 100 } })).items
        .filter(each => !each.walled)
        .map(each => each.id ?? '')
        .sort()
    await compare(
      async who => {
        const found: Record<string, unknown> = {}
        for (const client of knownClients) {
          found[client.name] = (await asked(who, client.name)).includes(client.id)
          found[client.phone] = (await asked(who, client.phone)).includes(client.id)
          found[client.mobile] = (await asked(who, client.mobile)).includes(client.contactId)
        }
        for (const prospect of prospects)
          found[prospect.phone] = (await asked(who, prospect.phone)).includes(prospect.id)
        for (const interest of interests) {
          found[interest.number] = (await asked(who, interest.number)).includes(interest.id)
          found[interest.subject] = (await asked(who, interest.subject)).includes(interest.id)
        }
        return found
      },
      (_, seen) =>
        Object.fromEntries([
          ...knownClients.flatMap(client => {
            const sees = seen.clients.includes(client)
            return [
              [client.name, sees],
              [client.phone, sees],
              [client.mobile, sees],
            ]
          }),
          ...prospects.map(each => [each.phone, seen.prospects.includes(each)]),
          ...interests.flatMap(each => [
            [each.number, seen.interests.includes(each)],
            [each.subject, seen.interests.includes(each)],
          ]),
        ]),
      2 * HOUR,
    )
  }, 180_000)

  test('the check for duplicates, but for what a wall tells', async () => {
    await compare(
      async who => {
        const found: Record<string, unknown> = {}
        for (const each of [...knownClients, ...prospects]) {
          const body = { type: 'client', phones: [each.phone] }
          const { matches } = await who.ok(clients.checkDuplicates, { body })
          found[each.id] = matches.map(match => ({ walled: match.walled, id: match.id }))
        }
        return found
      },
      (_, seen) =>
        Object.fromEntries(
          [...knownClients, ...prospects].map(each => {
            // Whoever became a client is met as that.
            const record = ('client' in each ? each.client : null) ?? each
            const sees = [...seen.clients, ...seen.prospects].some(one => one.id === record.id)
            return [each.id, [{ walled: !sees, id: sees ? record.id : null }]]
          }),
        ),
      2 * HOUR,
    )
  }, 120_000)

  test('exports', async () => {
    const file = async (who: Being, endpoint: typeof exportClients | typeof exportInterests) => {
      const { address } = { address: endpoint.path }
      const response = await world.node.server.inject({
        url: address,
        headers: { cookie: `sid=oracle-${who.id}`, 'sec-fetch-site': 'same-origin' },
      })
      return response.body
    }
    await compare(
      async who => {
        const [one, other] = [await file(who, exportClients), await file(who, exportInterests)]
        const names = knownClients.filter(each => one.includes(each.name))
        return { clients: ids(names), interests: ids(interests.filter(each => other.includes(each.subject))) }
      },
      (_, seen) => ({ clients: ids(seen.clients), interests: ids(seen.interests) }),
    )
  }, 60_000)

  test('tasks and interactions of an Interest and of a colleague', async () => {
    const someone = dice.pick(beings)
    await compare(
      async who => {
        const of: Record<string, unknown> = {}
        for (const { id } of interests) {
          const { status, body } = await who.call(listActivities, { query: { interestId: id } })
          of[id] = status === 200 ? ids(body.items) : null
        }
        const { groups } = await who.ok(readMyDay, { query: { assigneeId: someone.id } })
        return {
          of,
          day: ids(groups.flatMap(each => each.items)),
          count: groups.reduce((sum, each) => sum + each.count, 0),
        }
      },
      (who, seen) => {
        const isMine = who === someone || oracle.covers(who, 'activities', someone)
        const his = isMine ? activities.filter(each => each.assignee === someone) : []
        const of = interests.map(interest => [
          interest.id,
          seen.interests.includes(interest) ? ids(activities.filter(each => each.interest === interest)) : null,
        ])
        return { of: Object.fromEntries(of), day: ids(his), count: his.length }
      },
    )
  }, 60_000)

  describe('events as they come', () => {
    const closing: AbortController[] = []
    afterAll(() => {
      for (const each of closing) each.abort()
    })

    async function listen(url: string, who: Being) {
      const abort = new AbortController()
      closing.push(abort)
      const headers = { cookie: `sid=oracle-${who.id}` }
      const response = await fetch(url + streamEvents.path, { headers, signal: abort.signal })
      const told = { text: '' }
      const read = async () => {
        for await (const part of response.body ?? []) told.text += Buffer.from(part).toString()
      }
      void read().catch(() => {})
      return told
    }

    test('tell nobody of what is out of sight, and whoever sees a client of every change of it', async () => {
      const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
      const streams = await Promise.all(beings.map(async who => ({ who, told: await listen(url, who) })))
      const version = async (id: string) => (await boss.ok(clients.getClient, at(id))).version
      for (const { id } of knownClients) {
        await boss.ok(clients.changeClient, { ...at(id), body: { version: await version(id), comment: 'иное' } })
      }
      for (const { id } of interests) {
        const { version: last } = await boss.ok(api.getInterest, at(id))
        await boss.ok(api.changeInterest, { ...at(id), body: { version: last, content: 'иное' } })
      }
      const marker = dice.pick(beings)
      for (const each of beings) {
        const body = { id: newId(), kind: 'task', subject: 'Последнее', assigneeId: each.id }
        if (each === marker || each.grounds.see.activities !== 'none') await boss.ok(planActivity, { body })
      }
      await sleep(1_500)
      const wrong = streams.flatMap(({ who, told }) => {
        const seen = seenBy(who)
        const isTold = (id: string) => told.text.includes(id)
        return [
          ...knownClients.filter(each => isTold(each.id) !== seen.clients.includes(each)),
          ...interests.filter(each => isTold(each.id) && !seen.interests.includes(each)),
          ...interests.filter(each => !isTold(each.id) && oracle.covers(who, 'interests', each.responsible)),
        ].map(each => ({ who: label(who), told: isTold(each.id), id: 'name' in each ? each.name : each.subject }))
      })
      expect(wrong).toEqual([])
    }, 60_000)
  })
})
