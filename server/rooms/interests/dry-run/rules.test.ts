import { describe, expect, test } from 'vitest'
import { aState, noFacts } from '../../scenarios/builders.ts'
import type { RuleField } from '../../scenarios/contract.ts'
import type { EntryFacts, State } from '../../scenarios/guards/rules.ts'
import { foresee } from './rules.ts'

const state = (id: string, required: RuleField[] = [], more: Partial<State> = {}) => ({
  ...aState({ id, name: id, required }),
  ...more,
})
const group = (stateId: string, interests: number, more: Partial<EntryFacts> = {}) => ({
  stateId,
  facts: { ...noFacts, ...more },
  isManual: true,
  ticks: {},
  interests,
})
const settings = (
  states: ReturnType<typeof state>[],
  checklist: { id: string; text: string; stateIds: string[] }[] = [],
) => ({
  states,
  checklist,
  pausedTriggers: [],
})
const told = (effects: ReturnType<typeof foresee>) =>
  effects.map(({ stateId, field, rule, blocked, standing }) => [stateId, field, rule, blocked, standing])

describe('what new settings would do', () => {
  const now = settings([state('a'), state('b', ['client']), state('c', ['client'])])

  test('settings as they are stop nobody whom they do not stop today', () => {
    expect(foresee(now, now, [group('a', 5), group('b', 7, { clientId: 'x' })])).toEqual([])
  })

  test('a new demand counts who stands before the state, who stands in it, and not who is past it', () => {
    const then = settings([state('a'), state('b', ['client', 'channel']), state('c', ['client'])])
    const groups = [
      group('a', 5, { clientId: 'x' }),
      group('b', 7, { clientId: 'x' }),
      group('c', 9, { clientId: 'x' }),
    ]
    expect(told(foresee(now, then, groups))).toEqual([['b', 'channel', 'required', 5, 7]])
    expect(foresee(now, then, groups)[0]?.groups.map(each => each.stateId)).toEqual(['a', 'b'])
  })

  test('who is stopped by another rule today is not counted for it, but for the new one', () => {
    const then = settings([state('a'), state('b', ['client', 'channel']), state('c', ['client'])])
    expect(told(foresee(now, then, [group('a', 3)]))).toEqual([['b', 'channel', 'required', 3, 0]])
  })

  test('a closed way, a role and a checklist that blocks are counted as a salesperson meets them', () => {
    const then = settings(
      [
        state('a', [], { checklistBlocks: true }),
        state('b', ['client'], { enterRoles: ['head'] }),
        state('c', ['client'], { fromStates: ['b'] }),
      ],
      [{ id: 'i', text: 'Позвонить', stateIds: ['a'] }],
    )
    expect(told(foresee(now, then, [group('a', 2, { clientId: 'x' })]))).toEqual([
      ['b', 'state', 'enter_role', 2, 0],
      ['b', 'checklist', 'checklist', 2, 0],
      ['c', 'state', 'from', 2, 0],
      ['c', 'checklist', 'checklist', 2, 0],
    ])
    const ticked = { ...group('a', 2, { clientId: 'x' }), ticks: { i: { at: '', by: null } } }
    expect(told(foresee(now, then, [ticked])).map(([, field]) => field)).toEqual(['state', 'state'])
  })
})
