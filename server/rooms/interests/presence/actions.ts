import type { Queryable } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import { requireVisible } from '../queries.ts'
import { PRESENCE_CHANGED, SILENT_SECONDS } from './contract.ts'
import { listOthers, type Other, putPresence, removePresence, removeSilent } from './storage.ts'

interface Here {
  placeId: string
  here: boolean
  field?: string | undefined
}

/**
 * Somebody has the card of an Interest open, edits a field of it, or has left it. No event and no history: it is worth a few seconds, and
 * whoever has the card open too is told at once.
 * @throws not_found
 */
export async function keepPresence(
  { platform, db }: { platform: Platform; db: Queryable },
  caller: Caller,
  recordId: string,
  { placeId, here, field }: Here,
): Promise<{ people: Other[] }> {
  const { userId } = caller.actor
  const place = { recordId, placeId, userId }
  const now = platform.now()
  if (here) await requireVisible(db, caller, recordId)
  const isNews = here ? await putPresence(db, place, { field: field ?? null, now }) : await removePresence(db, place)
  const people = await listOthers(db, recordId, userId, new Date(now.getTime() - SILENT_SECONDS * 1_000))
  if (isNews && people.length > 0) {
    platform.relay.whisper({
      kind: PRESENCE_CHANGED,
      recordKind: 'presence',
      recordId,
      userIds: people.map(each => each.id),
    })
  }
  // Who leaves, and may not even see the record, is told nothing of those who stay.
  return { people: here ? people : [] }
}

/** Forgets open cards of which nothing was heard since; answers how many. */
export async function forgetSilent(platform: Platform, since: Date): Promise<number> {
  return removeSilent(platform.db, since)
}
