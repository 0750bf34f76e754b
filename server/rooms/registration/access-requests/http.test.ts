import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { makeInn10, makeKpp } from '../../../platform/pure/requisites.ts'
import { deactivateUser, reactivateUser } from '../../access/contract.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import * as api from '../../clients/contract.ts'
import {
  createClient,
  createProspect,
  getClient,
  grantClient,
  mergeParties,
  requestAccess,
} from '../../clients/contract.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { declineAccessRequest, grantAccessRequest, handOverRequest, search } from '../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const guest = world.as('stranger')
const boss = world.as('administrator')

const aSecret = () => anna.ok(createClient, { body: aClient() })
const phoneOf = (client: { phones: { raw: string }[] }) => client.phones[0]?.raw.replace('+7', '8') ?? ''
const ask = (typed: string, id = newId(), who = guest) => who.call(requestAccess, { body: { id, typed } })
async function told<K extends Notice['kind']>(who: typeof anna, kind: K) {
  const { items } = await who.ok(listNotices, { query: { limit: 200 } })
  return (items as Notice[]).filter((each): each is Extract<Notice, { kind: K }> => each.kind === kind)
}
const requestOf = async (who: typeof anna, clientId: string) =>
  (await told(who, 'access.requested')).filter(each => each.data.client.id === clientId)

describe('that access was asked for', () => {
  const wallOf = async (q: string, who = guest) =>
    (await who.ok(search, { query: { q } })).items.find(each => each.walled)
  const checkOf = async (phone: string, who = guest) =>
    (await who.ok(api.checkDuplicates, { body: { phones: [phone] } })).matches[0]
  const decide = async (clientId: string) => ({ id: (await requestOf(anna, clientId))[0]?.data.requestId ?? '' })

  test('is told wherever the wall is met again, to whoever asked and to nobody else', async () => {
    const client = await aSecret()
    const typed = phoneOf(client)
    expect(await wallOf(typed)).toMatchObject({ walled: true, accessAskedAt: null })
    const { body: asked } = await ask(typed)
    expect((await wallOf(typed))?.accessAskedAt).toBe(asked.createdAt)
    expect(await checkOf(typed)).toMatchObject({ walled: true, accessAskedAt: asked.createdAt })
    const made = await guest.ok(createClient, { body: aClient({ phones: [typed] }) })
    expect(made.warnings?.[0]?.data).toMatchObject({ walled: true, accessAskedAt: asked.createdAt })
    const refused = await guest.call(createClient, { body: aClient({ phones: [typed], onSimilar: 'ask' }) })
    const walled = (refused.problem.data.matches as api.Match[]).filter(each => each.walled)
    expect(walled).toMatchObject([{ accessAskedAt: asked.createdAt }])
    const colleague = world.as('colleague')
    expect(await wallOf(typed, colleague)).toMatchObject({ walled: true, accessAskedAt: null })
    expect(await checkOf(typed, colleague)).toMatchObject({ walled: true, accessAskedAt: null })
  })

  test('is told no more once it was declined, and there is no wall once it was granted', async () => {
    const [one, other] = [await aSecret(), await aSecret()]
    for (const client of [one, other]) await ask(phoneOf(client))
    await anna.ok(declineAccessRequest, { params: await decide(one.id), body: {} })
    await anna.ok(grantAccessRequest, { params: await decide(other.id) })
    expect(await wallOf(phoneOf(one))).toMatchObject({ walled: true, accessAskedAt: null })
    expect(await checkOf(phoneOf(one))).toMatchObject({ walled: true, accessAskedAt: null })
    expect(await wallOf(phoneOf(other))).toBeUndefined()
    expect(await checkOf(phoneOf(other))).toMatchObject({ id: other.id, walled: false, accessAskedAt: null })
  })

  test('is told of a contact by whom the client was found, and of the client that took over the one asked for', async () => {
    const contact = aContact()
    const [winner, loser] = [await anna.ok(createClient, { body: aClient({ contacts: [contact] }) }), await aSecret()]
    const { body: asked } = await ask(phoneOf(loser))
    const between = await aSecret()
    for (const [winnerId, loserId] of [
      [between.id, loser.id],
      [winner.id, between.id],
    ] as const)
      await anna.ok(mergeParties, { body: { id: newId(), kind: 'client', winnerId, loserId } })
    expect((await wallOf(phoneOf(loser)))?.accessAskedAt).toBe(asked.createdAt)
    const client = await anna.ok(createClient, {
      body: aClient({ contacts: [aContact({ phones: ['+7 913 555-40-41'] })] }),
    })
    const { body: again } = await ask('8 (913) 555-40-41')
    expect(await requestOf(anna, client.id)).toHaveLength(1)
    const { matches } = await guest.ok(api.checkDuplicates, { body: { type: 'contact', phones: ['+7 913 555-40-41'] } })
    expect(matches).toMatchObject([{ type: 'contact', walled: true, accessAskedAt: again.createdAt }])
  })

  test('is told where INN and KPP are refused, which name the legal entity that is asked for', async () => {
    const inn = makeInn10(Math.random)
    const [north, south] = [makeKpp(Math.random), makeKpp(Math.random)]
    const client = await anna.ok(createClient, { body: aClient({ inn, kpp: north }) })
    const branch = await boss.ok(createClient, { body: aClient({ inn, kpp: south }) })
    const refusal = async () => {
      const { problem } = await guest.call(createClient, { body: aClient({ inn, kpp: north }) })
      expect(problem.code).toBe('contractor.exists')
      return problem.data.client
    }
    const told = await refusal()
    expect(told).toMatchObject({ id: null, walled: true, accessAskedAt: null, typed: `${inn} ${north}` })
    const { body: asked } = await ask(told.typed)
    expect(asked.askedOf).toMatchObject([{ id: people.salesperson.id }])
    expect(await refusal()).toMatchObject({ walled: true, accessAskedAt: asked.createdAt })
    expect(await requestOf(anna, client.id)).toHaveLength(1)
    expect(await requestOf(boss, branch.id)).toEqual([])
    const content = 'Просят счет'
    const given = await guest.ok(handOverRequest, { body: { id: newId(), typed: told.typed, content } })
    expect(given.to).toMatchObject([{ id: people.salesperson.id }])
  })
})

