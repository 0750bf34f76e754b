import { type FieldRule, freeOfSteps, type RuleField, type ScenarioState, type StateKind } from '../contract.ts'
import type { Trigger, TriggerAssignee } from '../triggers/contract.ts'

/** `triggers` name states by their names. */
export type ShippedState = Omit<ScenarioState, 'id' | 'order' | 'color' | 'triggers'> & { triggers: ShippedTrigger[] }
type ShippedTrigger = Omit<Trigger, 'id'>

const required = (...fields: RuleField[]): FieldRule[] =>
  fields.map(field => ({ field, required: true, readOnly: false }))
const state = (
  name: string,
  probability: number,
  expectedDays: number | null,
  fields: FieldRule[] = [],
  kind: StateKind = 'ordinary',
): ShippedState => ({
  name,
  kind,
  probability,
  expectedDays,
  fields,
  fromStates: null,
  enterRoles: null,
  leaveRoles: null,
  checklistBlocks: false,
  ...freeOfSteps,
  confirmsLoss: false,
  queueRole: null,
  triggers: [],
})

const trigger = (event: Trigger['event'], action: Trigger['action']): ShippedTrigger => ({
  event,
  conditions: [],
  action,
})
const entered: Trigger['event'] = { on: 'entered' }
const assigned = (who: 'responsible' | 'head'): TriggerAssignee => ({ who })
const task = (subject: string, inDays: number, who: 'responsible' | 'head' = 'responsible') =>
  trigger(entered, { does: 'task', subject, content: null, inDays, time: null, assignee: assigned(who) })
const revenueBy = (event: Trigger['event'], by: 'offers' | 'orders' | 'payment' | 'shipment') =>
  trigger(event, { does: 'revenue', by })
/** The state is named here and found when the scenario is shipped. */
const moveTo = (event: Trigger['event'], state: string) => trigger(event, { does: 'move', stateId: state })
const forbid = (on: 'entered' | 'leaving', field: 'payment' | 'shipment', message: string): ShippedTrigger => ({
  event: { on },
  conditions: [{ is: 'below', field, percent: 100 }],
  action: { does: 'forbid', message },
})
const offered: Trigger['event'] = { on: 'posted', document: 'offer' }
const ordered: Trigger['event'] = { on: 'posted', document: 'order' }
const paid: Trigger['event'] = { on: 'paid', percent: 100 }
const shipped: Trigger['event'] = { on: 'shipped', percent: 100 }

const client = required('client')
const order = required('client', 'expectedRevenue')

/**
 * What a new company finds. «Продажа» is the standard scenario of the domain: a registered client is demanded from
 * «Подготовка предложения» on, won included, lost not, and nothing else; «Разовая продажа» is the worked example, its triggers of documents
 * included, which wait until there are documents.
 * «Сервисное обращение» is offered for service only, and stands last: the first that fits is taken by itself.
 */
export const shippedScenarios: readonly {
  name: string
  /** For which types of service it is offered, by the names of the shipped ones; absent: any. */
  serviceTypes?: readonly string[]
  states: readonly ShippedState[]
}[] = [
  {
    name: 'Продажа',
    states: [
      state('Первичный интерес', 10, 3),
      state('Выявление потребностей', 40, 5),
      state('Подготовка предложения', 65, 5, client),
      state('Предложение и закрытие', 95, 10, client),
      state('Выполнение договора', 100, 20, client),
      state('Интерес закрыт', 100, null, client, 'won'),
      state('Интерес потерян', 0, null, [], 'lost'),
    ],
  },
  {
    name: 'Разовая продажа',
    states: [
      {
        ...state('Запрос', 10, 1),
        planningRule: 'either',
        triggers: [
          trigger(entered, {
            does: 'plan',
            interactionKindId: null,
            subject: 'Уточнение интереса',
            content: null,
            inDays: 0,
            time: null,
            assignee: assigned('responsible'),
          }),
        ],
      },
      {
        ...state('Счет / КП', 30, 3, order),
        planningRule: 'either',
        autoCompleteRule: 'both',
        triggers: [
          task('Оформить заказ', 1),
          revenueBy(offered, 'offers'),
          revenueBy(ordered, 'orders'),
          moveTo(ordered, 'Оплата'),
        ],
      },
      {
        ...state('Оплата', 70, 5, order),
        planningRule: 'interaction',
        autoCompleteRule: 'tasks',
        triggers: [
          task('Что с оплатой?', 3),
          revenueBy(paid, 'payment'),
          moveTo(paid, 'Отгрузка / Контроль'),
          forbid('leaving', 'payment', 'Оплата еще не получена полностью'),
        ],
      },
      {
        ...state('Отгрузка / Контроль', 90, 5, order),
        planningRule: 'either',
        autoCompleteRule: 'both',
        triggers: [
          task('Оформить реализацию товаров', 0),
          task('Контроль доставки', 3),
          revenueBy(shipped, 'shipment'),
          moveTo(shipped, 'Интерес закрыт'),
        ],
      },
      {
        ...state('Интерес закрыт', 100, null, order, 'won'),
        autoCompleteRule: 'both',
        triggers: [
          forbid('entered', 'payment', 'Оплата еще не получена полностью'),
          forbid('entered', 'shipment', 'Отгружено еще не все'),
        ],
      },
      {
        ...state('Интерес потерян', 0, null, [], 'lost'),
        autoCompleteRule: 'both',
        asksResult: true,
        triggers: [task('Подтвердить потерю Интереса', 2, 'head')],
      },
    ],
  },
  {
    name: 'Сервисное обращение',
    serviceTypes: ['Сервисное обслуживание'],
    states: [
      state('Обращение принято', 50, 1),
      state('Диагностика', 70, 2, client),
      state('Работы', 90, 5, client),
      state('Контроль и закрытие', 95, 2, client),
      state('Выполнено', 100, null, client, 'won'),
      state('Отказ', 0, null, [], 'lost'),
    ],
  },
]

/** States of a scenario that was added without any. */
export const plainStates: readonly ShippedState[] = [
  state('Новый', 10, 5),
  state('Интерес закрыт', 100, null, [], 'won'),
  state('Интерес потерян', 0, null, [], 'lost'),
]
