import { type Route, route } from '../../../platform/http/route.ts'
import { parseIntake } from './contract.ts'
import { parseText } from './queries.ts'

export const intakeRoutes: Route[] = [
  route(parseIntake, ({ platform, db, caller, body }) => parseText(platform, db, caller, body.text)),
]
