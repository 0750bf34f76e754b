import { type Route, route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import { draftRoutes } from './drafts/http.ts'
import { readForm } from './form/queries.ts'
import { intakeRoutes } from './intake/http.ts'
import { searchRoutes } from './search/http.ts'

export const registrationRoutes: Route[] = [
  ...searchRoutes,
  ...intakeRoutes,
  ...draftRoutes,
  route(contract.readForm, async ({ db, caller, query, platform }) => readForm(db, caller, query, platform.now())),
]
