import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { changeUser, deactivateUser, getUser } from '../../access/contract.ts'
import { aClient, aProspect } from '../../clients/builders.ts'
import * as clients from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import * as interests from '../../interests/contract.ts'
import { addMember } from '../../interests/members/contract.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { declineAccessRequest, describeAsking, grantAccessRequest, requestOfRecord } from '../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const guest = world.as('stranger')
const boss = world.as('administrator')
const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''

const at = (id: string) => ({ params: { id } })
type Who = typeof anna
type Record = { kind: 'client' | 'prospect' | 'interest'; id: string }

/** A client of Anna that the guest sees and does not change. */
async function shown(): Promise<Record> {
  const client = await anna.ok(clients.createClient, { body: aClient() })
  await anna.ok(clients.grantClient, { params: { id: client.id, userId: people.stranger.id }, body: {} })
  return { kind: 'client', id: client.id }
}
/** An Interest of Anna with that client. */
async function shownInterest(): Promise<Record> {
  const { id: clientId } = await shown()
  const body = { id: newId(), serviceTypeId, clientId, content: 'Счет', responsibleId: people.salesperson.id }
  return { kind: 'interest', id: (await boss.ok(interests.createInterest, { body })).id }
}
const ask = (record: Record, wanted: 'change' | 'member' | 'hand_over', more = {}, who = guest) =>
  who.call(requestOfRecord, { body: { id: newId(), record, wanted, ...more } })
const asking = (record: Record, who = guest) => who.ok(describeAsking, { query: record })
async function told<K extends Notice['kind']>(who: Who, kind: K) {
  const { items } = await who.ok(listNotices, { query: { limit: 200 } })
  return (items as Notice[]).filter((each): each is Extract<Notice, { kind: K }> => each.kind === kind)
}
const askedOf = async (who: Who, record: Record) =>
  (await told(who, 'access.asked')).filter(each => each.data.record.id === record.id)
const changes = async ({ kind, id }: Record, who = guest) => {
  if (kind === 'interest') return (await who.ok(interests.getInterest, at(id))).can['edit']
  return (await who.ok(clients.getClient, at(id))).can['edit']
}

