import { type Route, route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import { accessRequestRoutes } from './access-requests/http.ts'
import { draftRoutes } from './drafts/http.ts'
import { readForm } from './form/queries.ts'
import { handOverRoutes } from './hand-overs/http.ts'
import { intakeRoutes } from './intake/http.ts'
import { searchRoutes } from './search/http.ts'

export const registrationRoutes: Route[] = [
  ...searchRoutes,
  ...intakeRoutes,
  ...draftRoutes,
  ...accessRequestRoutes,
  ...handOverRoutes,
  route(contract.readForm, async ({ db, caller, query, platform }) => readForm(db, caller, query, platform.now())),
]
