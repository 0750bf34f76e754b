import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listWalledAlike } from '../../clients/access-requests/queries.ts'
import { wholeValues } from '../search/rules.ts'
import { listWalls, type Wall } from '../search/walls/queries.ts'

/** What a wall is known by to whoever met it. */
export interface Met {
  typed: string
  /** Whom the wall named; undefined: any. */
  responsibleId?: string | null | undefined
}

/**
 * The walls that somebody has met by what was typed: those that the search tells of, else those that the check for
 * duplicates does. Whatever was shown as a wall is reached by this, also after it has changed hands.
 */
export async function listMetWalls(db: Queryable, caller: Caller, { typed, responsibleId }: Met): Promise<Wall[]> {
  const isNamed = (wall: Wall) => responsibleId === undefined || wall.responsibleId === responsibleId
  const found = await listWalls(db, caller.scope.clients, wholeValues(typed))
  const named = found.filter(isNamed)
  if (named.length > 0) return named
  // Who it is and how much is open was told where the wall was met.
  const alike = (await listWalledAlike(db, caller, typed)).map(
    (party): Wall => ({ ...party, responsibleName: null, openInterests: 0 }),
  )
  const namedAlike = alike.filter(isNamed)
  if (namedAlike.length > 0) return namedAlike
  return found.length > 0 ? found : alike
}
