import { type Route, route } from '../../../platform/http/route.ts'
import { cancelAbsence, changeAbsence, enterAbsence } from './actions.ts'
import * as contract from './contract.ts'
import { getAbsence, listAbsences, listAbsentable } from './queries.ts'

export const absenceRoutes: Route[] = [
  route(contract.listAbsences, ({ db, caller, platform, query }) => listAbsences(db, caller, platform.now(), query)),
  route(contract.getAbsence, ({ db, caller, platform, params: { id } }) => getAbsence(db, caller, platform.now(), id)),
  route(contract.listAbsentable, ({ db, caller }) => listAbsentable(db, caller)),
  route(contract.enterAbsence, ({ write, body }) => write(work => enterAbsence(work, body))),
  route(contract.changeAbsence, ({ write, params: { id }, body }) =>
    write(
      work => changeAbsence(work, id, body),
      work => getAbsence(work.tx, work.caller, work.now, id),
    ),
  ),
  route(contract.cancelAbsence, ({ write, params: { id }, body }) =>
    write(
      work => cancelAbsence(work, id, body),
      work => getAbsence(work.tx, work.caller, work.now, id),
    ),
  ),
]
