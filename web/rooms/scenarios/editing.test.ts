import { expect, test } from 'vitest'
import { freeOfSteps, type ScenarioState, type StateKind } from '../../../server/rooms/scenarios/contract.ts'
import { addState, changeRule, laterForgets, removeState, shiftState, tickItem } from './editing.ts'

const state = (id: string, kind: StateKind = 'ordinary', more: Partial<ScenarioState> = {}): ScenarioState => ({
  id,
  name: id,
  kind,
  order: 0,
  probability: 10,
  color: 0,
  expectedDays: null,
  fields: [],
  fromStates: null,
  enterRoles: null,
  leaveRoles: null,
  checklistBlocks: false,
  confirmsLoss: false,
  queueRole: null,
  triggers: [],
  ...freeOfSteps,
  ...more,
})
const states = [state('a'), state('b'), state('won', 'won'), state('lost', 'lost')]
const ids = (list: readonly { id: string }[] | undefined) => list?.map(each => each.id)

test('an ordinary state changes places with its neighbour; outcomes stay last', () => {
  expect(ids(shiftState(states, 'b', -1))).toEqual(['b', 'a', 'won', 'lost'])
  expect(shiftState(states, 'b', 1)).toBeUndefined()
  expect(shiftState(states, 'won', -1)).toBeUndefined()
})

test('a new state stands before the outcomes and demands what the last one demands', () => {
  const demanding = changeRule(states, 'b', 'client', { required: true })
  const added = addState(demanding, 'Новое')
  expect(ids(added.states)).toEqual(['a', 'b', added.id, 'won', 'lost'])
  expect(added.states[2]?.fields).toEqual([{ field: 'client', required: true, readOnly: false }])
  expect(laterForgets(added.states)).toEqual([{ field: 'client', earlier: 'b', later: 'won' }])
})

test('with a state go the ways from it and the things to do in it alone', () => {
  const ways = [state('a'), state('b', 'ordinary', { fromStates: ['a'] }), ...states.slice(2)]
  const checklist = [
    { id: 'i', text: '1', stateIds: ['a'] },
    { id: 'k', text: '2', stateIds: ['a', 'b'] },
  ]
  const left = removeState({ states: ways, checklist }, 'a')
  expect(left.states[0]?.fromStates).toBeNull()
  expect(left.checklist).toEqual([{ id: 'k', text: '2', stateIds: ['b'] }])
  expect(tickItem(left.checklist, 'k', 'won', true)[0]?.stateIds).toEqual(['b', 'won'])
})
