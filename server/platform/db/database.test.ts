import pg from 'pg'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { newId } from '../pure/ids.ts'
import { statement, type Transaction } from './database.ts'
import { listLiteral, readInstant } from './values.ts'
import { aDatabase } from './testing.ts'

const db = await aDatabase()

const add = statement<never>("insert into throttle (key, hits, window_start) values ($2, $1, 'epoch')")
const count = statement<{ n: number }>('select count(*)::int as n from throttle')
const hit = { key: 'a', hits: 1, window_start: new Date(0) }
const names = async () => (await db.pool.query('select key from throttle order by key')).rows.map(row => row.key)

beforeEach(() => db.pool.query('delete from throttle'))

const backend = statement<{ pid: number }>('select pg_backend_pid() as pid')
const divided = statement<{ n: number }>('select 1 / $1::int as n')

describe('what is planned for its values', () => {
  const mode = `select current_setting('plan_cache_mode') as mode, $1::int as n`

  it('leaves the plans of all else as they are, on the same connection and in a transaction', async () => {
    expect(await db.planned(mode, [1])).toEqual([{ mode: 'force_custom_plan', n: 1 }])
    const usual = statement<{ mode: string }>(`select current_setting('plan_cache_mode') as mode`)
    expect((await db.first(usual))?.mode).toBe('force_generic_plan')
    await db.transaction(async tx => {
      expect(await tx.planned(mode, [2])).toEqual([{ mode: 'force_custom_plan', n: 2 }])
      expect((await tx.first(usual))?.mode).toBe('force_generic_plan')
    })
  })

  it('fails by itself, and the next one is answered', async () => {
    await expect(db.planned('select 1 / $1::int as n', [0])).rejects.toThrow('division by zero')
    expect(await db.planned('select 1 / $1::int as n', [1])).toEqual([{ n: 1 }])
  })
})

describe('reads that are asked in one breath', () => {
  it('travel on one connection', async () => {
    const together = db.together()
    const answers = await Promise.all([together.first(backend), together.first(count), together.first(backend)])
    expect(answers[1]?.n).toBe(0)
    expect(answers[2]).toEqual(answers[0])
    const apart = await Promise.all([db.first(backend), db.first(backend)])
    expect(apart[0]).not.toEqual(apart[1])
  })

  it('fail each for itself, and the connection is given back', async () => {
    for (let time = 0; time < 30; time++) {
      const together = db.together()
      const answers = await Promise.allSettled([
        together.first(divided, [1]),
        together.first(divided, [0]),
        together.first(divided, [1]),
      ])
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    }
  })
})

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

describe('statements that nobody waits for in between', () => {
  it('run in the order in which they were written', async () => {
    const seen = await db.transaction(async tx => {
      const [, first] = await Promise.all([tx.rows(add, [1, 'a']), tx.first(count)])
      tx.later(add, [2, 'b'])
      const [second, third] = await Promise.all([tx.first(count), tx.first(count)])
      return [first?.n, second?.n, third?.n]
    })
    expect(seen).toEqual([1, 2, 2])
  })

  it('are undone when the action fails before they have left', async () => {
    const failed = db.transaction(async tx => {
      tx.rows(add, [1, 'a']).catch(() => {})
      throw new Error('changed its mind')
    })
    await expect(failed).rejects.toThrow('changed its mind')
    await db.transaction(async tx => tx.first(count))
    expect(await names()).toEqual([])
  })

  it('name the first failure as the cause, whoever hears of it first', async () => {
    const failed = db.transaction(async tx => {
      await tx.first(count)
      const slowly = async () => (await tx.first(statement('select 1 / 0')))?.['n' as never]
      await Promise.all([slowly(), tx.rows(count)])
    })
    await expect(failed).rejects.toMatchObject({ code: '22012' })
  })

  it('belong to what is committed, their failure too', async () => {
    const failed = db.transaction(async tx => {
      for (const n of [1, 2]) tx.rows(add, [n, 'a']).catch(() => {})
    })
    await expect(failed).rejects.toThrow('rolled back by the database')
    expect(await names()).toEqual([])
  })
})

