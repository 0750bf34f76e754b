import type { QueryOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import type { Caller } from '../../../platform/scope.ts'
import { holds } from '../../access/rules.ts'
import type { listHandOvers as listContract } from './contract.ts'
import { mayTakeBack } from './policy.ts'
import { selectHandOvers } from './storage.ts'

const LIST = 'hand-overs'

/** What was handed over, newest first: by the caller, of the caller, and of those whom the caller leads. */
export async function listHandOvers(db: Queryable, caller: Caller, { limit, cursor }: QueryOf<typeof listContract>) {
  const { actor, scope } = caller
  const led = { any: holds(actor, 'work.hand_over'), people: scope.activities.principals }
  const after = cursor === undefined ? [] : decodeCursor(LIST, cursor, 2).map(String)
  const rows = await selectHandOvers(db, actor.userId, led, { limit, after })
  const { items, nextCursor } = page(LIST, rows, limit, row => [row.place, row.id])
  return {
    items: items.map(({ place: _, asked, returnedAt, returned, kept, fromIds, ...row }) => ({
      ...row,
      filter: asked?.filter ?? null,
      returned: returnedAt && { at: returnedAt, returned: returned ?? 0, kept: kept ?? 0 },
      can: {
        takeBack: returnedAt === null && mayTakeBack(caller, { fromIds, authorId: row.author?.id ?? null }),
      },
    })),
    nextCursor,
  }
}
