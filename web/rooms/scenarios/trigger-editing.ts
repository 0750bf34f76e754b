import { newId } from '../../../server/platform/pure/ids.ts'
import type {
  Trigger,
  TriggerAction,
  TriggerCondition,
  TriggerEvent,
} from '../../../server/rooms/scenarios/triggers/contract.ts'
import type { FaultAt } from './faults.ts'

/** Triggers of a state as they are edited; what is not yet filled in is an empty text. */

/** A part of the form: `key` names what is typed into, letter by letter. */
export type PartProps<T> = { value: T; fault: FaultAt; onChange: (value: T, key?: string) => void }

const planned = {
  subject: '',
  content: null,
  inDays: 0,
  time: null,
  assignee: { who: 'responsible' },
} as const satisfies Partial<TriggerAction>

/** What is made most often: something to do for whoever comes in. */
export function newTrigger(): Trigger {
  return { id: newId(), event: { on: 'entered' }, conditions: [], action: { does: 'task', ...planned } }
}

/** Another one that does the same. */
export function copyTrigger(triggers: readonly Trigger[], id: string): { triggers: Trigger[]; id: string } | undefined {
  const at = triggers.findIndex(each => each.id === id)
  const copied = triggers[at]
  if (!copied) return undefined
  const copy = { ...copied, id: newId() }
  return { triggers: triggers.toSpliced(at + 1, 0, copy), id: copy.id }
}

/** The events with which an action goes: a way in or out can be forbidden, and on the way out nothing else is done. */
export function eventsFor(does: TriggerAction['does']): TriggerEvent['on'][] {
  return does === 'forbid'
    ? ['entered', 'leaving']
    : ['entered', 'changed', 'stayed', 'date', 'posted', 'paid', 'shipped']
}

export function eventOf(on: TriggerEvent['on']): TriggerEvent {
  switch (on) {
    case 'stayed':
      return { on, amount: 1, unit: 'working_day' }
    case 'date':
      return { on, field: 'expectedCloseDate', days: 0 }
    case 'posted':
      return { on, document: 'order' }
    case 'paid':
    case 'shipped':
      return { on, percent: 100 }
    default:
      return { on }
  }
}

/** The trigger with another action: what both have stays, and an event with which it does not go gives way. */
export function changeAction(trigger: Trigger, does: TriggerAction['does']): Trigger {
  const event = eventsFor(does).includes(trigger.event.on) ? trigger.event : eventOf('entered')
  return { ...trigger, event, action: actionOf(does, trigger.action) }
}

function actionOf(does: TriggerAction['does'], before: TriggerAction): TriggerAction {
  const text = before.does === 'notify' ? before.text : before.does === 'forbid' ? before.message : ''
  switch (does) {
    case 'task':
    case 'plan': {
      const { does: _, ...kept } = before.does === 'task' || before.does === 'plan' ? before : { ...planned, does }
      const { subject, content, inDays, time, assignee } = kept
      const same = { subject, content, inDays, time, assignee }
      return does === 'task' ? { does, ...same } : { does, interactionKindId: null, ...same }
    }
    case 'fill':
      return { does, value: { field: 'tags', add: [] }, overwrites: false }
    case 'revenue':
      return { does, by: 'orders' }
    case 'move':
      return { does, stateId: '' }
    case 'notify':
      return { does, to: [{ who: 'responsible' }], text }
    case 'forbid':
      return { does, message: text }
  }
}

export type Filled = Extract<TriggerAction, { does: 'fill' }>['value']

export function filledValue(field: Filled['field'], currency: string): Filled {
  switch (field) {
    case 'expectedRevenue':
      return { field, amount: '', currency }
    case 'expectedCloseDate':
      return { field, inDays: 0 }
    case 'content':
      return { field, text: '' }
    case 'tags':
      return { field, add: [] }
    default:
      return { field, id: '' }
  }
}

/** A condition by what is chosen in a list: `in responsible`, `empty channel`, `tagged`. */
export type ConditionKey = string

export function keyOfCondition(condition: TriggerCondition): ConditionKey {
  return 'field' in condition ? `${condition.is} ${condition.field}` : condition.is
}

/** Nothing in it is filled in yet, but for the values that go with the new choice as well. */
export function conditionOf(key: ConditionKey, currency: string): TriggerCondition {
  const [is, field] = key.split(' ') as [TriggerCondition['is'], never]
  switch (is) {
    case 'in':
      return { is, field, values: [] }
    case 'tagged':
      return { is, values: [] }
    case 'between':
      return { is, field, from: null, to: null, currency }
    case 'below':
      return { is, field, percent: 100 }
    default:
      return { is, field }
  }
}

export interface TriggerChanges {
  added: Trigger[]
  removed: Trigger[]
  changed: { from: Trigger; to: Trigger }[]
}

/** What became of the triggers of a state from one version to another. */
export function triggerChanges(from: readonly Trigger[], to: readonly Trigger[]): TriggerChanges {
  const before = new Map(from.map(each => [each.id, each]))
  const after = new Set(to.map(each => each.id))
  return {
    added: to.filter(each => !before.has(each.id)),
    removed: from.filter(each => !after.has(each.id)),
    changed: to.flatMap(each => {
      const known = before.get(each.id)
      return known && JSON.stringify(known) !== JSON.stringify(each) ? [{ from: known, to: each }] : []
    }),
  }
}
