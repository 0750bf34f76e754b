import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from './testing.ts'
import { newId } from '../platform/pure/ids.ts'
import { planActivity } from '../rooms/activities/contract.ts'
import { aClient, aContact } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { listNotices } from '../rooms/notices/contract.ts'
import { search } from '../rooms/registration/contract.ts'
import { listScenarios, type Scenario } from '../rooms/scenarios/contract.ts'
import { readBoard, readBoardColumn } from '../rooms/interests/board/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import * as api from '../rooms/interests/contract.ts'
import { addMember, removeMember } from '../rooms/interests/members/contract.ts'

/** A word of its own: digits alone would be read as a number. */
const letters = () =>
  newId()
    .slice(-6)
    .replace(/\d/g, digit => 'абвгдежзик'[Number(digit)] ?? '')

describe('co-executors of an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const other = world.as('stranger')
  let serviceTypeId = ''
  let scenario: Scenario

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    scenario = (await me.ok(listScenarios)).items[0] as Scenario
  })

  const at = (id: string) => ({ params: { id } })
  const of = (id: string, who: Name) => ({ params: { id, userId: people[who].id } })
  const make = (more: object = {}) => me.ok(api.createInterest, { body: anInterest({ serviceTypeId, ...more }) })
  const ids = (items: readonly { id?: string | null }[]) => items.map(item => item.id ?? 'walled')

  /** Everything by which an Interest may be met. */
  async function doors(who: Name, interest: api.Interest) {
    const reader = world.as(who)
    const has = (items: readonly { id?: string | null }[]) => ids(items).includes(interest.id)
    const filter = { scenarioId: interest.scenarioId }
    const { columns } = await reader.ok(readBoard, { query: { ...filter, limit: 50 } })
    const column = columns.find(each => each.stateId === interest.stateId)
    const cards = await reader.ok(readBoardColumn, { query: { ...filter, stateId: interest.stateId, limit: 200 } })
    const found = async (q: string) => has((await reader.ok(search, { query: { q } })).items)
    return {
      card: (await reader.call(api.getInterest, at(interest.id))).status === 200,
      history: (await reader.call(api.readInterestTimeline, at(interest.id))).status === 200,
      list: has((await reader.ok(api.listInterests, { query: { limit: 200 } })).items),
      byState: has((await reader.ok(api.listInterests, { query: { stateId: interest.stateId, limit: 200 } })).items),
      board: column ? has(column.items) : false,
      column: has(cards.items),
      number: await found(interest.number),
      subject: await found(interest.subject),
    }
  }
  const everywhere = {
    card: true,
    history: true,
    list: true,
    byState: true,
    board: true,
    column: true,
    number: true,
    subject: true,
  }
  const nowhere = Object.fromEntries(Object.keys(everywhere).map(key => [key, false]))

  test('a co-executor sees exactly that Interest through every door, and none any more once taken off', async () => {
    const content = `Гибка труб ${letters()}`
    const interest = await make({ content, expectedRevenue: { amount: '700', currency: 'RUB' } })
    const neighbour = await make({ content: `Гибка труб ${letters()}` })
    const sums = () => other.ok(api.summariseInterests, { query: { scenarioId: scenario.id } })
    const head = async () => {
      const { columns } = await other.ok(readBoard, { query: { scenarioId: scenario.id } })
      return columns.find(each => each.stateId === interest.stateId)
    }
    const [before, headBefore] = [await sums(), await head()]
    expect(await doors('stranger', interest)).toEqual(nowhere)

    const answer = await me.ok(addMember, { ...of(interest.id, 'stranger'), body: {} })
    expect(answer).toMatchObject({ version: 1, coExecutor: false, responsible: { id: people.salesperson.id } })
    expect(answer.members).toMatchObject([{ user: { id: people.stranger.id }, addedBy: { id: people.salesperson.id } }])
    expect(await doors('stranger', interest)).toEqual(everywhere)
    expect(await doors('stranger', neighbour)).toEqual(nowhere)
    const { items } = await other.ok(api.listInterests)
    expect(items.find(each => each.id === interest.id)).toMatchObject({ coExecutor: true, can: { edit: true } })
    expect((await sums()).count).toBe(before.count + 1)
    expect((await head())?.count).toBe((headBefore?.count ?? 0) + 1)
    expect((await head())?.sums).toMatchObject([{ amount: '700.00' }])
    const prospect = await other.call(clients.getProspect, at(interest.prospectId ?? ''))
    expect(prospect.status).toBe(200)

    await me.ok(removeMember, of(interest.id, 'stranger'))
    expect(await doors('stranger', interest)).toEqual(nowhere)
    expect((await other.call(clients.getProspect, at(interest.prospectId ?? ''))).status).toBe(404)
  })

  test('a co-executor works with the Interest: fields, states, notes, steps, co-executors', async () => {
    const interest = await make()
    await me.ok(addMember, { ...of(interest.id, 'stranger'), body: {} })
    const named = await other.ok(api.changeInterest, { ...at(interest.id), body: { version: 1, subject: 'Мое дело' } })
    const stateId = scenario.states[1]?.id ?? ''
    await other.ok(api.moveInterest, { ...at(interest.id), body: { stateId, version: named.version } })
    await other.ok(api.addNote, { ...at(interest.id), body: { id: newId(), body: 'Позвонил' } })
    const step = { id: newId(), kind: 'task', subject: 'Смета', interestId: interest.id }
    await other.ok(planActivity, { body: step })
    await other.ok(addMember, { ...of(interest.id, 'colleague'), body: {} })
    const left = await other.call(removeMember, of(interest.id, 'stranger'))
    expect([left.status, left.body.members.map(each => each.user.id)]).toEqual([200, [people.colleague.id]])
    expect((await other.call(api.getInterest, at(interest.id))).status).toBe(404)
  })

  test('whoever leads a co-executor sees the Interest as well, and once only', async () => {
    const interest = await other.ok(api.createInterest, { body: anInterest({ serviceTypeId }) })
    for (const who of ['salesperson', 'colleague'] as const) {
      await other.ok(addMember, { ...of(interest.id, who), body: {} })
    }
    const { items } = await world.as('head').ok(api.listInterests, { query: { limit: 200 } })
    expect(ids(items).filter(each => each === interest.id)).toHaveLength(1)
    expect(await doors('head', interest)).toEqual(everywhere)
  })

  test('a change of the responsible by any door keeps the former one as a co-executor', async () => {
    const interest = await make()
    await me.ok(addMember, { ...of(interest.id, 'stranger'), body: {} })
    const body = { version: 1, responsibleId: people.stranger.id }
    const swapped = await me.ok(api.changeInterest, { ...at(interest.id), body })
    expect(swapped.members.map(each => each.user.id)).toEqual([people.salesperson.id])
    expect(swapped).toMatchObject({ responsible: { id: people.stranger.id }, coExecutor: true })
    expect(await doors('salesperson', swapped)).toEqual(everywhere)

    const stateId = scenario.states[1]?.id ?? ''
    const fields = { responsibleId: people.colleague.id }
    const moved = await me.ok(api.moveInterest, { ...at(interest.id), body: { stateId, version: 2, fields } })
    expect(moved.members.map(each => each.user.id)).toEqual([people.salesperson.id, people.stranger.id])
    const free = await me.ok(api.changeInterest, { ...at(interest.id), body: { version: 3, responsibleId: null } })
    expect(free.members).toHaveLength(3)
    const { items } = await me.ok(api.readInterestTimeline, at(interest.id))
    expect(items.filter(each => each.kind === 'interest.member_added')).toHaveLength(4)
  })

  test('whoever does not see the client is added together with the access to it, or not at all', async () => {
    const client = await me.ok(clients.createClient, { body: aClient({ contacts: [aContact()] }) })
    const interest = await make({ clientId: client.id })
    const asked = await me.call(addMember, { ...of(interest.id, 'stranger'), body: {} })
    expect([asked.status, asked.problem.code]).toEqual([409, 'interest.member_without_client'])
    expect(asked.problem.data).toMatchObject({
      user: { id: people.stranger.id },
      client: { id: client.id },
      mayGrant: true,
    })
    expect((await me.ok(api.getInterest, at(interest.id))).members).toEqual([])
    expect((await other.call(clients.getClient, at(client.id))).status).toBe(404)

    await me.ok(addMember, { ...of(interest.id, 'stranger'), body: { grantClient: true } })
    expect((await other.call(clients.getClient, at(client.id))).status).toBe(200)
    expect((await other.call(api.readClientTimeline, at(client.id))).status).toBe(200)
    expect(await doors('stranger', interest)).toEqual(everywhere)

    // What was opened stays open, and is a matter of its own.
    await me.ok(removeMember, of(interest.id, 'stranger'))
    expect((await other.call(clients.getClient, at(client.id))).status).toBe(200)
    await me.ok(addMember, { ...of(interest.id, 'stranger'), body: {} })
    await me.ok(clients.revokeClient, { params: { id: client.id, userId: people.stranger.id } })
    const card = await other.ok(api.getInterest, at(interest.id))
    expect(card.client).toMatchObject({ walled: true, phones: [], inn: null })
    expect((await other.call(clients.getClient, at(client.id))).status).toBe(404)
    expect((await other.call(api.readClientTimeline, at(client.id))).status).toBe(404)
  })

  test('only who may open the client may grant: a co-executor may not, and then nobody is added', async () => {
    const client = await me.ok(clients.createClient, { body: aClient() })
    const interest = await make({ clientId: client.id })
    await me.ok(addMember, { ...of(interest.id, 'stranger'), body: { grantClient: true } })
    const asked = await other.call(addMember, { ...of(interest.id, 'colleague'), body: {} })
    expect(asked.problem.data).toMatchObject({ mayGrant: false })
    const tried = await other.call(addMember, { ...of(interest.id, 'colleague'), body: { grantClient: true } })
    expect(tried.status).toBe(403)
    // Nor may one to whom the client is closed again.
    await me.ok(clients.revokeClient, { params: { id: client.id, userId: people.stranger.id } })
    const again = await other.call(addMember, { ...of(interest.id, 'colleague'), body: { grantClient: true } })
    expect(again.status).toBe(403)
    expect(await doors('colleague', interest)).toEqual(nowhere)
  })

  test('doing it again changes nothing: one row, one event, one notice', async () => {
    const interest = await make()
    for (let n = 0; n < 3; n++) await me.ok(addMember, { ...of(interest.id, 'stranger'), body: {} })
    await me.ok(addMember, { ...of(interest.id, 'salesperson'), body: {} })
    for (let n = 0; n < 2; n++) await me.ok(removeMember, of(interest.id, 'colleague'))
    expect((await me.ok(api.getInterest, at(interest.id))).members).toHaveLength(1)
    const { items } = await me.ok(api.readInterestTimeline, at(interest.id))
    expect(items.filter(each => each.kind.startsWith('interest.member'))).toHaveLength(1)
    const notices = (await other.ok(listNotices)).items.filter(
      each => each.kind === 'interest.joined' && each.data.interest.id === interest.id,
    )
    expect(notices).toHaveLength(1)
  })

  test('who is not signed in, sees nothing of it or names nobody is refused', async () => {
    const interest = await make()
    const mine = of(interest.id, 'colleague')
    for (const endpoint of [addMember, removeMember] as const) {
      const body = endpoint === addMember ? { body: {} } : {}
      expect((await world.as(null).call(endpoint, { ...mine, ...body })).status).toBe(401)
      expect((await other.call(endpoint, { ...mine, ...body })).status).toBe(404)
      expect((await me.call(endpoint, { params: { id: newId(), userId: newId() }, ...body })).status).toBe(404)
      expect((await me.call(endpoint, { params: { id: interest.id, userId: 'x' }, ...body })).status).toBeGreaterThan(
        399,
      )
    }
    const nobody = await me.call(addMember, { params: { id: interest.id, userId: newId() }, body: {} })
    expect([nobody.status, nobody.problem.data.errors]).toMatchObject([422, [{ path: 'userId' }]])
    expect((await me.call(addMember, { ...mine, body: { grant: true } })).status).toBe(422)
    // Seen with its client, but of somebody else: nothing to work with.
    const client = await me.ok(clients.createClient, { body: aClient() })
    const opened = await make({ clientId: client.id })
    await me.ok(clients.grantClient, { params: { id: client.id, userId: people.stranger.id }, body: {} })
    expect((await other.call(addMember, { ...of(opened.id, 'stranger'), body: {} })).status).toBe(403)
  })
})
