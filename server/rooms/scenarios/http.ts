import { type Route, route } from '../../platform/http/route.ts'
import { archiveScenario, changeScenario, createScenario, restoreScenario } from './actions.ts'
import * as contract from './contract.ts'
import { getScenario, listScenarios } from './queries.ts'

export const scenariosRoutes: Route[] = [
  route(contract.listScenarios, ({ db, caller, query }) => listScenarios(db, caller, query)),
  route(contract.getScenario, ({ db, caller, params }) => getScenario(db, caller, params.id)),
  route(contract.createScenario, ({ write, body }) => write(work => createScenario(work, body))),
  route(contract.changeScenario, ({ write, params: { id }, body }) =>
    write(
      work => changeScenario(work, id, body),
      work => getScenario(work.tx, work.caller, id),
    ),
  ),
  route(contract.archiveScenario, ({ write, params: { id } }) =>
    write(
      work => archiveScenario(work, id),
      work => getScenario(work.tx, work.caller, id),
    ),
  ),
  route(contract.restoreScenario, ({ write, params: { id } }) =>
    write(
      work => restoreScenario(work, id),
      work => getScenario(work.tx, work.caller, id),
    ),
  ),
]
