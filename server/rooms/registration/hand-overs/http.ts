import { type Route, route } from '../../../platform/http/route.ts'
import type { Work } from '../../../platform/work.ts'
import { handOverRequest, linkHandOver, takeHandOver } from './actions.ts'
import * as contract from './contract.ts'

export const handOverRoutes: Route[] = [
  route(contract.handOverRequest, ({ body, write }) => write(work => handOverRequest(work, body))),
  // Done again they give the same.
  route(contract.takeHandOver, ({ params, write }) => {
    const take = (work: Work) => takeHandOver(work, params.id)
    return write(take, take)
  }),
  route(contract.linkHandOver, ({ params, body, write }) => {
    const link = (work: Work) => linkHandOver(work, params.id, body.interestId)
    return write(link, link)
  }),
]
