import { type Route, route } from '../../../platform/http/route.ts'
import { changeSettings } from './actions.ts'
import { check } from './checking/actions.ts'
import { compareNow, previewComparison } from './comparing/actions.ts'
import {
  changeLdap,
  checkLdap,
  compareNow as compareNowEndpoint,
  previewComparison as previewComparisonEndpoint,
  readLdap,
} from './contract.ts'
import { getSettings } from './queries.ts'

export const ldapRoutes: Route[] = [
  route(readLdap, ({ db, caller }) => getSettings(db, caller)),
  route(changeLdap, async ({ db, caller, body, write }) => {
    await write(
      work => changeSettings(work, body),
      async () => undefined,
    )
    return getSettings(db, caller)
  }),
  route(checkLdap, ({ platform, body }) => check(platform, body)),
  route(previewComparisonEndpoint, ({ platform }) => previewComparison(platform)),
  route(compareNowEndpoint, ({ platform, caller }) => compareNow(platform, caller)),
]
