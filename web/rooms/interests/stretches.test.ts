import fc from 'fast-check'
import { expect, test } from 'vitest'
import { begun, filled, gapOf, put, reaching, renewed, standsBeside, type Stretch } from './stretches.ts'

type Item = { id: string; rank: number }
const column = (...ranks: number[]): Item[] => ranks.map(rank => ({ id: `i${rank}`, rank }))
const ids = (stretches: readonly Stretch<Item>[]) => stretches.flatMap(each => each.items.map(item => item.id))

/** A server that holds a column; a place is the rank before which, or after which, it lies. */
class Served {
  items: Item[]
  constructor(items: Item[]) {
    this.items = items
  }

  read(after: string | null, until: string | null, limit: number) {
    const found = this.items.filter(
      ({ rank }) => (after === null || rank > Number(after)) && (until === null || rank < Number(until)),
    )
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return { items, nextCursor: found.length > limit && last ? String(last.rank + 0.1) : null }
  }

  at(id: string, limit: number) {
    const first = this.items.find(each => each.id === id)
    const cursor = first ? String(first.rank - 0.1) : null
    return { ...(first ? this.read(cursor, null, limit) : { items: [], nextCursor: null }), cursor }
  }

  /** Reads whatever is not current, as if all of it were looked at. */
  settle(stretches: readonly Stretch<Item>[], limit: number): readonly Stretch<Item>[] {
    for (let now = stretches; ; ) {
      const next = now.find(each => each.state !== 'read')
      if (!next) return now
      now = filled(now, next, this.read(next.after, next.until, limit))
    }
  }
}

test('pages make a whole column, each going on where the one before ended', () => {
  const served = new Served(column(1, 2, 3, 4, 5, 6, 7))
  const first = begun(served.read(null, null, 3))
  expect(ids(first)).toEqual(['i1', 'i2', 'i3'])
  expect(ids(served.settle(first, 2))).toEqual(served.items.map(each => each.id))
})

test('a card far down the column is shown behind a gap that can be read later', () => {
  const served = new Served(column(...Array.from({ length: 30 }, (_, at) => at)))
  const first = begun(served.read(null, null, 3))
  const reached = reaching(first, served.at('i20', 4))
  expect(ids(reached)).toEqual(['i0', 'i1', 'i2', 'i20', 'i21', 'i22', 'i23'])
  const gap = gapOf(reached)
  expect(gap).toBeDefined()
  const closer = filled(reached, gap as Stretch<Item>, served.read(gap?.after ?? null, gap?.until ?? null, 10))
  expect(ids(closer).slice(0, 14)).toEqual([...served.items.slice(0, 13).map(each => each.id), 'i20'])
  expect(ids(served.settle(closer, 10))).toEqual(served.items.map(each => each.id))
})

test('a card whose neighbour is known already stands before it, without a gap', () => {
  const served = new Served(column(1, 2, 3, 4))
  const first = begun(new Served(column(1, 3, 4, 5, 6)).read(null, null, 3))
  const reached = reaching(first, served.at('i2', 2))
  expect(ids(reached)).toEqual(['i1', 'i2', 'i3', 'i4'])
  expect(gapOf(reached)).toBeUndefined()
})

test('when the head is read anew the rest stays, and is read again', () => {
  const served = new Served(column(1, 2, 3, 4, 5, 6))
  const whole = served.settle(begun(served.read(null, null, 2)), 2)
  served.items = column(0, 1, 2, 4, 5, 6)
  const anew = renewed(whole, served.read(null, null, 2))
  expect(ids(anew)).toEqual(['i0', 'i1', 'i3', 'i4', 'i5', 'i6'])
  expect(anew.map(each => each.state)).toEqual(['read', 'old', 'old'])
  expect(ids(served.settle(anew, 2))).toEqual(served.items.map(each => each.id))
})

test('an answer to what is no longer asked changes nothing', () => {
  const stretches = begun(new Served(column(1, 2, 3)).read(null, null, 2))
  expect(filled(stretches, { after: 'elsewhere', until: null }, { items: column(9), nextCursor: null })).toBe(stretches)
})

test('a card without a known neighbour is put where what is known ends', () => {
  const stretches = begun(new Served(column(1, 2, 3)).read(null, null, 2))
  expect(ids(put(stretches, { id: 'x', rank: 9 }, undefined))).toEqual(['i1', 'i2', 'x'])
  expect(ids(put(stretches, { id: 'x', rank: 9 }, 'i2'))).toEqual(['i1', 'x', 'i2'])
})

test('whatever changes meanwhile, a column that is read to its end is what the server holds, each card once', () => {
  const ranks = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 })
  const acts = fc.array(fc.record({ ranks, page: fc.integer({ min: 1, max: 7 }), at: fc.nat() }), { maxLength: 8 })
  fc.assert(
    fc.property(ranks, acts, (first, changes) => {
      const sorted = (of: number[]) => column(...of.toSorted((a, b) => a - b))
      const served = new Served(sorted(first))
      let now: readonly Stretch<Item>[] = begun(served.read(null, null, 3))
      for (const { ranks: next, page, at } of changes) {
        served.items = sorted(next)
        now = renewed(now, served.read(null, null, 3))
        const seen = served.items[at % Math.max(1, served.items.length)]
        if (seen) now = reaching(now, served.at(seen.id, page + 1))
        if (seen) expect(ids(now)).toContain(seen.id)
        const asked = now[at % now.length]
        if (asked && asked.state !== 'read') now = filled(now, asked, served.read(asked.after, asked.until, page))
        expect(new Set(ids(now)).size).toBe(ids(now).length)
      }
      now = renewed(now, served.read(null, null, 3))
      expect(ids(served.settle(now, 5))).toEqual(served.items.map(each => each.id))
    }),
  )
})

test('a card stands beside the one above it, at the top beside the one below, and never beside what nobody read', () => {
  const whole = begun({ items: column(1, 2, 3), nextCursor: null })
  expect(standsBeside(whole, 'i2')).toEqual({ id: 'i1', side: 'after' })
  expect(standsBeside(whole, 'i1')).toEqual({ id: 'i2', side: 'before' })
  expect(standsBeside(begun({ items: column(1), nextCursor: null }), 'i1')).toBeUndefined()
  expect(standsBeside(whole, 'i9')).toBeUndefined()
  const known = (...ranks: number[]): Stretch<Item> => ({
    after: null,
    until: null,
    items: column(...ranks),
    state: 'read',
  })
  const unread: Stretch<Item> = { after: '1.1', until: '4.9', items: [], state: 'unread' }
  expect(standsBeside([known(1), unread, known(5, 6)], 'i5')).toEqual({ id: 'i6', side: 'before' })
  expect(standsBeside([known(1), unread, known(5)], 'i5')).toBeUndefined()
})
