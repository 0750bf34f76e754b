import type { Queryable } from '../../../platform/db/database.ts'
import { listEventsById, type StoredEvent } from '../../../platform/events/reader.ts'
import type { Caller } from '../../../platform/scope.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { maySell } from '../policy.ts'
import type { Kept } from '../timeline/contract.ts'
import { decideKept, decideWayBack, isLastOf } from './rules.ts'
import { findStanding, type Standing } from './storage.ts'

/** Is it the last change of an Interest, with a way back, and may this caller work with that? */
export async function isLastChange(db: Queryable, caller: Caller, event: StoredEvent): Promise<boolean> {
  const interest = event.recordKind === 'interest' ? await findStanding(db, event.recordId) : undefined
  return interest !== undefined && mayTakeBack(caller, interest, event)
}

/** The same where the Interest is known. */
export function mayTakeBack(caller: Caller, interest: Standing, event: StoredEvent): boolean {
  return event.recordId === interest.id && isLastOf(event, interest) && maySell(caller, interest)
}

/** What stays as it is when that change is taken back. */
export async function findKept(db: Queryable, id: string, entryId: string): Promise<Kept[]> {
  const interest = await findStanding(db, id)
  const [event] = await listEventsById(db, id, [entryId])
  const way = event && interest && decideWayBack(event, interest)
  if (!way) return []
  return decideKept(way, event, await stateOf(db, interest, way))
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
