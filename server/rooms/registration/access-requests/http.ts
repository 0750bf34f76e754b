import { type Route, route } from '../../../platform/http/route.ts'
import { requestAccess as contract } from '../../clients/contract.ts'
import { requestAccess } from './actions.ts'

export const accessRequestRoutes: Route[] = [
  route(contract, ({ body, write }) => write(work => requestAccess(work, body))),
]
