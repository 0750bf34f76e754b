import { describe, expect, test } from 'vitest'
import { countShares, dealOut, type PlannedWork } from './rules.ts'

const due = (id: string, day: number | null, created = 1) => ({
  id,
  dueAt: day === null ? null : new Date(Date.UTC(2026, 10, day)),
  createdAt: new Date(Date.UTC(2026, 9, created)),
})
const step = (id: string, day: number | null, interestId: string | null = null): PlannedWork => ({
  ...due(id, day),
  interestId,
})

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
    const interests = [due('b', 1, 2), due('c', 1, 1), due('a', 1, 2)]
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
    const interests = [due('i', 1), due('j', 2), due('k', 3)]
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
    const dealt = dealOut({ interests: [due('i', 1)], activities: [step('a', 1, 'i')] }, ['x', 'y'])
    expect(countShares(dealt, ['x', 'y'])).toEqual([
      { userId: 'x', activities: 1, interests: 1 },
      { userId: 'y', activities: 0, interests: 0 },
    ])
  })
})
