import { type Route, route } from '../../../platform/http/route.ts'
import { archiveProfile, changeProfile, copyProfile, restoreProfile } from './actions.ts'
import * as contract from './contract.ts'
import { getProfile, listProfiles } from './queries.ts'

export const profileRoutes: Route[] = [
  route(contract.listProfiles, ({ db, caller, query }) => listProfiles(db, caller, query.archived)),
  route(contract.getProfile, ({ db, caller, params: { id } }) => getProfile(db, caller, id)),
  route(contract.copyProfile, ({ body, write }) => write(work => copyProfile(work, body))),
  route(contract.changeProfile, ({ params: { id }, body, write }) =>
    write(
      work => changeProfile(work, id, body),
      work => getProfile(work.tx, work.caller, id),
    ),
  ),
  route(contract.archiveProfile, ({ params: { id }, write }) =>
    write(
      work => archiveProfile(work, id),
      work => getProfile(work.tx, work.caller, id),
    ),
  ),
  route(contract.restoreProfile, ({ params: { id }, write }) =>
    write(
      work => restoreProfile(work, id),
      work => getProfile(work.tx, work.caller, id),
    ),
  ),
]
