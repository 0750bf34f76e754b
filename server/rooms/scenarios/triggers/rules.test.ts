import { describe, expect, test } from 'vitest'
import { aState, aTrigger, noFacts } from '../builders.ts'
import { shippedScenarios } from '../shipped/rules.ts'
import { type TriggerCondition, waitsForDocuments } from './contract.ts'
import { dueOf, forbidding, holds, isAsked, plannedOnEntry } from './rules.ts'
import { russianCalendar } from '../../../platform/pure/working-calendar-data.ts'

const facts = {
  ...noFacts,
  responsibleId: 'anna',
  departmentId: 'sales',
  expectedRevenue: { amount: '1500.50', currency: 'RUB' },
  tags: ['опт'],
  content: 'Кондиционеры',
}

describe('conditions', () => {
  const is = (...conditions: TriggerCondition[]) => holds({ conditions }, facts)

  test('none hold always; of several all must hold', () => {
    const yes: TriggerCondition = { is: 'filled', field: 'content' }
    const no: TriggerCondition = { is: 'empty', field: 'content' }
    expect([is(), is(yes), is(no), is(yes, no)]).toEqual([true, true, false, false])
  })

  test.each<[string, TriggerCondition, boolean]>([
    ['one of the people', { is: 'in', field: 'responsible', values: ['boris', 'anna'] }, true],
    ['another department', { is: 'in', field: 'department', values: ['service'] }, false],
    ['a channel where none is given', { is: 'in', field: 'channel', values: ['site'] }, false],
    ['one of the tags', { is: 'tagged', values: ['розница', 'опт'] }, true],
    ['another tag', { is: 'tagged', values: ['розница'] }, false],
    ['a sum at the edge', { is: 'between', field: 'expectedRevenue', from: '1500.5', to: null, currency: 'RUB' }, true],
    ['a sum below', { is: 'between', field: 'expectedRevenue', from: '1500.51', to: null, currency: 'RUB' }, false],
    ['a sum above', { is: 'between', field: 'expectedRevenue', from: null, to: '1500.49', currency: 'RUB' }, false],
    [
      'a sum of another currency',
      { is: 'between', field: 'expectedRevenue', from: '1', to: null, currency: 'EUR' },
      false,
    ],
    ['a client that is missing', { is: 'empty', field: 'client' }, true],
    ['payment, which is not known', { is: 'below', field: 'payment', percent: 100 }, false],
  ])('%s', (_, condition, expected) => {
    expect(is(condition)).toBe(expected)
  })
})

describe('the moment of a trigger', () => {
  const interest = {
    // A Friday at 15:00 in Moscow.
    stateEnteredAt: new Date('2026-10-09T12:00:00Z'),
    expectedCloseDate: '2026-10-20',
    nextStep: null as { dueAt: string | null; dueDay: string | null } | null,
  }
  const at = { timeZone: 'Europe/Moscow', calendar: russianCalendar }
  const due = (event: Parameters<typeof dueOf>[0]['event'], more: Partial<typeof interest> = {}) =>
    dueOf({ event }, { ...interest, ...more }, at)?.toISOString() ?? null

  test('hours are those of the clock, days those of the working calendar, at the time of the entry', () => {
    expect(due({ on: 'stayed', amount: 48, unit: 'hour' })).toBe('2026-10-11T12:00:00.000Z')
    expect(due({ on: 'stayed', amount: 2, unit: 'working_day' })).toBe('2026-10-13T12:00:00.000Z')
  })

  test('a date counts from nine in the morning, so many days before or after', () => {
    expect(due({ on: 'date', field: 'expectedCloseDate', days: -3 })).toBe('2026-10-17T06:00:00.000Z')
    expect(due({ on: 'date', field: 'expectedCloseDate', days: 0 }, { expectedCloseDate: null as never })).toBeNull()
  })

  test('a step of a day counts from that day, one with a time from the day in the zone of the company', () => {
    const event = { on: 'date', field: 'nextStep', days: 1 } as const
    expect(due(event)).toBeNull()
    expect(due(event, { nextStep: { dueAt: '2026-10-12T21:00:00Z', dueDay: '2026-10-12' } })).toBe(
      '2026-10-13T06:00:00.000Z',
    )
    expect(due(event, { nextStep: { dueAt: '2026-10-12T21:30:00Z', dueDay: null } })).toBe('2026-10-14T06:00:00.000Z')
  })

  test('what is set off by an entry or a change has none', () => {
    expect(due({ on: 'entered' })).toBeNull()
    expect(due({ on: 'changed' })).toBeNull()
  })
})

test('a paused trigger, and one that waits for documents, neither plans nor forbids', () => {
  const plan = aTrigger()
  const guard = aTrigger({ action: { does: 'forbid', message: 'Нельзя' } })
  const documents = aTrigger({
    conditions: [{ is: 'below', field: 'payment', percent: 100 }],
    action: { does: 'forbid', message: 'Не оплачено' },
  })
  const state = aState({ triggers: [plan, guard, documents] })
  expect(plannedOnEntry(state, facts, [])).toEqual([plan])
  expect(plannedOnEntry(state, facts, [plan.id])).toEqual([])
  expect(forbidding(state, 'entered', facts, []).map(each => each.ru)).toEqual(['Нельзя'])
  expect(forbidding(state, 'leaving', facts, [])).toEqual([])
  expect(forbidding(state, 'entered', facts, [guard.id])).toEqual([])
})

test('«Разовая продажа» ships every trigger of the worked example: those without documents work, the others wait', () => {
  const scenario = shippedScenarios.find(each => each.name === 'Разовая продажа')
  const all =
    scenario?.states.flatMap(state => state.triggers.map(each => ({ ...each, id: 'x', state: state.name }))) ?? []
  const working = all.filter(each => !waitsForDocuments(each))
  expect(working.map(each => [each.state, 'subject' in each.action && each.action.subject])).toEqual([
    ['Запрос', 'Уточнение интереса'],
    ['Счет / КП', 'Оформить заказ'],
    ['Оплата', 'Что с оплатой?'],
    ['Отгрузка / Контроль', 'Оформить реализацию товаров'],
    ['Отгрузка / Контроль', 'Контроль доставки'],
    ['Интерес потерян', 'Подтвердить потерю Интереса'],
  ])
  expect(working.every(isAsked)).toBe(true)
  const waiting = all.filter(each => waitsForDocuments(each)).map(each => each.action.does)
  expect(waiting).toEqual([
    'revenue',
    'revenue',
    'move',
    'revenue',
    'move',
    'forbid',
    'revenue',
    'move',
    'forbid',
    'forbid',
  ])
})
