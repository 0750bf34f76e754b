import { type Route, route } from '../../platform/http/route.ts'
import type { Work } from '../../platform/work.ts'
import { readAllNotices, readNotice } from './actions.ts'
import * as contract from './contract.ts'
import { listNotices, summariseNotices } from './queries.ts'

export const noticesRoutes: Route[] = [
  route(contract.listNotices, ({ db, caller, query }) => listNotices(db, caller, query)),
  route(contract.summariseNotices, ({ db, caller }) => summariseNotices(db, caller)),
  route(contract.readNotice, ({ params, write }) => {
    const read = (work: Work) => readNotice(work, params.id)
    return write(read, read)
  }),
  route(contract.readAllNotices, ({ write }) => write(readAllNotices, readAllNotices)),
]
