import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { streamEvents } from '../../../platform/realtime.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../builders.ts'
import { createInterest, readInterestTimeline } from '../contract.ts'
import { addMember, removeMember } from '../members/contract.ts'
import { keepPresence, PRESENCE_CHANGED, SILENT_SECONDS } from './contract.ts'

describe('who has a card open', async () => {
  let clock = Date.now()
  const now = () => new Date(clock)
  const world = await aWorld({ now, open: true })
  // Another node on the same database.
  const other = await aWorld({ now, open: true, beside: world })
  const me = world.as('salesperson')
  let serviceTypeId = ''
  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
  })

  const at = (id: string) => ({ params: { id } })
  const make = async () => (await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })).id
  const say = async (node: typeof world, who: Name, id: string, placeId: string, here = true) =>
    (await node.as(who).ok(keepPresence, { ...at(id), body: { placeId, here } })).people.map(each => each.id)

  test('each sees the others and not itself, over several nodes, once however many cards are open', async () => {
    const id = await make()
    const [mine, theirs] = [newId(), newId()]
    expect(await say(world, 'salesperson', id, mine)).toEqual([])
    expect(await say(other, 'head', id, theirs)).toEqual([people.salesperson.id])
    await say(other, 'head', id, newId())
    expect(await say(world, 'salesperson', id, mine)).toEqual([people.head.id])
    expect(await say(world, 'salesperson', await make(), mine)).toEqual([])
  })

  test('the others see which field somebody edits, until it is left', async () => {
    const id = await make()
    const [mine, theirs] = [newId(), newId()]
    const edit = (who: Name, placeId: string, field?: string) =>
      world.as(who).ok(keepPresence, { ...at(id), body: { placeId, here: true, ...(field ? { field } : {}) } })
    await edit('salesperson', mine, 'subject')
    await edit('salesperson', newId(), 'tags')
    expect((await edit('head', theirs)).people).toMatchObject([{ fields: ['subject', 'tags'] }])
    await edit('salesperson', mine)
    expect((await edit('head', theirs)).people).toMatchObject([{ fields: ['tags'] }])
  })

  test('who leaves is gone at once, and who falls silent within half a minute', async () => {
    const id = await make()
    const [mine, theirs] = [newId(), newId()]
    await say(world, 'salesperson', id, mine)
    await say(other, 'head', id, theirs)
    expect(await say(other, 'head', id, theirs, false)).toEqual([])
    expect(await say(world, 'salesperson', id, mine)).toEqual([])
    await say(other, 'head', id, theirs)
    clock += SILENT_SECONDS * 1_000
    expect(await say(world, 'salesperson', id, mine)).toEqual([])
  })

  test('those in the card are told through their streams, nobody else, and the history stays as it was', async () => {
    const id = await make()
    const history = () => me.ok(readInterestTimeline, at(id))
    const before = await history()
    const url = await other.node.server.listen({ port: 0, host: '127.0.0.1' })
    const closing: AbortController[] = []
    afterAll(() => closing.forEach(each => each.abort()))
    const listen = async (who: Name) => {
      const abort = new AbortController()
      closing.push(abort)
      const headers = { cookie: `sid=${people[who].token}` }
      const response = await fetch(url + streamEvents.path, { headers, signal: abort.signal })
      const stream = { said: '' }
      const read = async () => {
        for await (const part of response.body ?? []) stream.said += Buffer.from(part).toString()
      }
      void read().catch(() => {})
      return () => stream.said.split('\n').filter(line => line.includes(PRESENCE_CHANGED) && line.includes(id)).length
    }
    const [head, boss] = [await listen('head'), await listen('administrator')]
    const mine = newId()
    await say(other, 'head', id, newId())
    await say(world, 'salesperson', id, mine)
    await expect.poll(head, { timeout: 10_000 }).toBe(1)
    // A beat is no news; leaving is.
    await say(world, 'salesperson', id, mine)
    await say(world, 'salesperson', id, mine, false)
    await expect.poll(head, { timeout: 10_000 }).toBe(2)
    expect(boss()).toBe(0)
    expect(await history()).toEqual(before)
  })

  test('who does not see the Interest learns of nobody and is seen by nobody', async () => {
    const id = await make()
    const [mine, theirs] = [newId(), newId()]
    await say(world, 'salesperson', id, mine)
    const body = { placeId: theirs, here: true }
    expect((await world.as(null).call(keepPresence, { ...at(id), body })).status).toBe(401)
    expect((await world.as('stranger').call(keepPresence, { ...at(id), body })).status).toBe(404)
    expect((await me.call(keepPresence, { ...at(newId()), body })).status).toBe(404)
    expect(await say(world, 'stranger', id, theirs, false)).toEqual([])
    expect(await say(world, 'salesperson', id, mine)).toEqual([])
    await me.ok(addMember, { params: { id, userId: people.stranger.id }, body: {} })
    expect(await say(world, 'stranger', id, theirs)).toEqual([people.salesperson.id])
    // Somebody else's place is neither kept nor taken away.
    await say(world, 'salesperson', id, theirs, false)
    expect(await say(world, 'salesperson', id, mine)).toEqual([people.stranger.id])
    await me.ok(removeMember, { params: { id, userId: people.stranger.id } })
    expect((await world.as('stranger').call(keepPresence, { ...at(id), body })).status).toBe(404)
    clock += SILENT_SECONDS * 1_000
    expect(await say(world, 'salesperson', id, mine)).toEqual([])
    for (const wrong of [{}, { placeId: 'x', here: true }, { placeId: mine, here: 'yes' }]) {
      expect((await me.call(keepPresence, { ...at(id), body: wrong })).status).toBe(422)
    }
  })
})
