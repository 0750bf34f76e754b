import { describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aProspect } from '../../clients/builders.ts'
import { createClient, createProspect, grantClient } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { createInterest, listClientInterests, readInterestTimeline } from '../../interests/contract.ts'
import { listNotices, type Notice } from '../../notices/contract.ts'
import { listDrafts, saveDraft } from '../drafts/contract.ts'
import { handOverRequest, linkHandOver, takeHandOver } from './contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const guest = world.as('stranger')
const serviceTypeId = (await anna.ok(directories.service_type.list)).items[0]?.id ?? ''
const channelId = (await anna.ok(directories.channel.list)).items[0]?.id ?? ''

const aSecret = () => anna.ok(createClient, { body: aClient() })
const phoneOf = (client: { phones: { raw: string }[] }) => client.phones[0]?.raw.replace('+7', '8') ?? ''
async function told<K extends Notice['kind']>(who: typeof anna, kind: K) {
  const { items } = await who.ok(listNotices, { query: { limit: 200 } })
  return (items as Notice[]).filter((each): each is Extract<Notice, { kind: K }> => each.kind === kind)
}
const content = 'Кондиционеры в офис, просит позвонить до 14:00'
const give = (body: object, who = guest) => who.call(handOverRequest, { body: { id: newId(), content, ...body } })

describe('a request that met a wall', () => {
  test('goes to the responsible with what was typed; the draft of the giver is closed, and nothing is told', async () => {
    const client = await aSecret()
    const draftId = newId()
    await guest.ok(saveDraft, { params: { id: draftId }, body: { body: { search: phoneOf(client) } } })
    const answer = await give({ typed: phoneOf(client), serviceTypeId, channelId, draftId })
    expect([answer.status, answer.body]).toMatchObject([201, { to: [{ name: 'Анна Ким' }], outcome: null }])
    expect(JSON.stringify(answer.body)).not.toContain(client.id)
    expect((await guest.ok(listDrafts)).items).toEqual([])
    expect((await told(anna, 'request.handed_over'))[0]?.data).toMatchObject({
      giver: { id: people.stranger.id },
      typed: phoneOf(client),
      content,
      client: { id: client.id, name: client.name },
      prospect: null,
      interest: null,
      serviceTypeId,
      channelId,
    })
  })

  test('is handed over by twenty at one moment, and nobody waits for the others to let go of the database', async () => {
    const client = await aSecret()
    const answers = await Promise.all(Array.from({ length: 20 }, () => give({ typed: phoneOf(client) })))
    expect(answers.map(each => each.status)).toEqual(Array(20).fill(201))
  })

  test('is taken as a draft of the form under one id, and the giver is told', async () => {
    const client = await aSecret()
    const { body: given } = await give({ typed: phoneOf(client), serviceTypeId })
    const params = { id: given.id }
    const [draft, again] = [await anna.ok(takeHandOver, { params }), await anna.ok(takeHandOver, { params })]
    expect([draft.id, again.id]).toEqual([given.id, given.id])
    expect(draft.body).toMatchObject({
      party: { kind: 'client', clientId: client.id },
      target: 'new',
      need: { content, serviceTypeId },
    })
    expect((await anna.ok(listDrafts)).items.map(each => each.id)).toContain(given.id)
    const mine = (await told(guest, 'request.taken')).filter(each => each.data.typed === phoneOf(client))
    expect(mine).toMatchObject([{ data: { by: { name: 'Анна Ким' }, how: 'registered' } }])
    const settled = (await told(anna, 'request.handed_over')).find(each => each.data.handOverId === given.id)
    expect(settled?.outcome).toBe('registered')
    expect((await world.as('head').call(takeHandOver, { params })).problem.code).toBe('hand_over.settled')
  })

  test('joins an unfinished Interest instead', async () => {
    const client = await aSecret()
    const interest = await anna.ok(createInterest, { body: { id: newId(), serviceTypeId, clientId: client.id } })
    const { body: given } = await give({ typed: phoneOf(client), channelId })
    const body = { interestId: interest.id }
    for (let time = 0; time < 2; time++) await anna.ok(linkHandOver, { params: { id: given.id }, body })
    const { items } = await anna.ok(readInterestTimeline, { params: { id: interest.id } })
    expect(items.filter(item => item.note?.kind === 'request').map(item => item.note?.body)).toEqual([content])
    expect((await anna.call(takeHandOver, { params: { id: given.id } })).problem.code).toBe('hand_over.settled')
  })

  test('of a prospect of somebody else goes the same way', async () => {
    const prospect = await anna.ok(createProspect, { body: aProspect() })
    const { body: given } = await give({ typed: prospect.phone })
    const draft = await anna.ok(takeHandOver, { params: { id: given.id } })
    expect(draft.body).toMatchObject({ party: { kind: 'prospect', prospectId: prospect.id } })
  })

  test('is taken by nobody whom it does not concern, and is handed over once', async () => {
    const client = await aSecret()
    const id = newId()
    const body = { id, typed: phoneOf(client) }
    expect((await give(body)).status).toBe(201)
    expect((await give(body)).status).toBe(200)
    expect((await told(anna, 'request.handed_over')).filter(each => each.data.handOverId === id)).toHaveLength(1)
    for (const who of ['stranger', 'colleague'] as const) {
      expect((await world.as(who).call(takeHandOver, { params: { id } })).status).toBe(404)
      const answer = await world.as(who).call(linkHandOver, { params: { id }, body: { interestId: newId() } })
      expect(answer.status).toBe(404)
    }
  })

  test('needs a wall or a number, and not both', async () => {
    expect((await give({ typed: '+7 999 000-11-22' })).status).toBe(404)
    expect((await give({})).problem.code).toBe('hand_over.to')
    const both = { typed: 'x', interest: { number: 'И-1', partyId: newId() } }
    expect((await give(both)).problem.code).toBe('hand_over.to')
  })
})

test('a request for an unfinished Interest out of sight goes to whoever sells there', async () => {
  const client = await anna.ok(createClient, { body: aClient() })
  const made = { id: newId(), serviceTypeId, clientId: client.id, responsibleId: people.head.id }
  const hidden = await anna.ok(createInterest, { body: made })
  const [row] = (await anna.ok(listClientInterests, { params: { id: client.id } })).items
  expect(row).toMatchObject({ walled: true, number: hidden.number })
  const interest = { number: hidden.number, partyId: client.id }
  const { body: given } = await give({ interest }, anna)
  expect(given.to).toMatchObject([{ id: people.head.id }])
  const notice = (await told(world.as('head'), 'request.handed_over')).find(each => each.data.handOverId === given.id)
  expect(notice?.data).toMatchObject({ interest: { id: hidden.id, number: hidden.number }, client: { id: client.id } })
  // Of a client that is not seen no number is believed.
  expect((await give({ interest })).status).toBe(404)
  await anna.ok(grantClient, { params: { id: client.id, userId: people.stranger.id }, body: {} })
  await world.as('head').ok(linkHandOver, { params: { id: given.id }, body: { interestId: hidden.id } })
})
