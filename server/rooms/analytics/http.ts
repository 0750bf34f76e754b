import { type Route, route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import { previewProfile as previewContract } from './reach/contract.ts'
import { previewProfile } from './reach/queries.ts'
import { listFunnelInterests, readFunnel } from './funnel/queries.ts'

export const analyticsRoutes: Route[] = [
  route(contract.readFunnel, ({ db, caller, query }) => readFunnel(db, caller, query)),
  route(contract.listFunnelInterests, ({ platform, db, caller, query }) =>
    listFunnelInterests(db, caller, query, platform.now()),
  ),
  route(previewContract, ({ db, params: { id }, body }) => previewProfile(db, id, body.grounds)),
]
