import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { listEventsById } from '../../../platform/events/reader.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { requireVisible } from '../queries.ts'
import { type pinEntry as pinContract, tooManyPins } from '../timeline/contract.ts'
import { listPins, storePin } from './storage.ts'

const MOST = 50

/**
 * Keeps an entry on top of the history of an Interest for the caller alone, or lets it go; no version, no history.
 * @throws not_found, interest.too_many_pins
 */
export async function pinEntry(
  work: Work,
  id: string,
  { entryId, on }: BodyOf<typeof pinContract>,
): Promise<{ pinned: boolean }> {
  await requireVisible(work.tx, work.caller, id)
  const place = { interestId: id, userId: work.actor.userId }
  if (on) {
    if ((await listEventsById(work.tx, id, [entryId])).length === 0) refuse(notFound)
    const pins = await listPins(work.tx, place)
    if (pins.length >= MOST && !pins.includes(entryId)) refuse(tooManyPins)
  }
  await storePin(work.tx, place, entryId, on ? work.now : null)
  return { pinned: on }
}
