import { expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { perform, type Work } from '../../platform/work.ts'
import { notify, settleNotices } from './actions.ts'
import { listNotices, readAllNotices, readNotice, summariseNotices } from './contract.ts'

let clock = Date.parse('2026-03-02T09:00:00Z')
const world = await aWorld({ now: () => new Date(clock) })
const anna = world.as('salesperson')
const igor = world.as('colleague')

const write = <T>(who: Name, action: (work: Work) => Promise<T>) =>
  perform(world.platform, world.caller(who), { verb: 'test' }, action).then(each => each.result)

const tell = (to: readonly Name[], more: { key?: string; requestId?: string } = {}) =>
  write('stranger', work => {
    clock += 1_000
    const requestId = more.requestId ?? newId()
    return notify(work, {
      kind: 'access.requested',
      userIds: to.map(name => people[name].id),
      record: { kind: 'access_request', id: requestId },
      data: {
        requestId,
        asker: { id: people.stranger.id, name: people.stranger.name },
        client: { id: newId(), name: 'Ромашка' },
        typed: '+7 912 000-00-01',
      },
      ...(more.key === undefined ? {} : { key: more.key }),
    })
  })
const unread = async (who: typeof anna) => (await who.ok(summariseNotices)).unread

test('a notice is read by the person it was told to, and by nobody else', async () => {
  await tell(['salesperson'])
  const { items } = await anna.ok(listNotices)
  expect(items).toMatchObject([
    { kind: 'access.requested', readAt: null, outcome: null, data: { typed: '+7 912 000-00-01' } },
  ])
  expect((await igor.ok(listNotices)).items).toEqual([])
  expect((await world.as('administrator').ok(listNotices)).items).toEqual([])
  const params = { id: items[0]?.id ?? '' }
  expect((await igor.call(readNotice, { params })).status).toBe(404)
  expect([await unread(anna), await unread(igor)]).toEqual([1, 0])
  expect((await world.as(null).call(listNotices)).status).toBe(401)
})

test('unread ones come first, then the newest, page by page without a gap', async () => {
  for (let n = 0; n < 6; n++) await tell(['colleague'])
  const all = (await igor.ok(listNotices)).items
  for (const at of [0, 3])
    expect((await igor.ok(readNotice, { params: { id: all[at]?.id ?? '' } })).unread).toBeGreaterThan(3)
  const expected = [1, 2, 4, 5, 0, 3].map(at => all[at]?.id)
  const ids: (string | undefined)[] = []
  let cursor: string | undefined
  do {
    const page = await igor.ok(listNotices, { query: { limit: 2, cursor } })
    ids.push(...page.items.map(item => item.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(ids).toEqual(expected)
})

test('all are marked as read at once', async () => {
  expect(await unread(igor)).toBe(4)
  expect(await igor.ok(readAllNotices)).toEqual({ unread: 0 })
  expect((await igor.ok(listNotices)).items.every(item => item.readAt !== null)).toBe(true)
  expect(await unread(anna)).toBe(1)
})

test('what is told under a key is told once', async () => {
  expect(await tell(['head'], { key: 'same' })).toEqual([people.head.id])
  expect(await tell(['head'], { key: 'same' })).toEqual([])
  expect(await unread(world.as('head'))).toBe(1)
})

test('a decision settles the notices of everybody who was asked', async () => {
  const requestId = newId()
  await tell(['head', 'administrator'], { requestId })
  await write('head', work => settleNotices(work, { kind: 'access.requested', recordId: requestId }, 'granted'))
  for (const who of ['head', 'administrator'] as const) {
    const found = (await world.as(who).ok(listNotices)).items.find(
      item => item.kind === 'access.requested' && item.data.requestId === requestId,
    )
    expect(found).toMatchObject({ outcome: 'granted', readAt: expect.any(String) })
  }
})

test('a notice that is rolled back was never told, and its event names its owner alone', async () => {
  await expect(
    write('stranger', async work => {
      await notify(work, {
        kind: 'access.declined',
        userIds: [people.stranger.id],
        record: { kind: 'access_request', id: newId() },
        data: { typed: 'x', by: { id: people.head.id, name: 'x' }, comment: null },
      })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await unread(world.as('stranger'))).toBe(0)
  const events = await world.db.q.selectFrom('event').select('owners').where('kind', '=', 'notice.created').execute()
  expect(events.length).toBeGreaterThan(5)
  expect(events.every(event => event.owners?.length === 1)).toBe(true)
})
