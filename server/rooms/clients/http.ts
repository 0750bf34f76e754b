import { type Route, route } from '../../platform/http/route.ts'
import { createClient } from './actions.ts'
import * as contract from './contract.ts'
import { getClient } from './queries.ts'

const clientRoutes: Route[] = [
  route(contract.createClient, ({ body, write }) => write(work => createClient(work, body))),
  route(contract.getClient, ({ caller, db, params }) => getClient(db, caller, params.id)),
]

export const clientsRoutes: Route[] = [...clientRoutes]