describe('from a card that is seen and not changed', () => {
  test('one asks to change a client; its responsible grants it with one click, until the day that was asked for', async () => {
    const record = await shown()
    expect(await asking(record)).toMatchObject({
      wants: ['change', 'hand_over'],
      whom: [{ name: 'Анна Ким' }],
      mine: null,
    })
    const { status, body } = await ask(record, 'change', { until: '2100-01-01', word: ' Еду к ним завтра ' })
    expect([status, body]).toMatchObject([
      201,
      { wanted: 'change', record, until: '2100-01-01', word: 'Еду к ним завтра', askedOf: [{ name: 'Анна Ким' }] },
    ])
    const asker = { id: people.stranger.id }
    expect(await askedOf(anna, record)).toMatchObject([
      { outcome: null, data: { asker, wanted: 'change', until: '2100-01-01', word: 'Еду к ним завтра' } },
    ])
    expect(await asking(record)).toMatchObject({ mine: { id: body.id }, stray: false, waiting: [] })
    expect(await asking(record, anna)).toMatchObject({ wants: [], mine: null, waiting: [{ id: body.id, asker }] })
    for (let time = 0; time < 2; time++) await anna.ok(grantAccessRequest, at(body.id))
    expect(await changes(record)).toBe(true)
    expect((await askedOf(anna, record))[0]?.outcome).toBe('granted')
    const { items } = await anna.ok(clients.listClientGrants, at(record.id))
    expect(items).toMatchObject([{ to: asker, changes: true, until: '2100-01-01T19:00:00.000Z' }])
    const granted = (await told(guest, 'access.granted')).filter(each => each.data.client.id === record.id)
    expect(granted[0]?.data).toMatchObject({ changes: true, by: { name: 'Анна Ким' } })
    expect(await asking(record)).toMatchObject({ wants: [], mine: null })
    const audited = await world.db.q.selectFrom('audit').select('kind').where('record_id', '=', record.id).execute()
    expect(audited.map(row => row.kind)).toContain('access.requested')
  })

  test('whoever decides may choose another day', async () => {
    const record = await shown()
    const { body } = await ask(record, 'change')
    await anna.ok(grantAccessRequest, { ...at(body.id), body: { until: '2099-05-05' } })
    const { items } = await anna.ok(clients.listClientGrants, at(record.id))
    expect(items).toMatchObject([{ changes: true, until: '2099-05-05T19:00:00.000Z' }])
  })

  test('one asks to join in an Interest or to take it over, and its own doors give it', async () => {
    const [joined, taken] = [await shownInterest(), await shownInterest()]
    expect((await asking(joined)).wants).toEqual(['member', 'hand_over'])
    const one = await ask(joined, 'member')
    const other = await ask(taken, 'hand_over')
    await anna.ok(grantAccessRequest, at(one.body.id))
    await anna.ok(grantAccessRequest, at(other.body.id))
    const [card, mine] = [
      await guest.ok(interests.getInterest, at(joined.id)),
      await guest.ok(interests.getInterest, at(taken.id)),
    ]
    expect([card.can['edit'], card.members.map(each => each.user.id)]).toEqual([true, [people.stranger.id]])
    expect([mine.can['edit'], mine.responsible?.id]).toEqual([true, people.stranger.id])
    expect((await told(guest, 'interest.joined')).some(each => each.data.interest.id === joined.id)).toBe(true)
    const decided = (await told(guest, 'access.decided')).filter(each => each.data.record.id === taken.id)
    expect(decided).toMatchObject([{ data: { granted: true, wanted: 'hand_over', by: { name: 'Анна Ким' } } }])
  })

  test('one asks to take a client or a prospect over', async () => {
    const client = await shown()
    const made = await anna.ok(clients.createProspect, { body: aProspect() })
    const prospect: Record = { kind: 'prospect', id: made.id }
    await anna.ok(clients.linkProspect, { ...at(made.id), body: { clientId: client.id } })
    expect((await asking(prospect)).wants).toEqual(['hand_over'])
    for (const record of [client, prospect]) {
      await anna.ok(grantAccessRequest, at((await ask(record, 'hand_over')).body.id))
    }
    const mine = { id: people.stranger.id }
    expect((await guest.ok(clients.getClient, at(client.id))).responsible).toMatchObject(mine)
    expect((await guest.ok(clients.getProspect, at(made.id))).responsible).toMatchObject(mine)
  })

  test('a request is declined with a word, and may be made again', async () => {
    const record = await shownInterest()
    const { body } = await ask(record, 'member')
    await anna.ok(declineAccessRequest, { ...at(body.id), body: { comment: 'Справлюсь' } })
    expect(await changes(record)).toBe(false)
    const decided = (await told(guest, 'access.decided')).filter(each => each.data.record.id === record.id)
    expect(decided).toMatchObject([{ data: { granted: false, comment: 'Справлюсь' } }])
    expect((await anna.call(grantAccessRequest, at(body.id))).problem.code).toBe('access_request.settled')
    expect((await ask(record, 'member')).body.id).not.toBe(body.id)
  })

  test('no second request is made while one waits, whatever it asks for', async () => {
    const record = await shownInterest()
    const first = await ask(record, 'member')
    const second = await ask(record, 'hand_over')
    expect([second.status, second.body.id, second.body.wanted]).toEqual([200, first.body.id, 'member'])
    expect(await askedOf(anna, record)).toHaveLength(1)
    const both = await Promise.all([0, 1].map(async () => ask(await shown(), 'change')))
    expect(both.map(each => each.status)).toEqual([201, 201])
    const raced = await shown()
    const race = await Promise.all([ask(raced, 'change'), ask(raced, 'hand_over')])
    expect(new Set(race.map(each => each.body.id)).size).toBe(1)
    expect(await askedOf(anna, raced)).toHaveLength(1)
  })
})

describe('nothing is asked for', () => {
  test('of what is out of sight, of what one changes anyway, of an archived record', async () => {
    const hidden = await anna.ok(clients.createClient, { body: aClient() })
    expect((await ask({ kind: 'client', id: hidden.id }, 'change')).status).toBe(404)
    expect((await guest.call(describeAsking, { query: { kind: 'client', id: hidden.id } })).status).toBe(404)
    const record = await shown()
    expect((await ask(record, 'change', {}, anna)).problem.code).toBe('access_request.needless')
    await anna.ok(clients.archiveClient, at(record.id))
    expect((await ask(record, 'change')).problem.code).toBe('access_request.needless')
    expect((await asking(record)).wants).toEqual([])
  })

  test('that does not fit the record, until a day that is past, or until a day of what has no end', async () => {
    const [client, interest] = [await shown(), await shownInterest()]
    const faults = async (answer: ReturnType<typeof ask>) =>
      (await answer).problem.data.errors.map((each: { path: string; code: string }) => [each.path, each.code])
    expect(await faults(ask(client, 'member'))).toEqual([['wanted', 'not_of_this_kind']])
    expect(await faults(ask(client, 'change', { until: '2001-01-01' }))).toEqual([['until', 'in_the_past']])
    expect(await faults(ask(interest, 'member', { until: '2100-01-01' }))).toEqual([['until', 'for_good']])
  })

  test('by whose profile only lets look: the refusal says so', async () => {
    const record = await shown()
    const become = async (role: 'observer' | 'salesperson') => {
      await world.db.q.updateTable('app_user').set({ role }).where('id', '=', people.colleague.id).execute()
      // What was remembered of callers is forgotten when somebody is changed.
      const { version, name } = await boss.ok(getUser, at(people.head.id))
      await boss.ok(changeUser, { ...at(people.head.id), body: { version, name: `${name}.` } })
    }
    await become('observer')
    const { status, problem } = await ask(record, 'change', {}, world.as('colleague'))
    expect([status, problem.data]).toMatchObject([403, { mayAsk: false }])
    await become('salesperson')
  })
})

