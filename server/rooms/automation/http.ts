import { type Route, route } from '../../platform/http/route.ts'
import { retryTriggerRun } from './actions.ts'
import * as contract from './contract.ts'
import { getTriggerRun, listTriggerRuns } from './queries.ts'

export const automationRoutes: Route[] = [
  route(contract.listTriggerRuns, ({ db, caller, query }) => listTriggerRuns(db, caller, query)),
  route(contract.retryTriggerRun, ({ write, params: { id } }) =>
    write(
      work => retryTriggerRun(work, id),
      work => getTriggerRun(work.tx, work.caller, id),
    ),
  ),
]
