import { type Route, route } from '../../../platform/http/route.ts'
import type { Work } from '../../../platform/work.ts'
import { requestAccess as requestContract } from '../../clients/contract.ts'
import { declineAccessRequest, grantAccessRequest, requestAccess, requestOfRecord } from './actions.ts'
import * as contract from './contract.ts'
import { describeAsking } from './queries.ts'

export const accessRequestRoutes: Route[] = [
  route(requestContract, ({ body, write }) => write(work => requestAccess(work, body))),
  route(contract.requestOfRecord, ({ body, write }) => write(work => requestOfRecord(work, body))),
  route(contract.describeAsking, ({ db, caller, query, platform }) =>
    describeAsking(db, caller, query, platform.now()),
  ),
  // Done again they give the same.
  route(contract.grantAccessRequest, ({ params, body, write }) => {
    const grant = (work: Work) => grantAccessRequest(work, params.id, body ?? {})
    return write(grant, grant)
  }),
  route(contract.declineAccessRequest, ({ params, body, write }) => {
    const decline = (work: Work) => declineAccessRequest(work, params.id, body.comment?.trim() || null)
    return write(decline, decline)
  }),
]
