import { type Route, route } from '../../../platform/http/route.ts'
import { explainRefusal } from './contract.ts'
import { explain } from './queries.ts'

export const refusalRoutes: Route[] = [
  route(explainRefusal, ({ db, caller, platform, query: { right, kind, ownerId } }) =>
    explain(db, caller, platform.now(), { reason: right, rule: kind, ownerId }),
  ),
]
