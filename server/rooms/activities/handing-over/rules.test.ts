import { describe, expect, test } from 'vitest'
import { countShares, dealOut as deal, type OpenWork, type PlannedWork, type Work } from './rules.ts'

const due = (id: string, day: number | null, created = 1) => ({
  id,
  dueAt: day === null ? null : new Date(Date.UTC(2026, 10, day)),
  createdAt: new Date(Date.UTC(2026, 9, created)),
})
const step = (id: string, day: number | null, interestId: string | null = null): PlannedWork => ({
  ...due(id, day),
  interestId,
})

const open = (id: string, day: number, clientId: string | null = null): OpenWork => ({ ...due(id, day), clientId })
const dealOut = (work: Partial<Work>, receivers: string[], weights?: number[]) =>
  deal({ clients: [], interests: [], activities: [], ...work }, receivers, weights)

describe('dealing out', () => {
  test('goes in turn by the time when it is due, what has none last', () => {
    const activities = [step('d', null), step('c', 3), step('a', 1), step('b', 2)]
    const { activities: dealt } = dealOut({ interests: [], activities }, ['x', 'y'])
    expect([...dealt]).toEqual([
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'x'],
      ['d', 'y'],
    ])
  })

  test('of what is due at one time the older goes first, whatever the order in which it was found', () => {
    const interests = [due('b', 1, 2), due('c', 1, 1), due('a', 1, 2)].map(each => ({ ...each, clientId: null }))
    const there = dealOut({ interests, activities: [] }, ['x', 'y', 'z'])
    const back = dealOut({ interests: [...interests].reverse(), activities: [] }, ['x', 'y', 'z'])
    expect([...there.interests]).toEqual([
      ['c', 'x'],
      ['a', 'y'],
      ['b', 'z'],
    ])
    expect([...back.interests]).toEqual([...there.interests])
  })

  test('what is planned for an Interest goes with it, and the rest goes on with whoever is next', () => {
    const interests = [open('i', 1), open('j', 2), open('k', 3)]
    const activities = [step('ofJ', 1, 'j'), step('alone', 2), step('alsoOfJ', 9, 'j')]
    const { activities: dealt } = dealOut({ interests, activities }, ['x', 'y'])
    expect(Object.fromEntries(dealt)).toEqual({ ofJ: 'y', alone: 'y', alsoOfJ: 'y' })
  })

  test('what is planned for one Interest stays in one hand, though the Interest itself stays where it is', () => {
    const activities = [step('a', 1, 'i'), step('b', 2), step('c', 3, 'i')]
    const { activities: dealt } = dealOut({ interests: [], activities }, ['x', 'y'])
    expect(Object.fromEntries(dealt)).toEqual({ a: 'x', b: 'y', c: 'x' })
  })

  test('everybody who receives is counted, in the order given, also whoever gets nothing', () => {
    const dealt = dealOut({ interests: [open('i', 1)], activities: [step('a', 1, 'i')] }, ['x', 'y'])
    expect(countShares(dealt, ['x', 'y'])).toEqual([
      { userId: 'x', activities: 1, interests: 1, clients: 0 },
      { userId: 'y', activities: 0, interests: 0, clients: 0 },
    ])
  })

  test('by weights nobody is ever further from the own share than by one', () => {
    const weights = [5, 2, 1]
    const interests = Array.from({ length: 40 }, (_, n) => open(`i${String(n).padStart(2, '0')}`, n))
    const { interests: dealt } = dealOut({ interests }, ['x', 'y', 'z'], weights)
    const got = new Map<string, number>()
    for (const [n, hand] of [...dealt.values()].entries()) {
      got.set(hand, (got.get(hand) ?? 0) + 1)
      for (const [at, who] of ['x', 'y', 'z'].entries()) {
        const due = ((n + 1) * (weights[at] ?? 0)) / 8
        expect(Math.abs((got.get(who) ?? 0) - due)).toBeLessThan(1)
      }
    }
    expect(Object.fromEntries(got)).toEqual({ x: 25, y: 10, z: 5 })
  })

  test('an Interest goes with its client, and what is planned for it with both', () => {
    const clients = [due('c', null, 1), due('d', null, 2)]
    const work = { clients, interests: [open('i', 1, 'd'), open('j', 2)], activities: [step('a', 1, 'i')] }
    const dealt = dealOut(work, ['x', 'y'])
    expect(Object.fromEntries(dealt.clients)).toEqual({ c: 'x', d: 'y' })
    expect(Object.fromEntries(dealt.interests)).toEqual({ i: 'y', j: 'x' })
    expect(Object.fromEntries(dealt.activities)).toEqual({ a: 'y' })
  })
})
