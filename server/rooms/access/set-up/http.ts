import { type Route, route } from '../../../platform/http/route.ts'
import { refuseCrossSite } from '../../../platform/http/security.ts'
import { checkSetUp, readSetUp, setUp as setUpEndpoint } from '../contract.ts'
import { visitorOf, welcome } from '../sessions/http.ts'
import { setUp } from './actions.ts'
import { getEntrance, getSetUp } from './queries.ts'

export const setUpRoutes: Route[] = [
  route(readSetUp, async ({ db }) => getEntrance(db)),
  route(checkSetUp, async ({ db, body, platform }) => getSetUp(db, body.token, platform.now())),
  route(setUpEndpoint, async exchange => {
    refuseCrossSite(exchange.request)
    return welcome(exchange, await setUp(exchange.platform, exchange.body, visitorOf(exchange.request)))
  }),
]
