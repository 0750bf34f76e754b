import { type Exchange, type Route, route } from '../../../platform/http/route.ts'
import type { Work } from '../../../platform/work.ts'
import { grantClient, revokeClient } from './actions.ts'
import * as contract from './contract.ts'
import { listClientGrants, listClientViewers, listContactViewers, listProspectViewers } from './queries.ts'

const person = (id: string) => ({ kind: 'user', id }) as const
const department = (id: string) => ({ kind: 'department', id }) as const
type Write = Exchange<typeof contract.grantClient>['write']
// Done again it gives the same.
const twice = <T>(write: Write, action: (work: Work) => Promise<T>) => write(action, action)

export const grantRoutes: Route[] = [
  route(contract.listClientViewers, ({ db, caller, params, platform }) =>
    listClientViewers(db, caller, params.id, platform.now()),
  ),
  route(contract.listContactViewers, ({ db, caller, params, platform }) =>
    listContactViewers(db, caller, params.id, platform.now()),
  ),
  route(contract.listProspectViewers, ({ db, caller, params, platform }) =>
    listProspectViewers(db, caller, params.id, platform.now()),
  ),
  route(contract.listClientGrants, ({ db, caller, params, platform }) =>
    listClientGrants(db, caller, params.id, platform.now()),
  ),
  route(contract.grantClient, ({ params, body, write }) =>
    twice(write, work => grantClient(work, params.id, person(params.userId), body)),
  ),
  route(contract.revokeClient, ({ params, write }) =>
    twice(write, work => revokeClient(work, params.id, person(params.userId))),
  ),
  route(contract.grantClientToDepartment, ({ params, body, write }) =>
    twice(write, work => grantClient(work, params.id, department(params.departmentId), body)),
  ),
  route(contract.revokeClientFromDepartment, ({ params, write }) =>
    twice(write, work => revokeClient(work, params.id, department(params.departmentId))),
  ),
]