describe('a request', () => {
  test('is decided by nobody who may not decide about the record, and not by whoever asked', async () => {
    const record = await shownInterest()
    const { body } = await ask(record, 'member')
    expect((await world.as('colleague').call(grantAccessRequest, at(body.id))).status).toBe(404)
    expect((await guest.call(grantAccessRequest, at(body.id))).status).toBe(403)
    await anna.ok(addMember, { params: { id: record.id, userId: people.stranger.id }, body: {} })
    expect((await guest.call(grantAccessRequest, at(body.id))).status).toBe(404)
    expect((await world.as('head').call(grantAccessRequest, at(body.id))).status).toBe(200)
  })

  test('for a client that was merged is granted for the one that stays', async () => {
    const record = await shown()
    const { body } = await ask(record, 'change')
    const winner = await anna.ok(clients.createClient, { body: aClient() })
    const order = { id: newId(), kind: 'client' as const, winnerId: winner.id, loserId: record.id }
    await anna.ok(clients.mergeParties, { body: order })
    expect((await ask(record, 'change')).problem.code).toBe('client.merged')
    expect((await asking({ kind: 'client', id: winner.id })).mine?.id).toBe(body.id)
    await anna.ok(grantAccessRequest, at(body.id))
    expect(await changes({ kind: 'client', id: winner.id })).toBe(true)
  })

  test('for a record that was handed over since is decided by whoever has it now, who is told when it is asked again', async () => {
    const record = await shown()
    const { body } = await ask(record, 'change')
    const { version } = await anna.ok(clients.getClient, at(record.id))
    const [colleague, to] = [world.as('colleague'), { id: people.colleague.id }]
    await anna.ok(clients.changeClient, { ...at(record.id), body: { version, responsibleId: to.id } })
    expect(await asking(record)).toMatchObject({ mine: { id: body.id }, stray: true, whom: [to] })
    expect((await anna.call(grantAccessRequest, at(body.id))).status).toBe(404)
    expect((await ask(record, 'change')).body).toMatchObject({ id: body.id, askedOf: [to] })
    expect(await askedOf(colleague, record)).toHaveLength(1)
    expect((await asking(record)).stray).toBe(false)
    await colleague.ok(grantAccessRequest, at(body.id))
    expect(await changes(record)).toBe(true)
  })

  test('for a client that was archived since is not granted as a hand-over, and may be declined', async () => {
    const record = await shown()
    const { body } = await ask(record, 'hand_over')
    await anna.ok(clients.archiveClient, at(record.id))
    expect((await anna.call(grantAccessRequest, at(body.id))).problem.code).toBe('client.archived')
    await anna.ok(declineAccessRequest, { ...at(body.id), body: {} })
  })

  test('that the card gave meanwhile is settled by it', async () => {
    const record = await shown()
    await ask(record, 'change')
    const params = { id: record.id, userId: people.stranger.id }
    await anna.ok(clients.grantClient, { params, body: { until: '2100-01-01' } })
    expect((await askedOf(anna, record))[0]?.outcome).toBe(null)
    await anna.ok(clients.grantClient, { params, body: { changes: true } })
    expect((await askedOf(anna, record))[0]?.outcome).toBe('granted')
  })

  test('of somebody who has left is granted no more', async () => {
    const record = await shown()
    const { body } = await ask(record, 'change')
    await boss.ok(deactivateUser, at(people.stranger.id))
    expect((await anna.call(grantAccessRequest, at(body.id))).problem.code).toBe('access_request.asker_left')
    await anna.ok(declineAccessRequest, { ...at(body.id), body: {} })
  })
})
