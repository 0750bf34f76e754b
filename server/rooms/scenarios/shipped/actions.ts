import { newId } from '../../../platform/pure/ids.ts'
import type { Moved, Work } from '../../../platform/work.ts'
import { insertPublished, insertScenario, selectScenarios } from '../storage.ts'
import { shippedScenarios } from './rules.ts'

/** Puts «Продажа» and «Разовая продажа» into an empty base; a base that has scenarios is left alone. */
export async function shipScenarios(work: Work): Promise<readonly Moved[]> {
  if ((await selectScenarios(work.tx, true)).length > 0) return []
  const moved: Moved[] = []
  for (const { name, states } of shippedScenarios) {
    const id = newId()
    await insertScenario(work.tx, { id, name, departmentIds: [], serviceTypeIds: [] }, work.now, null)
    const settings = states.map((state, order) => ({ ...state, id: newId(), order, color: 0 }))
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
