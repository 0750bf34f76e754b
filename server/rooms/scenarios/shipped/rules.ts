import type { FieldRule, RuleField, ScenarioState, StateKind } from '../contract.ts'

type ShippedState = Omit<ScenarioState, 'id' | 'order' | 'color'>

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
})

const client = required('client')
const order = required('client', 'expectedRevenue')

/**
 * What a new company finds. «Продажа» is the standard scenario of the domain: a registered client is demanded from
 * «Подготовка предложения» on, won included, lost not, and nothing else; «Разовая продажа» is the worked example.
 */
export const shippedScenarios: readonly { name: string; states: readonly ShippedState[] }[] = [
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
      state('Запрос', 10, 1),
      state('Счет / КП', 30, 3, order),
      state('Оплата', 70, 5, order),
      state('Отгрузка / Контроль', 90, 5, order),
      state('Интерес закрыт', 100, null, order, 'won'),
      state('Интерес потерян', 0, null, [], 'lost'),
    ],
  },
]

/** States of a scenario that was added without any. */
export const plainStates: readonly ShippedState[] = [
  state('Новый', 10, 5),
  state('Интерес закрыт', 100, null, [], 'won'),
  state('Интерес потерян', 0, null, [], 'lost'),
]
