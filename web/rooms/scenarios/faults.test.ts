import { describe, expect, test } from 'vitest'
import { freeOfSteps, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { faultsOf } from './faults.ts'
import { newTrigger } from './trigger-editing.ts'
import type { Content } from './use-draft.ts'

const trigger = newTrigger()
const state = (of: Partial<ScenarioState>): ScenarioState => ({
  id: 'first',
  name: 'Заявка',
  kind: 'ordinary',
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
  ...of,
})
const content = (states: ScenarioState[]): Content => ({
  name: 'Окна',
  states,
  checklist: [],
  serviceTypeIds: [],
  departmentIds: [],
})
const error = { path: 'states[0].triggers[0].action.subject', code: 'invalid_type', message: 'Не заполнено' }

describe('faults of a published scenario', () => {
  const sent = content([state({ triggers: [trigger] }), state({ id: 'second', name: 'Замер' })])

  test('of a trigger stand at its field, wherever its state stands now', () => {
    const now = content([...sent.states].reverse())
    expect(faultsOf(sent, now, [error])).toMatchObject({
      triggers: { [trigger.id]: { 'action.subject': 'Не заполнено' } },
      all: [{ message: 'Не заполнено', element: 'rules-first', state: 'Заявка' }],
    })
  })

  test('go with the place that is changed, and with the trigger; others of it stay', () => {
    const named = { ...trigger, action: { ...trigger.action, subject: 'Перезвонить' } } as typeof trigger
    const other = { ...error, path: 'states[0].triggers[0].event' }
    const changed = faultsOf(sent, content([state({ triggers: [named] })]), [error, other])
    expect(changed.triggers).toEqual({ [trigger.id]: { event: 'Не заполнено' } })
    expect(faultsOf(sent, content([state({})]), [error, other]).all).toEqual([])
  })
})
