import type { Queryable } from '../../../platform/db/database.ts'
import { listEventsBeside, type StoredEvent } from '../../../platform/events/reader.ts'
import type { Caller } from '../../../platform/scope.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { maySell } from '../policy.ts'
import type { Kept } from '../timeline/contract.ts'
import { decideKept, decideWayBack } from './rules.ts'
import type { Standing } from './storage.ts'

/** Which of these entries this caller may take back, and what would stay as it is; undefined: none. */
export async function findUndo(
  db: Queryable,
  caller: Caller,
  interest: Standing,
  events: readonly StoredEvent[],
): Promise<{ entryId: string; keeps: Kept[] } | undefined> {
  const last = events.find(each => each.recordId === interest.id && each.version === interest.version)
  const way = last && decideWayBack(last, interest)
  if (!last || !way || !maySell(caller, interest)) return undefined
  const beside = way.door === 'change' ? [] : await listEventsBeside(db, interest.id, last.id)
  const kinds = beside.map(each => each.kind)
  return { entryId: last.id, keeps: decideKept(way, last, kinds, await stateOf(db, interest, way)) }
}

/** The state to which a way leads back. */
export async function stateOf(
  db: Queryable,
  { scenarioId, scenarioRevision }: Pick<Standing, 'scenarioId' | 'scenarioRevision'>,
  way: { door: string; stateId?: string },
) {
  if (way.door !== 'move') return undefined
  const scenarios = await readScenarios(db, [{ id: scenarioId, revision: scenarioRevision }])
  return scenarios.get(scenarioId)?.states.find(each => each.id === way.stateId)
}
