import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { decideDepartmentCan } from '../policy.ts'
import { orderTree } from './rules.ts'
import { type DepartmentRow, findDepartmentRow, listDepartmentRows, listPeopleBelow } from './storage.ts'

export type Department = DepartmentRow & { can: Record<string, boolean> }

/** The tree, parents before children; everybody may read it. */
export async function listDepartments(
  db: Queryable,
  caller: Caller,
  archivedToo = false,
): Promise<{ items: Department[]; nextCursor: null }> {
  const rows = orderTree(await listDepartmentRows(db, archivedToo))
  return { items: rows.map(row => departmentOf(caller, row)), nextCursor: null }
}

/** @throws not_found */
export async function getDepartment(db: Queryable, caller: Caller, id: string): Promise<Department> {
  return departmentOf(caller, (await findDepartmentRow(db, id)) ?? refuse(notFound))
}

/** Undefined where there is no such department. */
export async function findDepartment(db: Queryable, id: string): Promise<{ id: string; name: string } | undefined> {
  return findDepartmentRow(db, id)
}

/** Ids of everybody of a department and of those below it, also who has left; nobody where there is no such department. */
export async function listDepartmentPeople(db: Queryable, id: string): Promise<string[]> {
  return listPeopleBelow(db, id)
}

function departmentOf({ actor }: Caller, row: DepartmentRow): Department {
  return { ...row, can: decideDepartmentCan(actor, row) }
}
