import { type Route, route } from '../../../platform/http/route.ts'
import { perform } from '../../../platform/work.ts'
import { noteView } from '../../access/audit/actions.ts'
import { restoreRecord } from '../../clients/history/actions.ts'
import { readHistory, readPast } from '../../clients/history/queries.ts'
import { interestHistory } from './contract.ts'
import { interestDoor } from './doors/actions.ts'
import { refusedFields } from './rules.ts'

/** The same three as of a client: whoever looks is written down. */
export const interestHistoryRoutes: Route[] = [
  route(interestHistory.read, async ({ platform, caller, db, params, query }) => {
    await noteView(platform, caller, 'interest', await interestDoor.read(db, caller, params.id))
    return readHistory(db, caller, interestDoor, params.id, query, platform.now())
  }),
  route(interestHistory.asOf, async ({ platform, caller, db, params, query }) => {
    await noteView(platform, caller, 'interest', await interestDoor.read(db, caller, params.id))
    return readPast(db, caller, interestDoor, params.id, query)
  }),
  route(interestHistory.restore, async ({ platform, caller, params, body, write }) => {
    if (!body.dryRun) {
      return write(
        work => restoreRecord(work, interestDoor, params.id, body, refusedFields),
        async work => {
          const { id, version } = await interestDoor.read(work.tx, caller, params.id)
          return { record: { id, version }, changes: [], impossible: [] }
        },
      )
    }
    // A preview is the same action rolled back.
    const preview = { verb: 'history.preview', preview: true }
    const plan = await perform(platform, caller, preview, work =>
      restoreRecord(work, interestDoor, params.id, body, refusedFields),
    )
    return plan.result
  }),
]
