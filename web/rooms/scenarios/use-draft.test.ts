import { expect, test } from 'vitest'
import { freeOfSteps } from '../../../server/rooms/scenarios/contract.ts'
import { contentOf, countChanges } from './use-draft.ts'

const state = {
  id: 'a',
  name: 'Заявка',
  kind: 'ordinary' as const,
  order: 0,
  probability: 10,
  color: 0,
  expectedDays: null,
  fields: [],
  fromStates: null,
  enterRoles: null,
  leaveRoles: null,
  checklistBlocks: false,
  ...freeOfSteps,
  confirmsLoss: false,
  queueRole: null,
  triggers: [],
}
const content = { name: 'Окна', states: [state], checklist: [], serviceTypeIds: [], departmentIds: [] }

test('what says the same is the same text: idle rules, blanks around a name, another order of properties', () => {
  const idle = { field: 'client' as const, required: false, readOnly: false }
  const { name, ...rest } = state
  const other = { ...content, name: ' Окна ', states: [{ ...rest, fields: [idle], name }] }
  expect(JSON.stringify(contentOf(other))).toBe(JSON.stringify(contentOf(content)))
})

test('changes are counted by value; a state that came or went is one', () => {
  const changed = { ...state, name: 'Замер', probability: 20 }
  expect(countChanges(content, content)).toBe(0)
  expect(countChanges(content, { ...content, name: 'Двери', states: [changed, { ...state, id: 'b' }] })).toBe(4)
  expect(countChanges(content, { ...content, states: [] })).toBe(1)
})
