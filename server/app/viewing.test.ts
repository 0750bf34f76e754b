import { beforeEach, describe, expect, test } from 'vitest'
import { routesOf } from './rooms.ts'
import { aWorld, people } from './testing.ts'
import { newId } from '../platform/pure/ids.ts'
import { aClient } from '../rooms/clients/builders.ts'
import { createClient, getClient, listClients } from '../rooms/clients/contract.ts'
import { readMySettings } from '../rooms/fields/contract.ts'
import { listDrafts, saveDraft } from '../rooms/registration/contract.ts'
import { listSessions, readMe } from '../rooms/access/contract.ts'
import { gateOf } from '../rooms/access/http.ts'
import { endViewingInTime } from '../rooms/access/jobs.ts'
import { stopViewing, viewAs } from '../rooms/access/viewing/contract.ts'

describe('whoever looks through the eyes of another', async () => {
  let clock = Date.now()
  const world = await aWorld({ now: () => new Date(clock) })
  const boss = world.as('administrator')
  const begin = (who: keyof typeof people = 'stranger') => boss.ok(viewAs, { body: { userId: people[who].id } })
  const seen = async () => (await boss.ok(readMe)).user.id
  const audited = async (kind: string) =>
    (await world.db.q.selectFrom('audit').selectAll().where('kind', '=', kind).orderBy('id').execute()).map(each => ({
      actor: each.actor_id,
      detail: each.detail,
    }))

  beforeEach(async () => {
    await boss.ok(stopViewing)
    clock += 60_000
  })

  test('reads what that person reads, and is told so together with who really looks', async () => {
    const foreign = await world.as('salesperson').ok(createClient, { body: aClient() })
    const own = await world.as('stranger').ok(createClient, { body: aClient() })
    const me = await begin()
    expect([me.user.id, me.viewing?.by.id, me.can['users.administer']]).toEqual([
      people.stranger.id,
      people.administrator.id,
      false,
    ])
    const ids = (await boss.ok(listClients, { query: { limit: 200 } })).items.map(each => each.id)
    expect([ids.includes(own.id), ids.includes(foreign.id)]).toEqual([true, false])
    expect((await boss.call(getClient, { params: { id: foreign.id } })).status).toBe(404)
    expect((await boss.ok(getClient, { params: { id: own.id } })).can['edit']).toBe(true)
    expect((await boss.ok(stopViewing)).viewing).toBe(null)
    expect((await boss.call(getClient, { params: { id: foreign.id } })).status).toBe(200)
  })

  test('writes nothing, through no door at all', async () => {
    await begin()
    const doors = routesOf(world.platform, gateOf(world.platform)).map(each => each.endpoint)
    const writing = doors.filter(each => each.method !== 'GET' && each.access !== 'public' && !each.own)
    expect(writing.length).toBeGreaterThan(60)
    const passed: string[] = []
    for (const endpoint of writing) {
      const params = Object.fromEntries([...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => [name, newId()]))
      const { status, problem } = await boss.call(endpoint, { params: params as never, body: {} })
      if (status !== 403 || problem.code !== 'view_as.read_only') passed.push(`${endpoint.method} ${endpoint.path}`)
    }
    expect(passed).toEqual([])
  })

  test('keeps the own settings, drafts and sessions, and sees none of that person', async () => {
    const id = newId()
    await world.as('stranger').ok(saveDraft, { params: { id }, body: { body: { content: 'тайный черновик' } } })
    await begin()
    expect((await boss.ok(listDrafts)).items).toEqual([])
    expect((await boss.ok(listSessions)).items.map(each => each.id)).toEqual([people.administrator.id])
    expect((await boss.call(readMySettings)).status).toBe(200)
  })

  test('is written down at the beginning, at the end, and with every card that is opened', async () => {
    const client = await world.as('stranger').ok(createClient, { body: aClient() })
    const before = (await audited('access.viewed_as')).length
    await begin()
    await boss.ok(getClient, { params: { id: client.id } })
    await boss.ok(stopViewing)
    const as = people.stranger.id
    expect((await audited('access.viewed_as')).slice(before)).toMatchObject([
      { actor: people.administrator.id, detail: { phase: 'began', as } },
      { actor: people.administrator.id, detail: { phase: 'ended', as } },
    ])
    expect((await audited('client.viewed')).at(-1)).toEqual({ actor: people.administrator.id, detail: { as } })
  })

  test('does so for half an hour, and the end by the clock is written down', async () => {
    await begin()
    clock += 29 * 60_000
    expect(await seen()).toBe(people.stranger.id)
    clock += 60_000
    expect(await seen()).toBe(people.administrator.id)
    const before = (await audited('access.viewed_as')).length
    await endViewingInTime(world.platform).handle({} as never, undefined as never)
    expect((await audited('access.viewed_as')).slice(before)).toMatchObject([{ detail: { phase: 'ended' } }])
  })

  test('does so no longer than the right is held and that person works here', async () => {
    await begin('colleague')
    const { q } = world.db
    const user = (id: string) => q.updateTable('app_user').where('id', '=', id)
    await user(people.administrator.id).set({ role: 'head' }).execute()
    clock += 2_000
    expect(await seen()).toBe(people.administrator.id)
    await user(people.administrator.id).set({ role: 'administrator' }).execute()
    clock += 2_000
    expect(await seen()).toBe(people.colleague.id)
    await user(people.colleague.id).set({ deactivated_at: new Date() }).execute()
    clock += 2_000
    expect(await seen()).toBe(people.administrator.id)
    await user(people.colleague.id).set({ deactivated_at: null }).execute()
  })

  test('has the right to it, and chooses a colleague who works here', async () => {
    const body = { userId: people.stranger.id }
    for (const who of ['head', 'salesperson'] as const) {
      expect((await world.as(who).call(viewAs, { body })).status).toBe(403)
    }
    for (const userId of [people.administrator.id, newId()]) {
      expect((await boss.call(viewAs, { body: { userId } })).problem.code).toBe('view_as.nobody')
    }
  })
})
