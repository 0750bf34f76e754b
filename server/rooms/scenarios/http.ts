import { type Route, route } from '../../platform/http/route.ts'
import { archiveScenario, changeScenario, createScenario, restoreScenario } from './actions.ts'
import * as contract from './contract.ts'
import { dropScenarioDraft, saveScenarioDraft } from './drafts/actions.ts'
import * as drafts from './drafts/contract.ts'
import { getScenarioDraft } from './drafts/queries.ts'
import { getScenario, listScenarios } from './queries.ts'
import { importScenario } from './transfer/actions.ts'
import * as transfer from './transfer/contract.ts'
import { exportScenario, readScenarioSchema } from './transfer/queries.ts'
import { keepTriggerPaused } from './triggers/actions.ts'
import * as triggers from './triggers/contract.ts'
import * as versions from './versions/contract.ts'
import { getScenarioVersion, listScenarioVersions } from './versions/queries.ts'

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
  route(drafts.getScenarioDraft, ({ db, params }) => getScenarioDraft(db, params.id)),
  route(drafts.saveScenarioDraft, ({ write, params: { id }, body }) =>
    write(
      work => saveScenarioDraft(work, id, body),
      work => getScenarioDraft(work.tx, id),
    ),
  ),
  route(drafts.dropScenarioDraft, ({ write, params: { id }, query }) =>
    write(
      work => dropScenarioDraft(work, id, query.version),
      work => getScenarioDraft(work.tx, id),
    ),
  ),
  route(transfer.exportScenario, ({ db, params }) => exportScenario(db, params.id)),
  route(transfer.importScenario, ({ write, body }) => write(work => importScenario(work, body))),
  route(transfer.readScenarioSchema, async () => readScenarioSchema()),
  route(versions.listScenarioVersions, ({ db, params }) => listScenarioVersions(db, params.id)),
  route(versions.getScenarioVersion, ({ db, params: { id, version }, query }) =>
    getScenarioVersion(db, id, version, query.from),
  ),
  route(triggers.pauseTrigger, ({ write, params }) =>
    write(
      work => keepTriggerPaused(work, { ...params, paused: true }),
      work => keepTriggerPaused(work, { ...params, paused: true }),
    ),
  ),
  route(triggers.resumeTrigger, ({ write, params }) =>
    write(
      work => keepTriggerPaused(work, { ...params, paused: false }),
      work => keepTriggerPaused(work, { ...params, paused: false }),
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
