import { type Route, route } from '../../platform/http/route.ts'
import { perform } from '../../platform/work.ts'
import { noteDemo } from '../../rooms/company/actions.ts'
import { removeDemo as removeDemoEndpoint } from '../../rooms/company/contract.ts'
import { removeDemo } from './remove.ts'

export const demoRoutes: Route[] = [
  // Not by `write`: it takes longer than a request's transaction may, and a repeat finds nothing left to remove.
  route(removeDemoEndpoint, async ({ platform, caller }) => {
    const removed = await removeDemo(platform.db, { now: platform.now(), actorId: caller.actor.userId })
    await perform(platform, caller, { verb: 'company.remove_demo' }, work => noteDemo(work, 'removed'))
    return removed
  }),
]
