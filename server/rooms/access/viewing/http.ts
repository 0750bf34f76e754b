import { type Exchange, type Route, route } from '../../../platform/http/route.ts'
import { isInsecure } from '../sessions/http.ts'
import { getMe } from '../sessions/queries.ts'
import { findViewing } from '../gates/queries.ts'
import { stopViewing, viewAs } from './actions.ts'
import * as contract from './contract.ts'

/** Who the caller is from now on. */
async function me({ platform, caller, request }: Exchange<typeof contract.viewAs>) {
  const { db } = platform
  const seen = await findViewing(db, caller, platform.now())
  return getMe(db, seen, isInsecure(platform, request))
}

export const viewingRoutes: Route[] = [
  route(contract.viewAs, async exchange => {
    const begin = (work: Parameters<typeof viewAs>[0]) => viewAs(work, exchange.body.userId)
    await exchange.write(begin, begin)
    return me(exchange)
  }),
  route(contract.stopViewing, async exchange => {
    await exchange.write(stopViewing, stopViewing)
    return me(exchange as never)
  }),
]
