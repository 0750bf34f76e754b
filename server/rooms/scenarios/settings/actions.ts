import type { z } from 'zod'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { inKeyOrder } from '../../../platform/pure/key-order.ts'
import { type ChecklistItem, outcomesMissing, type stateInput } from '../contract.ts'
import { hasOutcomes, inBoardOrder, normaliseRules } from '../rules.ts'
import { settingsOfShipped } from '../shipped/actions.ts'
import { plainStates } from '../shipped/rules.ts'
import type { ScenarioRow, StateSetting } from '../tables.ts'
import { copiedTriggers, repeatedTriggers, triggerFaults } from '../triggers/settings/actions.ts'

type StateInput = z.output<typeof stateInput>
export type Settings = Pick<ScenarioRow, 'states' | 'checklist'>

/** Of a scenario that was added without any. */
export function plainSettings(): Settings {
  return { states: settingsOfShipped(plainStates), checklist: [] }
}

/** The same states and checklist under ids of their own. */
export function copyOf({ states, checklist }: Settings): Settings {
  const ids = new Map(states.map(state => [state.id, newId()]))
  const renamed = (id: string) => ids.get(id) ?? id
  return {
    states: states.map(state => ({
      ...state,
      id: renamed(state.id),
      fromStates: state.fromStates?.map(renamed) ?? null,
      triggers: copiedTriggers(state.triggers, renamed),
    })),
    checklist: checklist.map(item => ({ ...item, id: newId(), stateIds: item.stateIds.map(renamed) })),
  }
}

/** The checklist goes with the states that stay. */
export function keptItems(checklist: readonly ChecklistItem[], states: readonly { id: string }[]): ChecklistItem[] {
  const ids = new Set(states.map(state => state.id))
  return checklist.flatMap(item => {
    const stateIds = item.stateIds.filter(id => ids.has(id))
    return stateIds.length > 0 ? [{ ...item, stateIds }] : []
  })
}

/** Settings in board order. The kind of a state lives as long as its id: Interests in it are open or closed by it. */
export function settingsOf(
  input: readonly (StateInput | StateSetting)[],
  checklist: readonly ChecklistItem[],
  faults: Fault[],
  known: readonly StateSetting[] = [],
): Settings {
  const kinds = new Map<string, string>(known.map(each => [each.id, each.kind]))
  const ids = new Set(input.map(state => state.id))
  const repeated = repeatedAmong(input.map(state => state.id))
  input.forEach((state, i) => {
    if (repeated.has(i)) faults.push({ ...unknownReference(`states[${i}].id`), code: 'repeated' })
    if ((kinds.get(state.id) ?? state.kind) !== state.kind) {
      faults.push({
        path: `states[${i}].kind`,
        code: 'fixed',
        message: new Localised({
          ru: 'Вид состояния не меняется: добавьте новое',
          en: 'The kind of a state stays: add another state',
        }),
      })
    }
    faults.push(...unknownAmong(state.fromStates ?? [], ids, `states[${i}].fromStates`))
    faults.push(...triggerFaults(state, ids, `states[${i}].triggers`))
  })
  faults.push(...repeatedTriggers(input))
  const repeatedItems = repeatedAmong(checklist.map(item => item.id))
  checklist.forEach((item, i) => {
    if (repeatedItems.has(i)) faults.push({ ...unknownReference(`checklist[${i}].id`), code: 'repeated' })
    faults.push(...unknownAmong(item.stateIds, ids, `checklist[${i}].stateIds`))
  })
  refuseFaults(faults)
  if (!hasOutcomes(input)) refuse(outcomesMissing)
  return {
    states: inBoardOrder(input).map((state, order) => inOneOrder({ ...normalised(state), order })),
    checklist: checklist.map(({ id, text, stateIds }) => ({ id, text, stateIds: [...new Set(stateIds)] })),
  }
}

function normalised(state: StateInput | StateSetting): StateSetting {
  return {
    ...state,
    order: 0,
    expectedDays: state.expectedDays ?? null,
    fields: normaliseRules(state.fields),
    fromStates: state.fromStates && [...new Set(state.fromStates)],
    enterRoles: state.enterRoles && [...new Set(state.enterRoles)].sort(),
    leaveRoles: state.leaveRoles && [...new Set(state.leaveRoles)].sort(),
    // What is over waits for nobody.
    queueRole: state.kind === 'ordinary' ? state.queueRole : null,
  }
}

/** Places of ids that stand before them already. */
function repeatedAmong(ids: readonly string[]): Set<number> {
  return new Set(ids.flatMap((id, at) => (ids.indexOf(id) < at ? [at] : [])))
}

function unknownAmong(named: readonly string[], known: ReadonlySet<string>, path: string): Fault[] {
  return named.flatMap((id, at) => (known.has(id) ? [] : [unknownReference(`${path}[${at}]`)]))
}

/** The same properties in the same order, so that two settings compare by their text. */
export function inOneOrder(state: StateSetting): StateSetting {
  const { id, name, kind, order, probability, color, expectedDays, fields } = state
  const { fromStates, enterRoles, leaveRoles, checklistBlocks } = state
  const { planningRule, autoCompleteRule, asksPlan, asksResult, makesTask, confirmsLoss, queueRole, triggers } = state
  const rules = fields.map(({ field, required, readOnly }) => ({ field, required, readOnly }))
  const ways = { fromStates, enterRoles, leaveRoles, checklistBlocks }
  const steps = { planningRule, autoCompleteRule, asksPlan, asksResult, makesTask }
  const plain = { id, name, kind, order, probability, color, expectedDays, fields: rules, ...ways, ...steps }
  return { ...plain, confirmsLoss, queueRole, triggers: triggers.map(inKeyOrder) }
}
