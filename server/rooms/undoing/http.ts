import { type Route, route } from '../../platform/http/route.ts'
import { perform } from '../../platform/work.ts'
import { undoAct } from './actions.ts'
import * as contract from './contract.ts'

export const undoingRoutes: Route[] = [
  route(contract.undoAct, async ({ platform, caller, body, write }) => {
    if (!body.dryRun) {
      return write(
        work => undoAct(work, body),
        async () => ({ undone: [], left: [] }),
      )
    }
    // A preview is the same action rolled back.
    const preview = { verb: 'undo.preview', preview: true }
    return (await perform(platform, caller, preview, work => undoAct(work, body))).result
  }),
]
