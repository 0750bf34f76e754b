import { expect, test } from 'vitest'
import { asksOnEntry, asksResult, decideNeeded } from './plan-needed.ts'

const rules = (planningRule: 'nothing' | 'interaction' | 'task' | 'both' | 'either', autoCompleteRule = 'nothing') =>
  ({ planningRule, autoCompleteRule }) as Parameters<typeof decideNeeded>[0]

test('one rule needs one step of its kind', () => {
  expect(decideNeeded(rules('nothing'), null)).toEqual([])
  expect(decideNeeded(rules('interaction'), null)).toEqual(['interaction'])
  expect(decideNeeded(rules('task'), { kind: 'interaction' })).toEqual(['task'])
  expect(decideNeeded(rules('either'), null)).toEqual(['either'])
})

test('where both are needed, the one that is planned is not asked for again', () => {
  expect(decideNeeded(rules('both'), null)).toEqual(['interaction', 'task'])
  expect(decideNeeded(rules('both'), { kind: 'task' })).toEqual(['interaction'])
  expect(decideNeeded(rules('both'), { kind: 'interaction' })).toEqual(['task'])
})

test('what the state completes does not count, and comes along with the move', () => {
  expect(decideNeeded(rules('both', 'interactions'), { kind: 'interaction' })).toEqual(['task', 'interaction'])
  expect(decideNeeded(rules('both', 'tasks'), { kind: 'interaction' })).toEqual(['task'])
})

test('a state asks for the next step, or for the result of what it completes', () => {
  const state = (of: object) => ({ asksPlan: false, asksResult: false, autoCompleteRule: 'nothing' as const, ...of })
  const planned = { nextStep: { kind: 'task' as const } }
  expect(asksOnEntry({ nextStep: null }, state({}))).toBe(false)
  expect(asksOnEntry({ nextStep: null }, state({ asksPlan: true }))).toBe(true)
  expect(asksResult(planned, state({ asksResult: true, autoCompleteRule: 'both' }))).toBe(true)
  expect(asksResult(planned, state({ asksResult: true }))).toBe(false)
  expect(asksResult({ nextStep: null }, state({ asksResult: true, autoCompleteRule: 'both' }))).toBe(false)
})
