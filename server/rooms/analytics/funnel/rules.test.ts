import { expect, test } from 'vitest'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { countOf, decideFunnel, decideStanding, Places } from './rules.ts'

const states = [
  { id: 'first', kind: 'ordinary' as const, probability: 10 },
  { id: 'second', kind: 'ordinary' as const, probability: 50 },
  { id: 'third', kind: 'ordinary' as const, probability: 80 },
  { id: 'won', kind: 'won' as const, probability: 100 },
  { id: 'lost', kind: 'lost' as const, probability: 0 },
]
const places = new Places(states, [])

const way = (fromId: string | null, toId: string | null, more: object = {}) => ({
  fromId,
  toId,
  leavingId: null,
  leavingReasonId: null,
  reasonId: null,
  currency: 'RUB',
  within: true,
  count: 1,
  amount: '0',
  stayed: 0,
  lasted: 0,
  ...more,
})
const reached = (flow: Parameters<typeof decideFunnel>[1], of = places) => {
  const funnel = decideFunnel(of, flow)
  return [...funnel.states.map(each => each.reached.count), funnel.won.count]
}

test('what is skipped is passed', () => {
  expect(reached([way(null, 'third')])).toEqual([1, 1, 1, 0])
  expect(reached([way(null, 'first', { count: 4 }), way('first', 'third', { count: 2 })])).toEqual([4, 2, 2, 0])
})

test('a way back takes back what it leads out of', () => {
  expect(reached([way(null, 'third'), way('third', 'first')])).toEqual([1, 0, 0, 0])
})

test('who began before the period has passed what lies behind, and is counted once', () => {
  const flow = [way('second', 'third', { within: false })]
  expect(reached(flow)).toEqual([1, 1, 1, 0])
  expect(decideFunnel(places, flow).states.map(each => each.earlier)).toEqual([1, 1, 0])
})

test('a success taken back in its own period is none, one of before was never of this', () => {
  const back = { leavingId: 'won' }
  expect(reached([way(null, 'first'), way('first', 'won'), way('first', 'second', back)])).toEqual([1, 1, 0, 0])
  expect(reached([way('first', 'second', { ...back, within: false })])).toEqual([1, 1, 0, 0])
})

test('a loss taken back takes its reason along', () => {
  const flow = [
    way(null, 'second'),
    way('second', 'lost', { reasonId: 'price' }),
    way('second', 'lost', { reasonId: 'price', within: false }),
    way('second', 'third', { leavingId: 'lost', leavingReasonId: 'price' }),
  ]
  const funnel = decideFunnel(places, flow)
  expect(funnel.lossReasons).toEqual([{ stateId: 'second', reasonId: 'price', count: 1, sums: [] }])
  expect(funnel.lost.count).toBe(1)
  expect(countOf(funnel, { cell: 'lost', lossReasonId: 'price' })).toBe(1)
  expect(countOf(funnel, { cell: 'lost', lossReasonId: 'none' })).toBe(0)
})

test('conversion is won of won and lost, and nothing of nothing', () => {
  const flow = [way('first', 'won', { count: 1, lasted: 86_400 * 9 }), way('first', 'lost', { count: 2 })]
  expect(decideFunnel(places, flow)).toMatchObject({ conversion: 33.3, averageSaleDays: 9 })
  expect(decideFunnel(places, [])).toMatchObject({ conversion: null, averageSaleDays: null, lossReasons: [] })
})

test('days are those of whoever left the state, whichever way', () => {
  const flow = [
    way('first', 'second', { stayed: 86_400 * 2 }),
    way('first', 'lost', { stayed: 86_400 * 5 }),
    way('first', null, { stayed: 86_400 * 2 }),
    // Time in an outcome is no time in the state before it.
    way('first', 'first', { leavingId: 'lost' }),
  ]
  expect(decideFunnel(places, flow).states[0]?.averageDays).toBe(3)
})

test('sums stay apart by currency, and are weighted where they stand', () => {
  const flow = [
    way(null, 'second', { count: 2, amount: '100.01' }),
    way(null, 'second', { amount: '10', currency: 'EUR' }),
    way('second', 'third', { amount: '10', currency: 'EUR' }),
  ]
  const [, second, third] = decideFunnel(places, flow).states
  expect(second?.reached.sums).toEqual([
    { amount: '10.00', currency: 'EUR' },
    { amount: '100.01', currency: 'RUB' },
  ])
  expect(second?.standing.weighted).toEqual([{ amount: '50.01', currency: 'RUB' }])
  expect(third?.standing.weighted).toEqual([{ amount: '8.00', currency: 'EUR' }])
})

test('a removed state counts as the nearest one before it that is there, and its days as nobody’s', () => {
  const removed = [
    { id: 'gone', kind: 'ordinary' as const, before: ['first', 'second', 'gone too'] },
    { id: 'gone too', kind: 'ordinary' as const, before: ['first', 'second'] },
    { id: 'gone first', kind: 'ordinary' as const, before: [] },
    { id: 'won before', kind: 'won' as const, before: ['first'] },
  ]
  const of = new Places(states, removed)
  expect(reached([way(null, 'gone')], of)).toEqual([1, 1, 0, 0])
  expect(reached([way(null, 'gone first')], of)).toEqual([1, 0, 0, 0])
  expect(reached([way(null, 'won before')], of)).toEqual([1, 1, 1, 1])
  expect(decideFunnel(of, [way('gone', 'third', { stayed: 99 })]).states[1]?.averageDays).toBeNull()
  expect(decideStanding(of, { cell: 'standing', stateId: 'second' }).states).toEqual(['second', 'gone', 'gone too'])
})

test('a number is asked for by the states in which its Interests stand', () => {
  expect(decideStanding(places, { cell: 'reached', stateId: 'second' })).toEqual({
    states: ['second', 'third', 'won'],
    lost: ['lost'],
    origins: ['second', 'third'],
  })
  expect(decideStanding(places, { cell: 'lost', stateId: 'first', lossReasonId: 'none' })).toEqual({
    states: [],
    lost: ['lost'],
    origins: ['first', NIL_ID],
    reasonId: NIL_ID,
  })
  expect(decideStanding(places, { cell: 'reached', stateId: 'unknown' })).toEqual({ states: [], lost: [], origins: [] })
})
