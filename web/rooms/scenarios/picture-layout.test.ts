import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut } from './picture-layout.ts'

const ordinary = (id: string, fromStates: string[] | null = null) => ({ id, kind: 'ordinary' as const, fromStates })
const outcomes = [
  { id: 'won', kind: 'won' as const, fromStates: null },
  { id: 'lost', kind: 'lost' as const, fromStates: null },
]

test('where nothing is narrowed the plain order is drawn, from outside into the first and on to both outcomes', () => {
  const { ways } = layOut([ordinary('a'), ordinary('b'), ...outcomes], 1100)
  expect(ways.map(({ from, to }) => [from.join(), to])).toEqual([
    ['', 'a'],
    ['a', 'b'],
    ['b', 'won'],
    ['b', 'lost'],
  ])
})

test('a named way is drawn once; what is not named is not drawn', () => {
  const states = [
    ordinary('a'),
    ordinary('b'),
    ordinary('c', ['a']),
    { id: 'won', kind: 'won' as const, fromStates: ['c', 'a'] },
  ]
  const drawn = layOut(states, 1100).ways.map(({ from, to }) => [from.join(), to])
  expect(drawn).toContainEqual(['a', 'c'])
  expect(drawn).not.toContainEqual(['b', 'c'])
  expect(drawn).toContainEqual(['c,a', 'won'])
})

test('however many states and ways there are, boxes lie apart inside of the picture and every way is drawn', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `s${at}`)
  const scenario = fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.option(fc.subarray([...ids, 'won', 'lost'])), { minLength: 14, maxLength: 14 }),
      fc.integer({ min: 200, max: 1900 }),
    )
    .map(([count, from, room]) => {
      const kept = [...ids.slice(0, count), 'won', 'lost']
      const states = kept.map((id, at) => ({
        id,
        kind: id === 'won' || id === 'lost' ? (id as 'won' | 'lost') : ('ordinary' as const),
        fromStates: from[at]?.filter(each => kept.includes(each) && each !== id) ?? null,
      }))
      return { states, room }
    })
  fc.assert(
    fc.property(scenario, ({ states, room }) => {
      const { boxes, ways, width, height } = layOut(states, room)
      for (const [at, box] of boxes.entries()) {
        expect(box.x).toBeGreaterThanOrEqual(0)
        expect(box.y).toBeGreaterThanOrEqual(0)
        expect(box.x + box.width).toBeLessThanOrEqual(width)
        expect(box.y + box.height).toBeLessThanOrEqual(height)
        const apart = (other: typeof box) =>
          other.x >= box.x + box.width || other.y >= box.y + box.height || box.y >= other.y + other.height
        expect(boxes.slice(at + 1).every(apart)).toBe(true)
      }
      for (const [at, { id, fromStates }] of states.entries()) {
        const drawn = ways.filter(way => way.to === id).flatMap(way => way.from)
        if (fromStates && at > 0) expect([...drawn].sort()).toEqual([...fromStates].sort())
      }
    }),
  )
})
