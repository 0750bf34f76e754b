import { type Route, route } from '../../../platform/http/route.ts'
import type { Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { dropDraft, saveDraft } from './actions.ts'
import { listDrafts, listRivals } from './queries.ts'

export const draftRoutes: Route[] = [
  route(contract.listDrafts, async ({ db, caller }) => ({ items: await listDrafts(db, caller), nextCursor: null })),
  route(contract.saveDraft, async ({ params: { id }, body, write }) => {
    const save = (work: Work) => saveDraft(work, id, body.body)
    return write(save, save)
  }),
  route(contract.dropDraft, async ({ params: { id }, write }) => {
    const drop = (work: Work) => dropDraft(work, id)
    return write(drop, drop)
  }),
  route(contract.listRivals, async ({ db, caller, query, platform }) => ({
    people: await listRivals(db, caller, query.q, platform.now()),
  })),
]
