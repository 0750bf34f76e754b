import { beforeEach, describe, expect, it } from 'vitest'
import { readInstant, statement } from './database.ts'
import { aDatabase } from './testing.ts'

const db = await aDatabase()

const add = statement<never>("insert into throttle (key, hits, window_start) values ($2, $1, 'epoch')")
const count = statement<{ n: number }>('select count(*)::int as n from throttle')
const names = async () => (await db.pool.query('select key from throttle order by key')).rows.map(row => row.key)

beforeEach(() => db.pool.query('delete from throttle'))

describe('a write that is sent later', () => {
  it('is there once the transaction is committed', async () => {
    await db.transaction(async tx => tx.later(add, [1, 'a']))
    expect(await names()).toEqual(['a'])
  })

  it('comes before every statement that follows it', async () => {
    const seen = await db.transaction(async tx => {
      tx.later(add, [1, 'a'])
      tx.later(add, [2, 'b'])
      const before = await tx.first(count)
      tx.later(add, [3, 'c'])
      return before
    })
    expect(seen?.n).toBe(2)
    expect(await names()).toEqual(['a', 'b', 'c'])
  })

  it('undoes everything with its failure, and the failure is its own', async () => {
    const failed = db.transaction(async tx => {
      await tx.rows(add, [1, 'a'])
      tx.later(add, [2, 'a'])
      tx.later(add, [2, 'b'])
    })
    await expect(failed).rejects.toMatchObject({ code: '23505' })
    expect(await names()).toEqual([])
  })

  it('is the cause that a later statement names', async () => {
    const failed = db.transaction(async tx => {
      tx.later(add, [1, 'a'])
      tx.later(add, [2, 'a'])
      await tx.first(count)
    })
    await expect(failed).rejects.toMatchObject({ code: '23505' })
    expect(await names()).toEqual([])
  })

  it('is forgotten when the action fails', async () => {
    const failed = db.transaction(async tx => {
      tx.later(add, [1, 'a'])
      throw new Error('changed its mind')
    })
    await expect(failed).rejects.toThrow('changed its mind')
    expect(await names()).toEqual([])
  })
})

describe('a transaction', () => {
  it('is undone as a whole, the first statement included', async () => {
    for (const first of [add, count] as const) {
      const failed = db.transaction(async tx => {
        await tx.rows(first, first === add ? [1, 'a'] : [])
        await tx.rows(add, [2, 'b'])
        throw new Error('changed its mind')
      })
      await expect(failed).rejects.toThrow('changed its mind')
    }
    expect(await names()).toEqual([])
  })

  it('does not claim to be committed when a statement failed and the failure was swallowed', async () => {
    const failed = db.transaction(async tx => {
      await tx.rows(add, [1, 'a'])
      await tx.rows(add, [2, 'a']).catch(() => {})
    })
    await expect(failed).rejects.toThrow('rolled back by the database')
    expect(await names()).toEqual([])
  })

  it('leaves its connection fit for the next one', async () => {
    await expect(db.transaction(tx => tx.rows(statement('select 1 / 0')))).rejects.toMatchObject({ code: '22012' })
    await Promise.all(Array.from({ length: 30 }, (_, n) => db.transaction(tx => tx.rows(add, [n, String(n)]))))
    expect(await names()).toHaveLength(30)
  })
})

describe('an instant', () => {
  it('is read as the database means it, whatever its form', async () => {
    const written = [
      '2026-02-03 04:05:06.789+00',
      '2026-02-03 04:05:06+00',
      '2026-02-03 04:05:06.7+00',
      '1999-12-31 23:59:59.999999+00',
      '2026-02-03 04:05:06.05-03:30',
      '0044-03-15 00:00:00+00 BC',
      '10000-01-01 00:00:00+00',
      '2024-02-29 00:00:00.12+00',
    ]
    for (const text of written) {
      const { rows } = await db.pool.query('select floor(extract(epoch from $1::timestamptz) * 1000)::text as ms', [
        text,
      ])
      expect(readInstant(text).getTime(), text).toBe(Number(rows[0].ms))
    }
  })

  it('comes in UTC from every connection', async () => {
    const { rows } = await db.pool.query(`select now()::text as now, current_setting('timezone') as zone`)
    expect(rows[0].zone).toBe('UTC')
    expect(rows[0].now).toMatch(/\+00$/)
  })
})
