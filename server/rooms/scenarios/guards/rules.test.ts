import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aState, noFacts } from '../builders.ts'
import { type GuardedRole, guardedRole, type RuleField, ruleField } from '../contract.ts'
import { decideEntry, decideWay, factOfField, openItems, type State, type Way } from './rules.ts'

const nothing = noFacts

describe('entering a state', () => {
  const state = (fields: RuleField[], kind: 'ordinary' | 'won' | 'lost' = 'ordinary') => ({
    name: 'Счет / КП',
    kind,
    triggers: [],
    fields: fields.map(field => ({ field, required: true, readOnly: false })),
  })

  test('exactly the required fields that are empty are missing, all at once, in the order of the catalogue', () => {
    const subset = fc.subarray(ruleField.options)
    fc.assert(
      fc.property(subset, subset, (required, filled) => {
        const facts = { ...nothing, ...Object.fromEntries(filled.map(field => [factOfField(field), 'x'])) }
        const missing = decideEntry(facts, state([...required].reverse()), []).map(each => each.field)
        expect(missing).toEqual(ruleField.options.filter(f => required.includes(f) && !filled.includes(f)))
      }),
    )
  })

  test('every lost state demands a loss reason, last in the list', () => {
    const lost = state(['client'], 'lost')
    expect(decideEntry(nothing, lost, []).map(each => [each.field, each.rule])).toEqual([
      ['client', 'required'],
      ['lossReason', 'loss_reason'],
    ])
    expect(decideEntry({ ...nothing, clientId: 'c', lossReasonId: 'r' }, lost, [])).toEqual([])
  })

  test('the message names the field and the state in both languages', () => {
    const [client, revenue] = decideEntry(nothing, state(['client', 'expectedRevenue']), [])
    expect(client?.message.ru).toBe('Нужен зарегистрированный клиент: этого требует состояние «Счет / КП»')
    expect(revenue?.message.ru).toContain('«Ожидаемая выручка»')
    expect(revenue?.message.en).toContain('“Expected revenue”')
  })

  test('an empty text is no content', () => {
    expect(decideEntry({ ...nothing, content: '' }, state(['content']), [])).toHaveLength(1)
  })
})

describe('the way into a state', () => {
  const state = (id: string, more: Partial<State> = {}): State => ({ ...aState({ id, name: id }), ...more })
  const way = (more: Partial<Way>): Way => ({
    from: state('a'),
    to: state('b'),
    isWithin: true,
    isBeginning: false,
    open: [],
    role: 'salesperson',
    pausedTriggers: [],
    ...more,
  })
  const rulesOf = (more: Partial<Way>) => decideWay(nothing, way(more)).map(each => each.rule)

  test('is free unless a rule says otherwise: skipping and going back included', () => {
    expect(rulesOf({})).toEqual([])
    expect(rulesOf({ from: null, isWithin: false })).toEqual([])
  })

  test('leads from the states that are named only, for everybody', () => {
    const to = state('c', { fromStates: ['b'] })
    for (const role of ['salesperson', 'head', 'administrator'] as const) {
      expect(rulesOf({ to, role })).toEqual(['from'])
      expect(rulesOf({ from: state('b'), to, role })).toEqual([])
    }
    expect(decideWay(nothing, way({ to }))[0]?.message.ru).toBe('Из состояния «a» в «c» перейти нельзя')
  })

  test('of what comes from outside only the first state of a scenario takes it in, where ways are named', () => {
    const to = state('c', { fromStates: ['b'] })
    expect(rulesOf({ from: null, to, isWithin: false })).toEqual(['from'])
    expect(rulesOf({ from: null, to, isWithin: false, isBeginning: true })).toEqual([])
    // Another scenario may have a state that is named alike; its way does not lead here.
    expect(rulesOf({ from: state('b'), to, isWithin: false })).toEqual(['from'])
  })

  test('is gone by the roles that a state names, out and in, and by an administrator always', () => {
    const roles = fc.option(fc.subarray(guardedRole.options), { nil: null })
    fc.assert(
      fc.property(roles, roles, fc.constantFrom<GuardedRole>('head', 'salesperson'), (leaveRoles, enterRoles, role) => {
        const ends = { from: state('a', { leaveRoles }), to: state('b', { enterRoles }) }
        const expected = [
          ...(leaveRoles && !leaveRoles.includes(role) ? ['leave_role'] : []),
          ...(enterRoles && !enterRoles.includes(role) ? ['enter_role'] : []),
        ]
        expect(rulesOf({ ...ends, role })).toEqual(expected)
        expect(rulesOf({ ...ends, role: 'administrator' })).toEqual([])
      }),
    )
  })

  test('leads out only when the checklist is done, where it blocks', () => {
    const open = [{ text: 'Позвонить' }, { text: 'Уточнить адрес' }]
    expect(rulesOf({ open })).toEqual([])
    const [obstacle] = decideWay(nothing, way({ from: state('a', { checklistBlocks: true }), open }))
    expect(obstacle).toMatchObject({ field: 'checklist', rule: 'checklist' })
    expect(obstacle?.message.ru).toBe('Чек-лист состояния «a» не закрыт: «Позвонить», «Уточнить адрес»')
    expect(rulesOf({ from: state('a', { checklistBlocks: true }) })).toEqual([])
  })

  test('names everything at once: rights, what is left to do, fields, the loss reason', () => {
    const from = state('a', { checklistBlocks: true, leaveRoles: ['head'] })
    const fields = [{ field: 'client' as const, required: true, readOnly: false }]
    const to = state('b', { kind: 'lost', fields, enterRoles: [], fromStates: [] })
    expect(rulesOf({ from, to, open: [{ text: 'x' }] })).toEqual([
      'leave_role',
      'enter_role',
      'from',
      'checklist',
      'required',
      'loss_reason',
    ])
  })
})

test('an item is open in each of its states until it is ticked off there', () => {
  const checklist = [
    { id: 'call', text: 'Позвонить', stateIds: ['a', 'b'] },
    { id: 'visit', text: 'Приехать', stateIds: ['b'] },
  ]
  const tick = { at: '2026-11-29T10:00:00.000Z', by: null }
  const openIn = (stateId: string) => openItems(checklist, stateId, { a: { call: tick } }).map(each => each.id)
  expect(openIn('a')).toEqual([])
  expect(openIn('b')).toEqual(['call', 'visit'])
  expect(openIn('c')).toEqual([])
})
