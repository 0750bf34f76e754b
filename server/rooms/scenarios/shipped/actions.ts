import { newId } from '../../../platform/pure/ids.ts'
import type { Moved, Work } from '../../../platform/work.ts'
import { listItems } from '../../company/queries.ts'
import type { StateSetting } from '../tables.ts'
import { insertPublished, insertScenario, selectScenarios } from '../storage.ts'
import { type ShippedState, shippedScenarios } from './rules.ts'

/** Puts the shipped scenarios into an empty base, whose directories are filled; a base that has some is left alone. */
export async function shipScenarios(work: Work): Promise<readonly Moved[]> {
  if ((await selectScenarios(work.tx, true)).length > 0) return []
  const moved: Moved[] = []
  const types = (await listItems(work.tx, work.caller, 'service_type')).items
  for (const { name, serviceTypes, states } of shippedScenarios) {
    const id = newId()
    const serviceTypeIds = types.filter(each => serviceTypes?.includes(each.name)).map(each => each.id)
    await insertScenario(work.tx, { id, name, departmentIds: [], serviceTypeIds }, work.now, null)
    const settings = settingsOfShipped(states)
    await insertPublished(work.tx, id, 1, { states: settings, checklist: [] }, { now: work.now, userId: null })
    work.record({
      kind: 'scenario.created',
      record: { kind: 'scenario', id },
      version: 1,
      changes: { name: { to: name } },
      owners: null,
    })
    moved.push({ kind: 'scenario', id, title: name })
  }
  return moved
}

/** States under ids of their own; triggers that move find by name where to. */
export function settingsOfShipped(states: readonly ShippedState[]): StateSetting[] {
  const ids = new Map(states.map(state => [state.name, newId()]))
  return states.map((state, order) => ({
    ...state,
    id: ids.get(state.name) ?? newId(),
    order,
    color: 0,
    triggers: state.triggers.map(({ action, ...each }) => ({
      ...each,
      id: newId(),
      action: action.does === 'move' ? { ...action, stateId: ids.get(action.stateId) ?? action.stateId } : action,
    })),
  }))
}