describe('access behind a wall', () => {
  test('is asked for by what was typed; the answer tells nothing of the client', async () => {
    const client = await aSecret()
    const typed = phoneOf(client)
    const answer = await ask(typed)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ typed, outcome: null, askedOf: [{ name: 'Анна Ким' }] })
    expect(JSON.stringify(answer.body)).not.toContain(client.id)
    expect(JSON.stringify(answer.body)).not.toContain(client.name)
    expect(await requestOf(anna, client.id)).toMatchObject([
      { readAt: null, data: { asker: { id: people.stranger.id }, client: { name: client.name }, typed } },
    ])
    const audited = await world.db.q.selectFrom('audit').select('kind').where('record_id', '=', client.id).execute()
    expect(audited.map(row => row.kind).sort()).toEqual(['access.requested', 'search.walled'])
  })

  test('is asked for once, however often it is asked', async () => {
    const client = await aSecret()
    const id = newId()
    expect((await ask(phoneOf(client), id)).status).toBe(201)
    expect((await ask(phoneOf(client), id)).status).toBe(200)
    const again = await ask(phoneOf(client))
    expect(again.body.id).toBe(id)
    expect(await requestOf(anna, client.id)).toHaveLength(1)
    expect((await ask(phoneOf(client), id, world.as('colleague'))).status).toBe(404)
  })

  test('is not asked for where there is no wall: of what is seen, of a part, of what nobody has', async () => {
    const client = await aSecret()
    for (const typed of ['+7 999 000-00-99', phoneOf(client).slice(0, 8), 'Ромашка']) {
      expect([typed, (await ask(typed)).status]).toEqual([typed, 404])
    }
    expect((await ask(phoneOf(client), newId(), anna)).status).toBe(404)
    const prospect = await anna.ok(createProspect, { body: aProspect() })
    expect((await ask(prospect.phone ?? '')).status).toBe(404)
  })

  test('is granted by the responsible in place: the card opens, and the person is told', async () => {
    const client = await aSecret()
    await ask(phoneOf(client))
    const [request] = await requestOf(anna, client.id)
    const params = { id: request?.data.requestId ?? '' }
    for (let time = 0; time < 2; time++) {
      expect(await anna.ok(grantAccessRequest, { params })).toEqual({ id: params.id, outcome: 'granted' })
    }
    expect((await guest.ok(getClient, { params: { id: client.id } })).name).toBe(client.name)
    const mine = (await told(guest, 'access.granted')).filter(each => each.data.client.id === client.id)
    expect(mine).toMatchObject([{ data: { client: { name: client.name }, by: { name: 'Анна Ким' } } }])
    expect((await requestOf(anna, client.id))[0]?.outcome).toBe('granted')
    expect((await anna.call(declineAccessRequest, { params, body: {} })).problem.code).toBe('access_request.settled')
  })

  test('is granted to the client into which the one that was asked for has been merged', async () => {
    const [winner, loser] = [await aSecret(), await aSecret()]
    await ask(phoneOf(loser))
    const [request] = await requestOf(anna, loser.id)
    const body = { id: newId(), kind: 'client' as const, winnerId: winner.id, loserId: loser.id }
    await anna.ok(mergeParties, { body })
    await anna.ok(grantAccessRequest, { params: { id: request?.data.requestId ?? '' } })
    expect((await guest.ok(getClient, { params: { id: loser.id } })).id).toBe(winner.id)
    expect((await requestOf(anna, loser.id))[0]?.outcome).toBe('granted')
  })

  test('is declined with a word, and may be asked for again', async () => {
    const client = await aSecret()
    await ask(phoneOf(client))
    const [request] = await requestOf(anna, client.id)
    const params = { id: request?.data.requestId ?? '' }
    const comment = 'Клиент просил говорить только со мной'
    await anna.ok(declineAccessRequest, { params, body: { comment } })
    expect((await guest.call(getClient, { params: { id: client.id } })).status).toBe(404)
    const [word] = await told(guest, 'access.declined')
    expect(word?.data).toMatchObject({ typed: phoneOf(client), by: { name: 'Анна Ким' }, comment })
    expect(JSON.stringify(word)).not.toContain(client.name)
    expect((await ask(phoneOf(client))).status).toBe(201)
    expect(await requestOf(anna, client.id)).toHaveLength(2)
  })

  test('is decided by nobody who may not change the client', async () => {
    const client = await aSecret()
    await ask(phoneOf(client))
    const params = { id: (await requestOf(anna, client.id))[0]?.data.requestId ?? '' }
    for (const who of ['stranger', 'colleague'] as const) {
      expect((await world.as(who).call(grantAccessRequest, { params })).status).toBe(404)
      expect((await world.as(who).call(declineAccessRequest, { params, body: {} })).status).toBe(404)
    }
    await anna.ok(grantClient, { params: { id: client.id, userId: people.colleague.id }, body: {} })
    expect((await world.as('colleague').call(grantAccessRequest, { params })).status).toBe(403)
    expect((await world.as('head').call(grantAccessRequest, { params })).status).toBe(200)
  })

  test('that was opened from the card settles the request', async () => {
    const client = await aSecret()
    await ask(phoneOf(client))
    await anna.ok(grantClient, { params: { id: client.id, userId: people.stranger.id }, body: {} })
    expect((await requestOf(anna, client.id))[0]?.outcome).toBe('granted')
  })

  test('is decided by the head when the account of the responsible is closed', async () => {
    const client = await aSecret()
    const params = { id: people.salesperson.id }
    await boss.ok(deactivateUser, { params })
    const answer = await ask(phoneOf(client))
    expect(answer.body.askedOf).toMatchObject([{ id: people.head.id }])
    expect(await requestOf(world.as('head'), client.id)).toHaveLength(1)
    await boss.ok(reactivateUser, { params })
  })
})

test('walls are asked at for a limited number of times an hour', async () => {
  const client = await boss.ok(createClient, { body: aClient() })
  const colleague = world.as('colleague')
  let last = 201
  for (let n = 0; n < 61; n++) last = (await ask(phoneOf(client), newId(), colleague)).status
  expect(last).toBe(429)
})
