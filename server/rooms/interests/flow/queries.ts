import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { type Paging, presenterOf } from '../listing/queries.ts'
import type { Flow } from './rules.ts'
import { findBounds, selectFlow, selectStanding, type Standing } from './storage.ts'

export type { Flow } from './rules.ts'
export type { Standing } from './storage.ts'

/** Which Interests are looked at: those of a scenario in some months, of these people as far as they are in scope. */
export interface FlowFilter {
  scenarioId: string
  /** First days, in order. */
  months: readonly string[]
  people?: readonly string[] | undefined
}

/** How Interests went from state to state, never beyond the scope. */
export async function readFlow(db: Queryable, caller: Caller, filter: FlowFilter): Promise<Flow[]> {
  return selectFlow(db, filter.scenarioId, filter.months, principalsOf(caller, filter))
}

/**
 * The Interests behind a number of the flow: they moved in the period, and stood so at its end.
 * @param count how many there are: when all have been given, nobody looks for another one
 */
export async function listStanding(
  db: Queryable,
  caller: Caller,
  filter: FlowFilter,
  standing: Standing,
  { limit, cursor, count, now }: Paging & { count: number; now: Date },
) {
  const [first, last] = [filter.months[0], filter.months.at(-1)]
  const bounds = first && last ? await findBounds(db, first, last) : undefined
  if (!bounds) return refuse(notFound)
  const isOver = bounds.end <= now
  const list = `flow ${filter.scenarioId} ${isOver} ${JSON.stringify(standing)}`
  const [place, id, given] = cursor === undefined ? [null, null, 0] : decodeCursor(list, cursor, 3)
  const rest = count - Number(given)
  const most = Math.min(limit, rest)
  const after = place === null ? undefined : ([String(place), String(id)] as const)
  const principals = principalsOf(caller, filter)
  const rows =
    most <= 0
      ? []
      : await selectStanding(db, filter.scenarioId, { ...bounds, isOver }, principals, standing, {
          limit: most,
          after,
          readerId: caller.actor.userId,
        })
  const presenter = await presenterOf(db, caller, rows)
  const end = rows.at(-1)
  const hasMore = end !== undefined && rows.length === most && rest > most
  return {
    items: rows.map(row => presenter.row(row)),
    nextCursor: hasMore ? encodeCursor(list, [end.place, end.id, Number(given) + rows.length]) : null,
  }
}

function principalsOf({ scope }: Caller, { people }: FlowFilter): readonly string[] | null {
  const { owners: principals } = scope.interests
  if (people === undefined) return principals
  return principals === null ? people : people.filter(each => principals.includes(each))
}
