import { type Route, route } from '../../../platform/http/route.ts'
import { changeSignInRules } from './actions.ts'
import * as contract from './contract.ts'
import { getSignInRules } from './queries.ts'

export const signInRuleRoutes: Route[] = [
  route(contract.readSignInRules, ({ db, platform }) => getSignInRules(db, platform.vault)),
  route(contract.changeSignInRules, ({ body, write }) =>
    write(
      async work => {
        await changeSignInRules(work, body)
        return getSignInRules(work.tx, work.platform.vault)
      },
      work => getSignInRules(work.tx, work.platform.vault),
    ),
  ),
]
