import type { Route } from '../../platform/http/route.ts'
import { sessionRoutes } from './sessions/http.ts'
import { setUpRoutes } from './set-up/http.ts'

export { gateOf } from './gates/queries.ts'

export const accessRoutes: Route[] = [...sessionRoutes, ...setUpRoutes]
