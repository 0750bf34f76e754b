import type { Route } from '../../platform/http/route.ts'
import { apiKeyRoutes } from './api-keys/http.ts'
import { departmentRoutes } from './departments/http.ts'
import { profileRoutes } from './profiles/http.ts'
import { sessionRoutes } from './sessions/http.ts'
import { setUpRoutes } from './set-up/http.ts'
import { userRoutes } from './users/http.ts'

export { gateOf } from './gates/queries.ts'

export const accessRoutes: Route[] = [
  ...sessionRoutes,
  ...setUpRoutes,
  ...userRoutes,
  ...departmentRoutes,
  ...profileRoutes,
  ...apiKeyRoutes,
]
