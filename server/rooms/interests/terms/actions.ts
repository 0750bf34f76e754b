import type { Platform } from '../../../platform/platform.ts'
import { todayIn } from '../../../platform/pure/working-time.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { decideWrong } from './rules.ts'
import { findGround, type Ground, listTerms, noteCounted, storeContactDays, storeTerms } from './storage.ts'

/** So many days of states at once. */
const CHUNK = 50

/**
 * Counts anew from when on unfinished Interests stand in their states too long, where the settings of a scenario, the
 * working calendar or the zone of the company are others than those by which it was counted; and once a day whatever was
 * entered while one of them was being changed.
 */
export async function countTerms(platform: Platform, stopping?: AbortSignal): Promise<void> {
  const { db } = platform
  const ground = await findGround(db)
  if (!ground) return
  const by = countedBy(ground, todayIn(ground.timeZone, platform.now()))
  if (by === ground.countedBy) return
  const [calendar, scenarios, terms] = await Promise.all([
    readCalendar(db, ground.calendarRevision),
    readScenarios(db, ground.scenarios),
    listTerms(db, ground.timeZone),
  ])
  const states = [...scenarios.values()].flatMap(each => each.states)
  const wrong = decideWrong(terms, new Map(states.map(each => [each.id, each.expectedDays])), calendar)
  for (let at = 0; at < wrong.length; at += CHUNK) {
    const chunk = wrong.slice(at, at + CHUNK)
    for (let more = true; more && !stopping?.aborted; ) more = await storeTerms(db, chunk, ground.timeZone)
  }
  for (let more = true; more && !stopping?.aborted; ) more = await storeContactDays(db, ground.timeZone)
  if (stopping?.aborted) return
  await noteCounted(db, by)
}

function countedBy({ timeZone, calendarRevision, scenarios }: Ground, today: string): string {
  return [timeZone, calendarRevision, today, ...scenarios.map(each => each.revision)].join(' ')
}
