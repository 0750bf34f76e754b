import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aState } from '../builders.ts'
import type { ScenarioState } from '../contract.ts'
import { compareSettings } from './rules.ts'

const state = (id: string, more: Partial<ScenarioState> = {}): ScenarioState => ({
  ...aState({ id, name: id }),
  order: 0,
  ...more,
})
const settings = (states: ScenarioState[], checklist: { id: string; text: string; stateIds: string[] }[] = []) => ({
  states: states.map((each, order) => ({ ...each, order })),
  checklist,
})

test('equal settings have no differences', () => {
  const one = settings([state('a'), state('b')], [{ id: 'i', text: 'Позвонить', stateIds: ['a'] }])
  expect(compareSettings(one, one)).toEqual([])
})

test('what was added, removed and changed is told by its name, each field with both values', () => {
  const before = settings([state('a'), state('b')], [{ id: 'i', text: 'Позвонить', stateIds: ['a'] }])
  const after = settings([state('a', { name: 'А', probability: 60 }), state('c')], [])
  expect(
    compareSettings(before, after).map(({ of, id, what, field, from, to }) => [of, id, what, field, from, to]),
  ).toEqual([
    ['state', 'b', 'removed', null, null, null],
    ['state', 'a', 'changed', 'name', 'a', 'А'],
    ['state', 'a', 'changed', 'probability', 50, 60],
    ['state', 'c', 'added', null, null, null],
    ['item', 'i', 'removed', null, null, null],
  ])
})

test('of states in another order only those are told as moved that had to be', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const moved = (order: readonly string[]) =>
    compareSettings(settings(ids.map(id => state(id))), settings(order.map(id => state(id)))).map(each => each.id)
  expect(moved(['b', 'c', 'd', 'e', 'a'])).toEqual(['a'])
  fc.assert(
    fc.property(fc.shuffledSubarray(ids, { minLength: 5 }), order => {
      const told = new Set(moved(order))
      // The others stand in the order in which they stood.
      expect(order.filter(id => !told.has(id))).toEqual(ids.filter(id => !told.has(id)))
    }),
  )
})
