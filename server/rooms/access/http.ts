import { refusalRoutes } from './refusals/http.ts'
import { viewingRoutes } from './viewing/http.ts'
import type { Route } from '../../platform/http/route.ts'
import { absenceRoutes } from './absences/http.ts'
import { apiKeyRoutes } from './api-keys/http.ts'
import { departmentRoutes } from './departments/http.ts'
import { ldapRoutes } from './ldap/http.ts'
import { profileRoutes } from './profiles/http.ts'
import { secondFactorRoutes } from './second-factor/http.ts'
import { sessionRoutes } from './sessions/http.ts'
import { setUpRoutes } from './set-up/http.ts'
import { singleSignOnRoutes } from './single-sign-on/http.ts'
import { signInRuleRoutes } from './sign-in-rules/http.ts'
import { userRoutes } from './users/http.ts'

export { gateOf } from './gates/queries.ts'

export const accessRoutes: Route[] = [
  ...sessionRoutes,
  ...viewingRoutes,
  ...refusalRoutes,
  ...setUpRoutes,
  ...singleSignOnRoutes,
  ...ldapRoutes,
  ...userRoutes,
  ...departmentRoutes,
  ...profileRoutes,
  ...apiKeyRoutes,
  ...secondFactorRoutes,
  ...signInRuleRoutes,
  ...absenceRoutes,
]
