import type { Database } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { whoLooks, writeAudit } from '../../../access/audit/actions.ts'
import { throttle } from '../../../access/throttle/actions.ts'
import type { Wall } from './queries.ts'

/** So many walls a person may meet in an hour: enough for a day's work, too few to list the base. */
const allowance = { limit: 60, seconds: 3_600 }

/**
 * When a person who was refused may ask a node again. Only saves asking the database, which counts for all nodes; forgetting
 * it costs nothing.
 */
const resting = new WeakMap<Platform, Map<string, number>>()
const MOST_RESTING = 10_000

/** Counts and writes down that a person was told of records it may not open; false when it was told of too many. */
export async function admitWalls(platform: Platform, caller: Caller, walls: readonly Wall[]): Promise<boolean> {
  const { actorId: userId, as } = whoLooks(caller)
  const now = platform.now()
  const restedUntil = resting.get(platform) ?? new Map<string, number>()
  resting.set(platform, restedUntil)
  if ((restedUntil.get(userId) ?? 0) > now.getTime()) return false
  const db: Database = platform.beside
  const { allowed, retryAfter } = await throttle(db, `wall:${userId}`, allowance, now)
  if (!allowed) {
    if (restedUntil.size >= MOST_RESTING) restedUntil.clear()
    restedUntil.set(userId, now.getTime() + Math.min(retryAfter, 60) * 1_000)
    await writeAudit(db, { now, actorId: userId }, { kind: 'search.walls_exhausted' })
    return false
  }
  restedUntil.delete(userId)
  await Promise.all(
    walls.map(wall =>
      writeAudit(
        db,
        { now, actorId: userId },
        { kind: 'search.walled', record: { kind: wall.type, id: wall.recordId }, detail: { by: wall.kind, ...as } },
      ),
    ),
  )
  return true
}
