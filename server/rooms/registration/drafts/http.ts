import { type Route, route } from '../../../platform/http/route.ts'
import * as contract from '../contract.ts'
import { dropDraft, saveDraft } from './actions.ts'
import { listDrafts, listRivals } from './queries.ts'

export const draftRoutes: Route[] = [
  route(contract.listDrafts, async ({ db, caller }) => ({ items: await listDrafts(db, caller), nextCursor: null })),
  route(contract.saveDraft, async ({ params, body, write }) => write(work => saveDraft(work, params.id, body.body))),
  route(contract.dropDraft, async ({ params, write }) => write(work => dropDraft(work, params.id))),
  route(contract.listRivals, async ({ db, caller, query, platform }) => ({
    people: await listRivals(db, caller, query.q, platform.now()),
  })),
]
