import pg from 'pg'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aWorld } from '../app/testing.ts'
import { notFound, operationReused } from './contract.ts'
import { statement } from './db/database.ts'
import { Problem, refuse } from './problems.ts'
import { newId } from './pure/ids.ts'
import { hashRequest, perform, type Work } from './work.ts'

const world = await aWorld()
const { platform, db } = world
const caller = world.caller('salesperson')

const count = statement<{ n: number }>('select count(*)::int as n from throttle')
const add = statement<never>("insert into throttle (key, hits, window_start) values ($1, 1, 'epoch')")
const counted = async () => (await db.first(count))?.n
const eventsOf = async (id: string) =>
  Number((await db.pool.query('select count(*) from event where record_id = $1', [id])).rows[0].count)

beforeEach(() => db.pool.query('delete from throttle'))

/** A request that adds a row, and a repeat that counts the rows. */
function aRequest(key: string = newId(), body: unknown = 'same') {
  const operation = { verb: 'test', key, hash: hashRequest('POST', '/test', body) }
  const again = async (work: Work) => (await work.tx.first(count))?.n ?? 0
  return (action: (work: Work) => Promise<number>) => perform(platform, caller, operation, action, again)
}
const adding = async (work: Work) => {
  await work.tx.rows(add, [newId()])
  return -1
}

describe('a request with a key', () => {
  it('is done once, and its repeat is answered with how it is now', async () => {
    const request = aRequest()
    expect(await request(adding)).toEqual({ result: -1, repeated: false })
    expect(await request(adding)).toEqual({ result: 1, repeated: true })
  })

  it('is done once when it comes many times at one moment', async () => {
    const request = aRequest()
    const answers = await Promise.all(Array.from({ length: 12 }, () => request(adding)))
    expect(answers.filter(each => !each.repeated)).toHaveLength(1)
    expect(answers.filter(each => each.repeated).every(each => each.result === 1)).toBe(true)
    expect(await counted()).toBe(1)
  })

  it('leaves its key free when it was refused or failed', async () => {
    const request = aRequest()
    await expect(request(async () => refuse(notFound))).rejects.toMatchObject({ declaration: notFound })
    await expect(request(work => work.tx.rows(statement('select 1 / 0')) as never)).rejects.toThrow('division')
    expect(await request(adding)).toEqual({ result: -1, repeated: false })
  })

  it('is refused with another body, whether that would do or not', async () => {
    const key = newId()
    await aRequest(key)(adding)
    const other = aRequest(key, 'other')
    for (const action of [adding, async () => refuse(notFound)]) {
      await expect(other(action)).rejects.toMatchObject({ declaration: operationReused })
    }
    expect(await counted()).toBe(1)
  })

  it('is answered as a repeat however doing it again would fail', async () => {
    const request = aRequest()
    await request(adding)
    const id = newId()
    const failures = [
      new Problem(notFound),
      new Error('nobody foresaw'),
      // What was done stands in the way, and the database says so.
      'database' as const,
    ]
    for (const failure of failures) {
      const answer = request(async work => {
        work.record({ kind: 'test.done', record: { kind: 'test', id }, owners: null })
        if (failure === 'database') await work.tx.rows(statement('select 1 / 0'))
        throw failure
      })
      expect(await answer).toEqual({ result: 1, repeated: true })
    }
    expect(await eventsOf(id)).toBe(0)
  })

  it('tells why it failed, though the look at its key fails too', async () => {
    const { query } = pg.Client.prototype
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: any[]) {
      if (args[0].text?.startsWith('select hash from operation')) args[0] = { text: 'select 1 / 0' }
      return Reflect.apply(query, this, args)
    } as never)
    try {
      await expect(aRequest()(() => Promise.reject(new Error('the reason')))).rejects.toThrow('the reason')
    } finally {
      spy.mockRestore()
    }
  })
})

it('a preview leaves nothing, whatever travels with it', async () => {
  const id = newId()
  const action = async (work: Work) => {
    work.tx.later(add, ['a'])
    await work.tx.rows(add, ['b'])
    work.tx.later(add, ['c'])
    work.record({ kind: 'test.done', record: { kind: 'test', id }, owners: null })
    return (await work.tx.first(count))?.n
  }
  expect(await perform(platform, caller, { verb: 'test', preview: true }, action)).toEqual({
    result: 3,
    repeated: false,
  })
  expect([await counted(), await eventsOf(id)]).toEqual([0, 0])
})

it('an action that lost a deadlock is done again, and what it had put off is written once', async () => {
  await db.pool.query("insert into throttle (key, hits, window_start) values ('a', 0, 'epoch'), ('b', 0, 'epoch')")
  const hit = statement<never>('update throttle set hits = hits + 1 where key = $1')
  const ids = [newId(), newId()]
  const both = Promise.withResolvers<void>()
  let [begun, holding] = [0, 0]
  const crossing = (first: string, second: string, id = '') =>
    perform(platform, caller, { verb: 'test' }, async work => {
      begun++
      // Both may be chosen to lose; nobody crosses a second time.
      const order = begun > 2 ? ['a', 'b'] : [first, second]
      await work.tx.rows(hit, [order[0]])
      if (++holding === 2) both.resolve()
      await both.promise
      work.tx.later(hit, [order[1]])
      work.record({ kind: 'test.done', record: { kind: 'test', id }, owners: null })
    })
  await Promise.all([crossing('a', 'b', ids[0]), crossing('b', 'a', ids[1])])
  expect(begun).toBeGreaterThan(2)
  const { rows } = await db.pool.query('select hits from throttle')
  expect(rows).toEqual([{ hits: 2 }, { hits: 2 }])
  expect(await Promise.all(ids.map(eventsOf))).toEqual([1, 1])
})
