import type { Queryable } from '../../../platform/db/database.ts'
import { Localised } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { getCompany } from '../../company/queries.ts'
import { listActiveScenarios } from '../../scenarios/queries.ts'
import { decideScenario, expectedCloseDate } from '../../scenarios/rules.ts'

/** What the form shows before anything is saved: the scenario that would be taken, why, and the date it gives. */
export async function readForm(
  db: Queryable,
  caller: Caller,
  filter: { serviceTypeId?: string | undefined; scenarioId?: string | undefined },
  now: Date,
) {
  const [scenarios, { timeZone, calendarRevision }] = await Promise.all([listActiveScenarios(db), getCompany(db)])
  const choice = decideScenario({
    serviceTypeId: filter.serviceTypeId ?? null,
    departmentId: caller.actor.departmentId,
    scenarios,
    named: filter.scenarioId,
  })
  const scenario = scenarios.find(each => each.id === choice.scenarioId)
  const first = scenario?.states[0]
  const at = { now, timeZone, calendar: await readCalendar(db, calendarRevision) }
  const date = scenario && first ? expectedCloseDate(scenario.states, first.id, at) : null
  return {
    scenarioId: choice.scenarioId,
    reason: { kind: choice.reason.kind, text: new Localised(choice.reason.text) },
    fitting: choice.fitting,
    expectedCloseDate: date?.date ?? null,
    provisional: date?.provisional ?? false,
  }
}
