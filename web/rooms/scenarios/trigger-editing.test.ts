import { describe, expect, test } from 'vitest'
import type { Trigger } from '../../../server/rooms/scenarios/triggers/contract.ts'
import {
  changeAction,
  conditionOf,
  copyTrigger,
  keyOfCondition,
  newTrigger,
  triggerChanges,
} from './trigger-editing.ts'

describe('a trigger as it is edited', () => {
  test('begins as a task on entry for the responsible', () => {
    expect(newTrigger()).toMatchObject({
      event: { on: 'entered' },
      conditions: [],
      action: { does: 'task', inDays: 0, assignee: { who: 'responsible' } },
    })
  })

  test('keeps what both actions have: a task becomes an interaction with its theme and day', () => {
    const task: Trigger = { ...newTrigger(), action: { ...plan, does: 'task' } }
    expect(changeAction(task, 'plan').action).toEqual({ ...plan, does: 'plan', interactionKindId: null })
    expect(changeAction(changeAction(task, 'plan'), 'task')).toEqual(task)
    const told = changeAction({ ...task, action: { does: 'notify', to: [], text: 'Срочно' } }, 'forbid')
    expect(told.action).toEqual({ does: 'forbid', message: 'Срочно' })
  })

  test('that forbids goes by a way, and one that does not never by the way out', () => {
    const late: Trigger = { ...newTrigger(), event: { on: 'stayed', amount: 3, unit: 'hour' } }
    expect(changeAction(late, 'notify').event).toEqual(late.event)
    expect(changeAction(late, 'forbid').event).toEqual({ on: 'entered' })
    const guard: Trigger = { ...changeAction(late, 'forbid'), event: { on: 'leaving' } }
    expect(changeAction(guard, 'task').event).toEqual({ on: 'entered' })
  })

  test('is copied behind itself under an id of its own', () => {
    const [first, second] = [newTrigger(), newTrigger()]
    const copied = copyTrigger([first, second], first.id)
    expect(copied?.triggers).toEqual([first, { ...first, id: copied?.id }, second])
    expect(copied?.id).not.toBe(first.id)
    expect(copyTrigger([first], second.id)).toBeUndefined()
  })

  test('a condition is known by its kind and field', () => {
    for (const key of ['in channel', 'tagged', 'between expectedRevenue', 'empty source', 'below payment']) {
      expect(keyOfCondition(conditionOf(key, 'RUB'))).toBe(key)
    }
  })
})

test('what became of triggers is told one by one', () => {
  const [first, second, third] = [newTrigger(), newTrigger(), newTrigger()]
  const changed = changeAction(second, 'notify')
  expect(triggerChanges([first, second], [changed, third])).toEqual({
    added: [third],
    removed: [first],
    changed: [{ from: second, to: changed }],
  })
})

const plan = {
  subject: 'Уточнить',
  content: 'Все',
  inDays: 2,
  time: '10:00',
  assignee: { who: 'author' },
} as const
