import { addDays, addWorkingDays } from '../../../platform/pure/working-time.ts'
import type { Work } from '../../../platform/work.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { getCompany } from '../../company/queries.ts'
import { findScenario } from '../../scenarios/queries.ts'
import { activeTriggers, MORNING, waitsForTime } from '../../scenarios/triggers/rules.ts'
import { insertForStanding, insertHoursForStanding, listDays } from './storage.ts'

/**
 * Lets the triggers of a scenario that wait for a time wait for every unfinished Interest that stands in their state,
 * as if it came in now; what would have been due before is left alone. Doing it again changes nothing.
 */
export async function adoptStanding(work: Work, scenarioId: string): Promise<void> {
  const scenario = await findScenario(work.tx, scenarioId)
  if (!scenario) return
  const { timeZone, calendarRevision } = await getCompany(work.tx)
  const calendar = await readCalendar(work.tx, calendarRevision)
  const said = { now: work.now, cause: work.cause }
  for (const state of scenario.states) {
    const place = { scenarioId, stateId: state.id, timeZone }
    for (const trigger of activeTriggers(state, scenario.pausedTriggers).filter(waitsForTime)) {
      const { event } = trigger
      const whole = { id: trigger.id, body: trigger, ...said }
      if (event.on === 'stayed' && event.unit === 'hour') {
        await insertHoursForStanding(work.tx, place, { ...whole, hours: event.amount })
      } else if (event.on === 'stayed' || event.on === 'date') {
        const of = event.on === 'stayed' ? 'entered' : event.field
        const dueOn = (day: string) =>
          event.on === 'stayed' ? addWorkingDays(day, event.amount, calendar).date : addDays(day, event.days)
        const days = await listDays(work.tx, of, place)
        const due = new Map(days.map(day => [day, dueOn(day)]))
        await insertForStanding(work.tx, of, place, { ...whole, due, time: event.on === 'stayed' ? null : MORNING })
      }
    }
  }
}
