import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { russianCalendar } from '../../platform/pure/working-calendar-data.ts'
import { workingDaysBetween } from '../../platform/pure/working-time.ts'
import { stateKind } from './contract.ts'
import {
  countsCloseDate,
  decideScenario,
  expectedCloseDate,
  hasOutcomes,
  inBoardOrder,
  normaliseRules,
} from './rules.ts'
import { shippedScenarios } from './shipped/rules.ts'

describe('which scenario', () => {
  const offered = (id: string, departmentIds: string[], serviceTypeIds: string[]) => ({
    id,
    name: id,
    departmentIds,
    serviceTypeIds,
  })
  const plain = offered('plain', [], [])
  const repair = offered('repair', [], ['service'])
  const north = offered('north', ['north'], [])
  const choose = (serviceTypeId: string, departmentId: string | null, scenarios = [plain, repair], named?: string) =>
    decideScenario({ serviceTypeId, departmentId, scenarios, named })

  test('the first in the administrator’s order among those that fit is taken', () => {
    expect(choose('service', null)).toMatchObject({ scenarioId: 'plain', reason: { kind: 'first' } })
    expect(choose('service', null, [repair, plain])).toMatchObject({
      scenarioId: 'repair',
      reason: { kind: 'service_type' },
      fitting: ['repair', 'plain'],
    })
    expect(choose('goods', null, [repair, plain]).scenarioId).toBe('plain')
    expect(choose('goods', 'north', [north, plain]).reason.kind).toBe('department')
    expect(choose('goods', null, [north, plain]).scenarioId).toBe('plain')
  })

  test('a scenario named explicitly is taken although its conditions do not fit', () => {
    expect(choose('goods', null, [plain, repair], 'repair')).toMatchObject({
      scenarioId: 'repair',
      reason: { kind: 'chosen' },
      fitting: ['plain'],
    })
  })

  test('where none fits the first of all is taken, and of none there is none', () => {
    expect(choose('goods', null, [repair]).scenarioId).toBe('repair')
    expect(choose('goods', null, []).scenarioId).toBeNull()
  })
})

describe('expected sale date', () => {
  const states = [3, null, 5].map((expectedDays, i) => ({
    id: `s${i}`,
    name: `s${i}`,
    kind: 'ordinary' as const,
    expectedDays,
    fields: [],
  }))
  const won = { id: 'won', name: 'won', kind: 'won' as const, expectedDays: null, fields: [] }
  const at = { now: new Date('2026-03-02T21:30:00Z'), timeZone: 'Europe/Moscow', calendar: russianCalendar }

  test('is today in the company’s zone and the working days of this state and all ordinary ones after it', () => {
    const date = expectedCloseDate([...states, won], 's0', at)?.date ?? ''
    expect(workingDaysBetween('2026-03-03', date)).toBe(8)
    expect(workingDaysBetween('2026-03-03', expectedCloseDate(states, 's1', at)?.date ?? '')).toBe(5)
  })

  test('is not counted in an outcome, nor where nothing is expected to take time', () => {
    expect(expectedCloseDate([...states, won], 'won', at)).toBeNull()
    expect(expectedCloseDate(states.slice(0, 2), 's1', at)).toBeNull()
    expect(countsCloseDate(states.slice(0, 2), 's1')).toBe(false)
  })
})

describe('definitions', () => {
  test('outcomes come last, won before lost, and the order of the rest stays', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stateKind.options)), kinds => {
        const states = kinds.map((kind, i) => ({ kind, i }))
        const ordered = inBoardOrder(states)
        expect(ordered.map(each => each.kind).join()).toMatch(/^(ordinary,?)*(won,?)*(lost,?)*$/)
        for (const kind of stateKind.options) {
          const places = ordered.filter(each => each.kind === kind).map(each => each.i)
          expect(places).toEqual([...places].sort((a, b) => a - b))
        }
      }),
    )
  })

  test('rules that say nothing are dropped and repeated ones are merged', () => {
    expect(
      normaliseRules([
        { field: 'content', required: false, readOnly: true },
        { field: 'source', required: false, readOnly: false },
        { field: 'client', required: true, readOnly: false },
        { field: 'content', required: true, readOnly: false },
      ]),
    ).toEqual([
      { field: 'client', required: true, readOnly: false },
      { field: 'content', required: true, readOnly: true },
    ])
  })

  test('«Продажа» demands a client from «Подготовка предложения» on, won included, lost not, and nothing else', () => {
    const [sale] = shippedScenarios
    expect(sale?.name).toBe('Продажа')
    expect(sale?.states.map(each => [each.name, each.probability, each.fields.map(rule => rule.field).join()])).toEqual(
      [
        ['Первичный интерес', 10, ''],
        ['Выявление потребностей', 40, ''],
        ['Подготовка предложения', 65, 'client'],
        ['Предложение и закрытие', 95, 'client'],
        ['Выполнение договора', 100, 'client'],
        ['Интерес закрыт', 100, 'client'],
        ['Интерес потерян', 0, ''],
      ],
    )
    expect(shippedScenarios.every(each => hasOutcomes(each.states))).toBe(true)
  })

  test('of the shipped scenarios «Продажа» is taken by itself; «Сервисное обращение» is offered for service only', () => {
    const scenarios = shippedScenarios.map(({ name, serviceTypes = [] }) => ({
      id: name,
      name,
      departmentIds: [],
      serviceTypeIds: serviceTypes,
    }))
    const decide = (serviceTypeId: string | null) => decideScenario({ serviceTypeId, departmentId: null, scenarios })
    expect(decide('Сервисное обслуживание')).toMatchObject({
      scenarioId: 'Продажа',
      fitting: ['Продажа', 'Разовая продажа', 'Сервисное обращение'],
    })
    for (const other of ['Продажа товаров', null]) {
      expect(decide(other)).toMatchObject({ scenarioId: 'Продажа', fitting: ['Продажа', 'Разовая продажа'] })
    }
  })
})
