import { type Route, route } from '../../../platform/http/route.ts'
import { perform } from '../../../platform/work.ts'
import { mergeParties, undoMerge, undoMergeBatch } from './actions.ts'
import * as contract from './contract.ts'
import { listMerges, readBatch, readMerge } from './queries.ts'

export const mergingRoutes: Route[] = [
  route(contract.mergeParties, async ({ platform, caller, body, reply, write }) => {
    if (!body.dryRun) return write(work => mergeParties(work, body))
    // A preview is the same action rolled back.
    reply.code(200)
    return (await perform(platform, caller, { verb: 'merge.preview', preview: true }, work => mergeParties(work, body)))
      .result
  }),
  route(contract.getMerge, ({ db, caller, params }) => readMerge(db, caller, params.id)),
  route(contract.listMerges, ({ db, caller, query }) => listMerges(db, caller, query)),
  route(contract.undoMerge, ({ caller, params, write }) =>
    write(
      work => undoMerge(work, params.id),
      work => readMerge(work.tx, caller, params.id),
    ),
  ),
  route(contract.undoMergeBatch, ({ caller, params, write }) =>
    write(
      work => undoMergeBatch(work, params.id),
      work => readBatch(work.tx, caller, params.id),
    ),
  ),
]
