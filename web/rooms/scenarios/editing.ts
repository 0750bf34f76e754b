import { newId } from '../../../server/platform/pure/ids.ts'
import {
  type ChecklistItem,
  freeOfSteps,
  type RuleField,
  ruleField,
  type ScenarioState,
} from '../../../server/rooms/scenarios/contract.ts'

type States = readonly ScenarioState[]

/** States of a scenario as they are edited: every function gives the whole list anew, in board order. */

export function changeState(states: States, id: string, part: Partial<ScenarioState>): ScenarioState[] {
  return states.map(state => (state.id === id ? { ...state, ...part } : state))
}

export function changeRule(
  states: States,
  id: string,
  field: RuleField,
  part: { required?: boolean; readOnly?: boolean },
): ScenarioState[] {
  return states.map(state => {
    if (state.id !== id) return state
    const known = state.fields.find(each => each.field === field) ?? { field, required: false, readOnly: false }
    return { ...state, fields: [...state.fields.filter(each => each.field !== field), { ...known, ...part }] }
  })
}

/** One place up or down among the ordinary ones; undefined where there is no such place. */
export function shiftState(states: States, id: string, by: number): ScenarioState[] | undefined {
  const ordinary = states.filter(each => each.kind === 'ordinary')
  const from = ordinary.findIndex(each => each.id === id)
  const to = from + by
  if (from < 0 || to < 0 || to >= ordinary.length) return undefined
  ordinary.splice(to, 0, ...ordinary.splice(from, 1))
  return [...ordinary, ...outcomesOf(states)].map((each, order) => ({ ...each, order }))
}

/** A new one behind the last ordinary state, which it resembles: so that no rule is got round by skipping. */
export function addState(states: States, name: string): { states: ScenarioState[]; id: string } {
  const ordinary = states.filter(each => each.kind === 'ordinary')
  const last = ordinary.at(-1)
  const fresh: ScenarioState = {
    id: newId(),
    name,
    kind: 'ordinary',
    order: ordinary.length,
    probability: last?.probability ?? 50,
    color: 0,
    expectedDays: null,
    fields: last?.fields ?? [],
    fromStates: null,
    enterRoles: null,
    leaveRoles: null,
    checklistBlocks: false,
    confirmsLoss: false,
    queueRole: null,
    triggers: [],
    ...freeOfSteps,
  }
  return { states: [...ordinary, fresh, ...outcomesOf(states)], id: fresh.id }
}

/** A way that led from the removed state only is open to all; things to do of it alone go with it. */
export function removeState(
  { states, checklist }: { states: States; checklist: readonly ChecklistItem[] },
  id: string,
): { states: ScenarioState[]; checklist: ChecklistItem[] } {
  const left = states.filter(each => each.id !== id)
  return {
    states: left.map(each => ({ ...each, fromStates: without(each.fromStates, id) })),
    checklist: checklist.flatMap(item => {
      const stateIds = item.stateIds.filter(each => each !== id)
      return stateIds.length > 0 ? [{ ...item, stateIds }] : []
    }),
  }
}

function without(ids: string[] | null, gone: string): string[] | null {
  const left = ids?.filter(id => id !== gone) ?? []
  return ids === null || (ids.length > 0 && left.length === 0) ? null : left
}

function outcomesOf(states: States): ScenarioState[] {
  return states.filter(each => each.kind !== 'ordinary')
}

/** Things to do in a state, in the order of the list. */
export function itemsOf(checklist: readonly ChecklistItem[], stateId: string): ChecklistItem[] {
  return checklist.filter(item => item.stateIds.includes(stateId))
}

/** The same list with an item in a state or out of it. */
export function tickItem(
  checklist: readonly ChecklistItem[],
  itemId: string,
  stateId: string,
  on: boolean,
): ChecklistItem[] {
  return checklist.map(item => {
    if (item.id !== itemId) return item
    const others = item.stateIds.filter(each => each !== stateId)
    return { ...item, stateIds: on ? [...others, stateId] : others }
  })
}

interface Forgotten {
  field: RuleField
  earlier: string
  later: string
}

/** Fields that an earlier state demands and a later one lacks, but for a loss: skipping would get round the rule. */
export function laterForgets(states: States): Forgotten[] {
  const demands = (state: ScenarioState, field: RuleField) =>
    state.fields.some(rule => rule.field === field && rule.required)
  return ruleField.options.flatMap(field => {
    const earlier = states.find(state => state.kind === 'ordinary' && demands(state, field))
    if (!earlier) return []
    const behind = states.slice(states.indexOf(earlier) + 1)
    const later = behind.find(state => state.kind !== 'lost' && !demands(state, field))
    return later ? [{ field, earlier: earlier.name, later: later.name }] : []
  })
}
