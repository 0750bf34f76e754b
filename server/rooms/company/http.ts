import { type Route, route } from '../../platform/http/route.ts'
import { archiveItem, changeCompany, changeItem, createItem, restoreItem } from './actions.ts'
import {
  changeCompany as changeCompanyEndpoint,
  type DirectoryKind,
  directories,
  directoryKind,
  readCompany,
} from './contract.ts'
import { calendarRoutes } from './calendar/http.ts'
import { getItem, listItems, showCompany } from './queries.ts'

function directoryRoutes(kind: DirectoryKind): Route[] {
  const { list, create, change, archive, restore } = directories[kind]
  return [
    route(list, async ({ db, caller, query }) => listItems(db, caller, kind, query.archived)),
    route(create, async ({ body, write }) => write(work => createItem(work, kind, body))),
    route(change, async ({ params: { id }, body, write }) =>
      write(
        work => changeItem(work, kind, id, body),
        work => getItem(work.tx, work.caller, kind, id),
      ),
    ),
    route(archive, async ({ params: { id }, write }) =>
      write(
        work => archiveItem(work, kind, id),
        work => getItem(work.tx, work.caller, kind, id),
      ),
    ),
    route(restore, async ({ params: { id }, write }) =>
      write(
        work => restoreItem(work, kind, id),
        work => getItem(work.tx, work.caller, kind, id),
      ),
    ),
  ]
}

export const companyRoutes: Route[] = [
  ...directoryKind.options.flatMap(directoryRoutes),
  route(readCompany, async ({ db }) => showCompany(db)),
  route(changeCompanyEndpoint, async ({ body, db, write }) => {
    await write(
      work => changeCompany(work, body),
      async () => undefined,
    )
    return showCompany(db)
  }),
  ...calendarRoutes,
]
