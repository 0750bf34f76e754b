import { type Route, route } from '../../../platform/http/route.ts'
import { search } from '../contract.ts'
import { searchEverywhere } from './queries.ts'

export const searchRoutes: Route[] = [
  route(search, async ({ platform, db, caller, query }) => ({
    items: await searchEverywhere(platform, db, caller, query),
    nextCursor: null,
  })),
]
