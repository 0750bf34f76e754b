import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../app/testing.ts'
import { createApiKey, deactivateUser, revokeApiKey } from '../rooms/access/contract.ts'
import { aClient } from '../rooms/clients/builders.ts'
import { changeClient, createClient } from '../rooms/clients/contract.ts'
import { newId } from './pure/ids.ts'
import { streamEvents } from './realtime.ts'

interface Told {
  id: string
  kind: string
  record: { type: string; id: string }
}

describe('the stream of events', async () => {
  const world = await aWorld({ open: true })
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const closing: AbortController[] = []
  afterAll(() => {
    for (const each of closing) each.abort()
  })

  /** An open stream as a browser has it; `said` grows. */
  async function listen(who: Name | null | { key: string }, lastId?: string) {
    const abort = new AbortController()
    closing.push(abort)
    const response = await fetch(url + streamEvents.path, {
      headers: {
        ...(typeof who === 'string' ? { cookie: `sid=${people[who].token}` } : {}),
        ...(who && typeof who === 'object' ? { authorization: `Bearer ${who.key}` } : {}),
        ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
      },
      signal: abort.signal,
    })
    const stream = { said: '', ended: false, events: () => eventsOf(stream.said) }
    const read = async () => {
      for await (const part of response.body ?? []) stream.said += Buffer.from(part).toString()
      stream.ended = true
    }
    void read().catch(() => {})
    return { status: response.status, stream, close: () => abort.abort() }
  }
  const eventsOf = (said: string): Told[] =>
    said.split('\n').flatMap(line => (line.startsWith('data: ') ? [JSON.parse(line.slice(6)) as Told] : []))

  const make = async (responsibleId: string) => {
    const body = aClient({ responsibleId, comment: 'тайное слово' })
    await world.as('administrator').ok(createClient, { body })
    return body.id
  }
  const idsOf = ({ stream }: Awaited<ReturnType<typeof listen>>) => stream.events().map(each => each.record.id)
  const patience = { timeout: 20_000 }

  test('is closed to strangers', async () => {
    expect((await listen(null)).status).toBe(401)
  })

  test('tells of records in scope and nothing of others, and no value of any', async () => {
    const mine = await listen('salesperson')
    const all = await listen('administrator')
    const foreign = await make(people.stranger.id)
    const own = await make(people.salesperson.id)
    await expect.poll(() => idsOf(all), patience).toEqual(expect.arrayContaining([foreign, own]))
    await expect.poll(() => idsOf(mine), patience).toContain(own)
    expect(idsOf(mine)).not.toContain(foreign)
    expect(all.stream.said).not.toContain('тайное')
    await world
      .as('administrator')
      .ok(changeClient, { params: { id: own }, body: { version: 1, responsibleId: people.stranger.id } })
    await expect.poll(() => mine.stream.events().map(each => each.kind), patience).toContain('client.changed')
    await world.as('administrator').ok(changeClient, { params: { id: own }, body: { version: 2, comment: 'иное' } })
    const marker = await make(people.salesperson.id)
    await expect.poll(() => idsOf(mine), patience).toContain(marker)
    // Handing it over is told to whoever had it, and nothing after that.
    expect(mine.stream.events().filter(each => each.record.id === own && each.kind === 'client.changed').length).toBe(1)
  })

  test('goes on where it broke off: nothing is missed and nothing comes twice', async () => {
    const first = await listen('administrator')
    const before = await make(people.salesperson.id)
    await expect.poll(() => idsOf(first), patience).toContain(before)
    first.close()
    const lastId = first.stream.events().at(-1)?.id ?? ''
    const missed = [await make(people.salesperson.id), await make(people.salesperson.id)]
    const second = await listen('administrator', lastId)
    const later = await make(people.salesperson.id)
    await expect.poll(() => idsOf(second), patience).toContain(later)
    const clients = second.stream.events().filter(each => each.record.type === 'client')
    expect(clients.map(each => each.record.id)).toEqual([...missed, later])
  })

  test('ends with the right to it', async () => {
    const theirs = await listen('colleague')
    await world.as('administrator').ok(deactivateUser, { params: { id: people.colleague.id } })
    await expect.poll(() => theirs.stream.ended, patience).toBe(true)
    await make(people.colleague.id).catch(() => {})
    await sleep(50)
    expect(theirs.stream.events().filter(each => each.record.type === 'client')).toEqual([])
  })

  test('ends with the key that opened it', async () => {
    const me = world.as('salesperson')
    const { id, secret } = await me.ok(createApiKey, { body: { id: newId(), name: 'Обмен' } })
    const theirs = await listen({ key: secret })
    expect(theirs.status).toBe(200)
    await me.ok(revokeApiKey, { params: { id } })
    await expect.poll(() => theirs.stream.ended, { timeout: 5_000 }).toBe(true)
  })
})
