import { type Route, route } from '../../platform/http/route.ts'
import * as contract from './contract.ts'
import { createInterest } from './creating/actions.ts'
import { changeInterestScenario, moveInterest } from './moving/actions.ts'
import { getInterest } from './queries.ts'

export const interestsRoutes: Route[] = [
  route(contract.createInterest, ({ write, body }) => write(work => createInterest(work, body))),
  route(contract.getInterest, ({ db, caller, params }) => getInterest(db, caller, params.id)),
  route(contract.moveInterest, ({ write, params: { id }, body }) =>
    write(
      work => moveInterest(work, id, body),
      work => getInterest(work.tx, work.caller, id),
    ),
  ),
  route(contract.changeInterestScenario, ({ write, params: { id }, body }) =>
    write(
      work => changeInterestScenario(work, id, body),
      work => getInterest(work.tx, work.caller, id),
    ),
  ),
]
