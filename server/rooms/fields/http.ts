import { type Route, route } from '../../platform/http/route.ts'
import { changeCompanySettings, changeMySettings } from './actions.ts'
import {
  changeCompanySettings as changeCompanySettingsEndpoint,
  changeMySettings as changeMySettingsEndpoint,
  readCompanySettings,
  readMySettings,
} from './contract.ts'
import { getCompanySettings, getSettingsOf } from './queries.ts'

export const fieldsRoutes: Route[] = [
  route(readMySettings, async ({ db, caller }) => getSettingsOf(db, caller.actor.userId)),
  route(changeMySettingsEndpoint, async ({ body, write }) =>
    write(
      work => changeMySettings(work, body),
      work => getSettingsOf(work.tx, work.actor.userId),
    ),
  ),
  route(readCompanySettings, async ({ db }) => getCompanySettings(db)),
  route(changeCompanySettingsEndpoint, async ({ body, write }) =>
    write(
      work => changeCompanySettings(work, body),
      work => getCompanySettings(work.tx),
    ),
  ),
]
