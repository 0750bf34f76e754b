import { type Route, route } from '../../../platform/http/route.ts'
import {
  archiveDepartment as archiveDepartmentEndpoint,
  changeDepartment as changeDepartmentEndpoint,
  createDepartment as createDepartmentEndpoint,
  listDepartments as listDepartmentsEndpoint,
  restoreDepartment as restoreDepartmentEndpoint,
} from '../contract.ts'
import { archiveDepartment, changeDepartment, createDepartment, restoreDepartment } from './actions.ts'
import { getDepartment, listDepartments } from './queries.ts'

export const departmentRoutes: Route[] = [
  route(listDepartmentsEndpoint, async ({ db, caller, query }) => listDepartments(db, caller, query.archived)),
  route(createDepartmentEndpoint, async ({ body, write }) => write(work => createDepartment(work, body))),
  route(changeDepartmentEndpoint, async ({ params: { id }, body, write }) =>
    write(
      work => changeDepartment(work, id, body),
      work => getDepartment(work.tx, work.caller, id),
    ),
  ),
  route(archiveDepartmentEndpoint, async ({ params: { id }, write }) =>
    write(
      work => archiveDepartment(work, id),
      work => getDepartment(work.tx, work.caller, id),
    ),
  ),
  route(restoreDepartmentEndpoint, async ({ params: { id }, write }) =>
    write(
      work => restoreDepartment(work, id),
      work => getDepartment(work.tx, work.caller, id),
    ),
  ),
]
