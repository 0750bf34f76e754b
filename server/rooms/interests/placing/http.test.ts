import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { readBoard, readBoardColumn } from '../board/contract.ts'
import { anInterest } from '../builders.ts'
import * as api from '../contract.ts'
import { placeInterest } from './contract.ts'

describe('the order by hand', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  let serviceTypeId = ''
  let lossReasonId = ''
  let scenario: Scenario
  let stateId = ''
  let otherId = ''

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    lossReasonId = (await me.ok(directories.loss_reason.list)).items[0]?.id ?? ''
    scenario = (await me.ok(listScenarios)).items[0] as Scenario
    stateId = scenario.states[0]?.id ?? ''
    otherId = scenario.states[1]?.id ?? ''
  })

  const at = (id: string) => ({ params: { id } })
  const make = async (owner: Name = 'salesperson', more: object = {}) =>
    (await world.as(owner).ok(api.createInterest, { body: anInterest({ serviceTypeId, stateId, ...more }) })).id
  const place = (who: Name, id: string, side: 'before' | 'after', other: string) =>
    world.as(who).call(placeInterest, { ...at(id), body: { beside: { id: other, side } } })
  const columnOf = async (who: Name, state = stateId) => {
    const query = { scenarioId: scenario.id, stateId: state, order: 'byHand', limit: 200 }
    return (await world.as(who).ok(readBoardColumn, { query })).items.map(each => each.id)
  }
  const among = async (who: Name, ids: readonly string[], state = stateId) =>
    (await columnOf(who, state)).filter(id => ids.includes(id))
  const six = async () => {
    const ids: string[] = []
    for (let n = 0; n < 6; n++) ids.push(await make())
    return ids as [string, string, string, string, string, string]
  }

  test('what nobody put anywhere stands as it was registered; what was put stays there, for everybody', async () => {
    const [a, b, c, d, e, f] = await six()
    expect(await among('salesperson', [a, b, c, d, e, f])).toEqual([a, b, c, d, e, f])
    expect((await place('salesperson', e, 'before', a)).status).toBe(200)
    expect((await place('salesperson', b, 'after', f)).status).toBe(200)
    expect((await place('head', d, 'after', e)).status).toBe(200)
    for (const who of ['salesperson', 'head', 'administrator'] as const) {
      expect(await among(who, [a, b, c, d, e, f])).toEqual([e, d, a, c, f, b])
    }
    const late = await make()
    expect(await among('salesperson', [a, c, late])).toEqual([a, c, late])
  })

  test('a place is one write to one row, without a version, and history says nothing of it', async () => {
    const [a, , c] = await six()
    const rows = async () =>
      (await world.db.pool.query<{ id: string; xmin: string }>('select id, xmin::text from interest order by id')).rows
    const before = await rows()
    await place('salesperson', c, 'before', a)
    const written = (await rows()).filter((row, n) => row.xmin !== before[n]?.xmin)
    expect(written.map(row => row.id)).toEqual([c])
    expect((await me.ok(api.getInterest, at(c))).version).toBe(1)
    const { items } = await me.ok(api.readInterestTimeline, at(c))
    expect(items.map(each => each.kind)).toEqual(['interest.created'])
  })

  test('the board and its pages go by that order, from any place of it', async () => {
    const [a, b, c, d] = await six()
    await place('salesperson', d, 'before', a)
    await place('salesperson', b, 'before', d)
    const query = { scenarioId: scenario.id, order: 'byHand' }
    const whole = await columnOf('salesperson')
    const { columns } = await me.ok(readBoard, { query: { ...query, limit: 3 } })
    const first = columns.find(each => each.stateId === stateId)
    const found = first?.items.map(each => each.id) ?? []
    for (let cursor = first?.nextCursor; cursor; ) {
      const page = await me.ok(readBoardColumn, { query: { ...query, stateId, cursor, limit: 4 } })
      found.push(...page.items.map(each => each.id))
      cursor = page.nextCursor
    }
    expect(found).toEqual(whole)
    const keys = columns.flatMap(each => each.items.map(item => item.handKey ?? ''))
    expect(keys.every(key => /^[\da-f]+$/.test(key))).toBe(true)
    const from = await me.ok(readBoardColumn, { query: { ...query, stateId, at: d, limit: 2 } })
    expect(from.items.map(each => each.id)).toEqual(whole.slice(whole.indexOf(d), whole.indexOf(d) + 2))
    expect(whole.indexOf(c)).toBeGreaterThan(whole.indexOf(a))
  })

  test('many who put cards into one gap at once do not clash: all stand there, nothing else has moved', async () => {
    const [above, below] = [await make(), await make()]
    const ids = await Promise.all(Array.from({ length: 24 }, () => make()))
    const answers = await Promise.all(
      ids.map((id, n) => place(n % 2 ? 'head' : 'salesperson', id, n % 3 ? 'after' : 'before', n % 3 ? above : below)),
    )
    expect(answers.map(each => each.status)).toEqual(ids.map(() => 200))
    const column = await among('salesperson', [above, below, ...ids])
    expect([column[0], column.at(-1)]).toEqual([above, below])
    expect(column.slice(1, -1).toSorted()).toEqual(ids.toSorted())
    // Both of one pair at once, each beside the other.
    const [one, two] = [ids[0] ?? '', ids[1] ?? '']
    const both = await Promise.all([place('salesperson', one, 'after', two), place('head', two, 'after', one)])
    expect(both.map(each => each.status)).toEqual([200, 200])
    expect(await among('salesperson', [one, two])).toHaveLength(2)
  })

  test('what stands in between out of sight does not come between', async () => {
    const mine = await make()
    const foreign = await make('stranger')
    const [next, put] = [await make(), await make()]
    await place('salesperson', put, 'after', mine)
    expect(await among('administrator', [mine, foreign, next, put])).toEqual([mine, put, foreign, next])
  })

  test('beside a card that is elsewhere, finished or out of sight nothing is put', async () => {
    const [id, moved, foreign] = [await make(), await make('salesperson', { stateId: otherId }), await make('stranger')]
    const lost = scenario.states.find(each => each.kind === 'lost')
    const closed = await make()
    await me.ok(api.moveInterest, { ...at(closed), body: { stateId: lost?.id, version: 1, lossReasonId } })
    for (const other of [moved, foreign, closed, id, newId()]) {
      const refused = await place('salesperson', id, 'after', other)
      expect([refused.status, refused.problem.code]).toEqual([409, 'interest.neighbour_gone'])
    }
    expect((await place('salesperson', closed, 'after', id)).status).toBe(409)
    expect((await place('stranger', id, 'after', foreign)).status).toBe(404)
    expect((await world.as(null).call(placeInterest, { ...at(id), body: {} })).status).toBe(401)
    expect((await me.call(placeInterest, { ...at(id), body: { beside: { id, side: 'here' } } })).status).toBe(422)
  })

  test('a move may say beside which card: it stands there with the same write, else where its key says', async () => {
    const [first, second, put, kept] = [
      await make('salesperson', { stateId: otherId }),
      await make('salesperson', { stateId: otherId }),
      await make(),
      await make(),
    ]
    const beside = { id: second, side: 'before' as const }
    await me.ok(api.moveInterest, { ...at(put), body: { stateId: otherId, version: 1, beside } })
    await me.ok(api.moveInterest, { ...at(kept), body: { stateId: otherId, version: 1 } })
    expect(await among('salesperson', [first, second, put, kept], otherId)).toEqual([first, put, second, kept])
    const gone = { id: newId(), side: 'after' as const }
    const moved = await me.ok(api.moveInterest, { ...at(put), body: { stateId, version: 2, beside: gone } })
    expect(moved.stateId).toBe(stateId)
    expect(await among('salesperson', [kept, put])).toEqual([put])
  })

  test('others who see it are told that the order changed, and nobody else', async () => {
    const [a, b] = [await make(), await make()]
    await place('salesperson', b, 'before', a)
    const event = await world.db.q
      .selectFrom('event')
      .select(['record_kind', 'record_id', 'owners'])
      .where('kind', '=', 'column.ordered')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(event).toEqual({ record_kind: 'column', record_id: stateId, owners: [people.salesperson.id, stateId] })
  })
})
