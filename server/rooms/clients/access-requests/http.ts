import { type Route, route } from '../../../platform/http/route.ts'
import type { Work } from '../../../platform/work.ts'
import { declineAccessRequest, grantAccessRequest } from './actions.ts'
import * as contract from './contract.ts'

export const accessDecisionRoutes: Route[] = [
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
