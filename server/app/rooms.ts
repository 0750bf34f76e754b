import type { Gate } from '../platform/http/server.ts'
import type { Route } from '../platform/http/route.ts'
import type { JobHandler } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { forgetOldOperations } from '../platform/operations.ts'
import { eventStream } from '../platform/realtime.ts'
import type { Subscriber } from '../platform/work.ts'
import { witness } from '../rooms/access/audit/actions.ts'
import { auditRoutes } from '../rooms/access/audit/http.ts'
import { checkAudit } from '../rooms/access/audit/jobs.ts'
import { accessRoutes, gateOf } from '../rooms/access/http.ts'
import { endViewingInTime, forgetOldAccess, warnOfKeys } from '../rooms/access/jobs.ts'
import { compareLdap } from '../rooms/access/ldap/jobs.ts'
import { noticesWithin } from '../rooms/notices/events.ts'
import { noticesRoutes } from '../rooms/notices/http.ts'
import { forgetOldNotices } from '../rooms/notices/jobs.ts'
import { onCompanySetUp as shipDirectories } from '../rooms/company/events.ts'
import { companyRoutes } from '../rooms/company/http.ts'
import { fieldsRoutes } from '../rooms/fields/http.ts'
import { searchDuplicates } from '../rooms/clients/duplicates/search/jobs.ts'
import { clientsRoutes } from '../rooms/clients/http.ts'
import { interestsWithin } from '../rooms/interests/events.ts'
import { gatherFlowNightly } from '../rooms/interests/flow/jobs.ts'
import { interestsRoutes } from '../rooms/interests/http.ts'
import { forgetOldPresence } from '../rooms/interests/jobs.ts'
import { countTermsAnew } from '../rooms/interests/terms/jobs.ts'
import { automationWithin } from '../rooms/automation/events.ts'
import { automationRoutes } from '../rooms/automation/http.ts'
import { adoptTriggers, runTriggers } from '../rooms/automation/jobs.ts'
import { activitiesWithin } from '../rooms/activities/events.ts'
import { activitiesRoutes } from '../rooms/activities/http.ts'
import { remind, tellAbsences } from '../rooms/activities/jobs.ts'
import { undoingRoutes } from '../rooms/undoing/http.ts'
import { analyticsRoutes } from '../rooms/analytics/http.ts'
import { exchangeRoutes } from '../rooms/exchange/http.ts'
import { forgetOldImports, proceedWithImports } from '../rooms/exchange/jobs.ts'
import { endGrantsInTime } from '../rooms/clients/grants/jobs.ts'
import { onClientOpened } from '../rooms/clients/access-requests/actions.ts'
import { registrationRoutes } from '../rooms/registration/http.ts'
import { forgetOldDrafts } from '../rooms/registration/jobs.ts'
import { onCompanySetUp as shipScenarios } from '../rooms/scenarios/events.ts'
import { scenariosRoutes } from '../rooms/scenarios/http.ts'
import { demoRoutes } from './demo/http.ts'
import { recordNames } from './record-names.ts'
import { loadWhenAsked, onCompanySetUp as askForDemo } from './demo/start.ts'

/** The composition: which rooms there are, and in which order they act on each other's announcements. */

/** Inside the transaction, in this order. */
export const within: ReadonlyMap<string, readonly Subscriber[]> = new Map<string, readonly Subscriber[]>([
  ['company.set_up', [shipDirectories, shipScenarios, askForDemo]],
  ['client.opened', [onClientOpened as Subscriber]],
  ...inOrder([noticesWithin, interestsWithin, activitiesWithin, automationWithin]),
])

/** What several rooms do about one announcement, the rooms above first. */
function inOrder(rooms: readonly Record<string, unknown>[]): [string, Subscriber[]][] {
  const kinds = new Set(rooms.flatMap(Object.keys))
  return [...kinds].map(kind => [kind, rooms.flatMap(each => (each[kind] as Subscriber | undefined) ?? [])])
}

/** After the commit: queues that get a job for each event of a kind. */
export const after: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([])

export function jobsOf(platform: Platform): JobHandler[] {
  return [
    forgetOldOperations(platform),
    forgetOldAccess(platform),
    endViewingInTime(platform),
    checkAudit(platform) as JobHandler,
    compareLdap(platform),
    warnOfKeys(platform),
    forgetOldNotices(platform),
    forgetOldDrafts(platform),
    forgetOldPresence(platform),
    searchDuplicates(platform),
    endGrantsInTime(platform),
    gatherFlowNightly(platform),
    countTermsAnew(platform),
    remind(platform),
    tellAbsences(platform),
    runTriggers(platform),
    adoptTriggers(platform) as JobHandler,
    loadWhenAsked(platform),
    proceedWithImports(platform) as JobHandler,
    forgetOldImports(platform),
  ]
}

export function routesOf(_platform: Platform, gate: Gate): Route[] {
  return [
    eventStream(gate),
    ...accessRoutes,
    ...auditRoutes(recordNames),
    ...noticesRoutes,
    ...companyRoutes,
    ...fieldsRoutes,
    ...clientsRoutes,
    ...scenariosRoutes,
    ...interestsRoutes,
    ...activitiesRoutes,
    ...undoingRoutes,
    ...registrationRoutes,
    ...automationRoutes,
    ...exchangeRoutes,
    ...analyticsRoutes,
    ...demoRoutes,
  ]
}

export { gateOf, witness }
