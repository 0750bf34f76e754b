import { type Route, route } from '../../platform/http/route.ts'
import { createClient } from './actions.ts'
import * as contract from './contract.ts'
import { linkProspect, unlinkProspect } from './linking/actions.ts'
import {
  archiveProspect,
  changeProspect,
  createProspect,
  dismissSuggestion,
  restoreProspect,
} from './prospects/actions.ts'
import { getProspect } from './prospects/queries.ts'
import { getClient } from './queries.ts'

const clientRoutes: Route[] = [
  route(contract.createClient, ({ body, write }) => write(work => createClient(work, body))),
  route(contract.getClient, ({ caller, db, params }) => getClient(db, caller, params.id)),
]

const prospectRoutes: Route[] = [
  route(contract.createProspect, ({ body, write }) => write(work => createProspect(work, body))),
  route(contract.getProspect, ({ caller, db, params }) => getProspect(db, caller, params.id)),
  route(contract.changeProspect, ({ caller, params, body, write }) =>
    write(
      work => changeProspect(work, params.id, body),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.archiveProspect, ({ caller, params, write }) =>
    write(
      work => archiveProspect(work, params.id),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.restoreProspect, ({ caller, params, write }) =>
    write(
      work => restoreProspect(work, params.id),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.dismissSuggestion, ({ caller, params, body, write }) =>
    write(
      work => dismissSuggestion(work, params.id, body.clientId),
      work => getProspect(work.tx, caller, params.id),
    ),
  ),
  route(contract.linkProspect, ({ caller, params, body, write }) =>
    write(
      work => linkProspect(work, params.id, body),
      async work => ({ ...(await getProspect(work.tx, caller, params.id)), interests: [] }),
    ),
  ),
  route(contract.unlinkProspect, ({ caller, params, write }) =>
    write(
      work => unlinkProspect(work, params.id),
      async work => ({ ...(await getProspect(work.tx, caller, params.id)), interests: [] }),
    ),
  ),
]

export const clientsRoutes: Route[] = [...clientRoutes, ...prospectRoutes]
