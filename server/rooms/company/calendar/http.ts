import { type Route, route } from '../../../platform/http/route.ts'
import type { Work } from '../../../platform/work.ts'
import { importYear, putYear, readYear } from './actions.ts'
import { importCalendarYear, putCalendarYear, readCalendar, readCalendarYear } from './contract.ts'
import { getCalendarYear, showCalendar } from './queries.ts'

export const calendarRoutes: Route[] = [
  route(readCalendar, async ({ db, query }) => showCalendar(db, query)),
  route(readCalendarYear, async ({ db, params: { year } }) => getCalendarYear(db, year)),
  route(putCalendarYear, async ({ params: { year }, body, write }) =>
    write(
      work => putYear(work, year, body),
      work => readYear(work, { layer: body.layer, regionId: body.regionId ?? null, year }),
    ),
  ),
  // A file that was taken already changes nothing.
  route(importCalendarYear, async ({ body: { text }, write }) => {
    const action = (work: Work) => importYear(work, text)
    return write(action, action)
  }),
]
