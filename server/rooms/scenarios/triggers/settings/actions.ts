import { newId } from '../../../../platform/pure/ids.ts'
import { type Fault, Localised, unknownReference } from '../../../../platform/problems.ts'
import type { Trigger } from '../contract.ts'

interface Carrier {
  id: string
  triggers: readonly Trigger[]
}

/** The same triggers under ids of their own, in states under other ids. */
export function copiedTriggers(triggers: readonly Trigger[], renamed: (stateId: string) => string): Trigger[] {
  return triggers.map(each => {
    const action = each.action.does === 'move' ? { ...each.action, stateId: renamed(each.action.stateId) } : each.action
    return { ...each, id: newId(), action }
  })
}

/** What cannot be: a guard set off by time, a way out that does something, a move to where the Interest stands. */
export function triggerFaults(state: Carrier, stateIds: ReadonlySet<string>, path: string): Fault[] {
  return state.triggers.flatMap(({ event, action, conditions }, at) => {
    const faults: Fault[] = []
    const wrong = (where: string, code: string, ru: string, en: string) =>
      faults.push({ path: `${path}[${at}].${where}`, code, message: new Localised({ ru, en }) })
    const isGuard = action.does === 'forbid'
    if (isGuard && event.on !== 'entered' && event.on !== 'leaving') {
      wrong(
        'event',
        'not_a_way',
        'Запретить можно вход в состояние или выход из него',
        'A way in or out can be forbidden',
      )
    }
    if (!isGuard && event.on === 'leaving') {
      wrong('event', 'guard_only', 'При выходе триггер может только запрещать', 'On the way out a trigger only forbids')
    }
    if (event.on === 'changed' && conditions.length === 0) {
      wrong('conditions', 'missing', 'Укажите, какое изменение ждать', 'Say which change is waited for')
    }
    if (action.does === 'move' && !stateIds.has(action.stateId))
      faults.push(unknownReference(`${path}[${at}].action.stateId`))
    if (action.does === 'move' && action.stateId === state.id) {
      wrong('action.stateId', 'same_state', 'Интерес уже в этом состоянии', 'The Interest stands there already')
    }
    conditions.forEach((condition, i) => {
      if (condition.is !== 'between') return
      if (condition.from === null && condition.to === null) {
        wrong(`conditions[${i}]`, 'empty_range', 'Укажите сумму от или до', 'Give an amount from or to')
      }
    })
    return faults
  })
}

/** A trigger stands once in a scenario: its id says what it did, whatever the version. */
export function repeatedTriggers(states: readonly Carrier[]): Fault[] {
  const seen = new Set<string>()
  return states.flatMap((state, i) =>
    state.triggers.flatMap(({ id }, at) => {
      if (!seen.has(id)) {
        seen.add(id)
        return []
      }
      return [{ ...unknownReference(`states[${i}].triggers[${at}].id`), code: 'repeated' }]
    }),
  )
}

/** Every record that triggers name, with its kind and its place in the request. */
export function namedByTriggers(states: readonly Carrier[]): {
  kind: 'user' | 'department' | 'service_type' | 'channel' | 'source' | 'project' | 'interaction_kind'
  id: string
  path: string
}[] {
  const kinds = {
    responsible: 'user',
    department: 'department',
    serviceType: 'service_type',
    channel: 'channel',
    source: 'source',
    project: 'project',
  } as const
  return states.flatMap(({ triggers }, i) =>
    triggers.flatMap(({ conditions, action }, at) => {
      const path = `states[${i}].triggers[${at}]`
      const person = (to: { who: string; id?: string }, where: string) =>
        to.who === 'user' && to.id ? [{ kind: 'user' as const, id: to.id, path: `${path}.action.${where}.id` }] : []
      const inConditions = conditions.flatMap((condition, c) =>
        condition.is === 'in'
          ? condition.values.map((id, v) => ({
              kind: kinds[condition.field],
              id,
              path: `${path}.conditions[${c}].values[${v}]`,
            }))
          : [],
      )
      const inAction =
        action.does === 'plan' || action.does === 'task'
          ? [
              ...person(action.assignee, 'assignee'),
              ...(action.does === 'plan' && action.interactionKindId
                ? [
                    {
                      kind: 'interaction_kind' as const,
                      id: action.interactionKindId,
                      path: `${path}.action.interactionKindId`,
                    },
                  ]
                : []),
            ]
          : action.does === 'notify'
            ? action.to.flatMap((each, n) => person(each, `to[${n}]`))
            : action.does === 'fill' && 'id' in action.value
              ? [{ kind: kinds[action.value.field], id: action.value.id, path: `${path}.action.value.id` }]
              : []
      return [...inConditions, ...inAction]
    }),
  )
}