describe('what an action answers with', () => {
  const one = statement<{ one: number }>('select 1 as one')

  it('is read behind the writes that wait, and committed with them', async () => {
    const seen = await db.transaction(async tx => {
      tx.later(add, [1, 'a'])
      return tx.closing(() => tx.first(count))
    })
    expect(seen?.n).toBe(1)
    expect(await names()).toEqual(['a'])
  })

  it('may take several questions, one after the other or at once', async () => {
    for (const key of ['a', 'b']) {
      const seen = await db.transaction(async tx => {
        tx.later(add, [1, key])
        return tx.closing(async () => [
          ...(await Promise.all([tx.first(count), tx.first(count)])),
          await tx.first(count),
        ])
      })
      expect(new Set(seen.map(each => each?.n)).size).toBe(1)
    }
    expect(await names()).toEqual(['a', 'b'])
  })

  it('does not break up what is written, however it is asked', async () => {
    const failed = db.transaction(async tx => {
      tx.later(add, [1, 'a'])
      tx.later(add, [2, 'b'])
      tx.later(add, [3, 'a'])
      await tx.closing(() => Promise.all([tx.first(count), tx.first(one), tx.first(count)]))
    })
    await expect(failed).rejects.toMatchObject({ code: '23505' })
    expect(await names()).toEqual([])
  })

  it('leaves no transaction open, though nothing was asked before or at all', async () => {
    const asking = async (tx: Transaction) => [await tx.first(one), await tx.first(one)]
    for (const ask of [asking, async () => 1]) {
      for (const put of [false, true]) {
        await db.transaction(tx => {
          if (put) tx.later(add, [1, newId()])
          return tx.closing<unknown>(() => ask(tx))
        })
        const { rows } = await db.pool.query('select now() <> statement_timestamp() as open')
        expect(rows).toEqual([{ open: false }])
      }
    }
    expect(await names()).toHaveLength(2)
  })

  it('writes nothing any more once the commit has left', async () => {
    for (const late of ['rows', 'later'] as const) {
      const failed = db.transaction(tx =>
        tx.closing(async () => {
          await tx.first(one)
          await tx[late](add, [1, 'a'])
        }),
      )
      await expect(failed).rejects.toThrow('is over')
    }
    expect(await names()).toEqual([])
  })
})

it('nothing is sent for a transaction that is over', async () => {
  let over: Transaction | undefined
  await db.transaction(async tx => {
    over = tx
    await tx.first(count)
  })
  await expect(over?.rows(add, [1, 'a'])).rejects.toThrow('is over')
  expect(() => over?.later(add, [1, 'a'])).toThrow('is over')
  expect(await names()).toEqual([])
})

it.each([
  ['a statement', (tx: Transaction) => tx.rows(add, [1, 'a'])],
  ['an insert of Kysely', (tx: Transaction) => tx.q.insertInto('throttle').values(hit).execute()],
  ['an update of Kysely', (tx: Transaction) => tx.q.updateTable('throttle').set({ hits: 7 }).execute()],
  ['a delete of Kysely', (tx: Transaction) => tx.q.deleteFrom('throttle').execute()],
])('%s does not write when the transaction could not be opened', async (_, write) => {
  await db.pool.query("insert into throttle (key, hits, window_start) values ('before', 1, 'epoch')")
  const { query } = pg.Client.prototype
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: any[]) {
    const asked = args[0]
    if (asked === 'begin' || asked.text === 'begin') args[0] = 'begin nonsense'
    return Reflect.apply(query, this, args)
  } as never)
  try {
    await expect(db.transaction(write as (tx: Transaction) => Promise<unknown>)).rejects.toMatchObject({
      code: '42601',
    })
  } finally {
    spy.mockRestore()
  }
  expect((await db.pool.query('select key, hits from throttle')).rows).toEqual([{ key: 'before', hits: 1 }])
})

describe('an instant', () => {
  it('is read as the database means it, whatever its form', async () => {
    const written = [
      '2026-02-03 04:05:06.789+00',
      '2026-02-03 04:05:06+00',
      '2026-02-03 04:05:06.7+00',
      '1999-12-31 23:59:59.999999+00',
      '2026-02-03 04:05:06.05-03:30',
      '0044-03-15 00:00:00+00',
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

describe('a list of values', () => {
  const echo = statement<{ list: unknown[] }>('select $1::text[] as list')

  it('arrives as it was given, whatever stands in it', async () => {
    const odd = ['', ' ', 'null', 'NULL', '{a,b}', 'a"b', String.raw`a\b`, 'a\nb\tc', 'ё', '👍', ',', "it's", null]
    const plain = ['', ' ', 'null', 'NULL', '{a,b}', 'ё', '👍', ',', "it's", null]
    for (const list of [odd, plain, odd.slice(0, 3), []]) expect((await db.first(echo, [list]))?.list).toEqual(list)
    const numbers = [1, -2, 0.5, 1e21, 4, 5, 6, 7, null]
    const asNumbers = statement<{ list: number[] }>('select $1::float8[] as list')
    expect((await db.first(asNumbers, [numbers]))?.list).toEqual(numbers)
    const flags = [true, false, true, false, true, false, true, false]
    const asFlags = statement<{ list: boolean[] }>('select $1::bool[] as list')
    expect((await db.first(asFlags, [flags]))?.list).toEqual(flags)
  })

  it('is written by the driver where it holds more than plain values', () => {
    const dates = Array.from({ length: 9 }, () => new Date(0))
    expect(listLiteral(dates)).toBe(dates)
    expect(listLiteral(Array.from({ length: 9 }, () => Number.NaN))).toEqual(expect.any(Array))
    expect(listLiteral('text')).toBe('text')
  })
})
