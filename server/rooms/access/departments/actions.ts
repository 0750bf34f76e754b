import { notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { moveTo } from '../../../platform/pure/order.ts'
import { creationOf, isRepeat, type Work } from '../../../platform/work.ts'
import { departmentInUse, departmentLoop } from '../contract.ts'
import { type Department, getDepartment } from './queries.ts'
import { isLoop } from './rules.ts'
import {
  claimDepartment,
  type DepartmentRow,
  findDepartmentRow,
  insertDepartment,
  listDepartmentRows,
  lockTree,
  storeDepartment,
  storeDepartmentOrder,
} from './storage.ts'

const creation = creationOf('department', { owned: false })

/** Adds a department below its parent, as the last of its siblings. */
export async function createDepartment(
  work: Work,
  input: { id: string; name: string; parentId?: string | undefined },
): Promise<Department> {
  if (!(await isRepeat(work, creation, input.id))) {
    await lockTree(work.tx)
    const { id, name, parentId = null } = input
    const tree = await listDepartmentRows(work.tx, false)
    requireParent(tree, parentId)
    const order = siblingsOf(tree, parentId).length
    await insertDepartment(work.tx, { id, name, parentId, order }, work.now, work.creationHash)
    record(work, id, 'created', 1, { name: { to: name }, parentId: { to: parentId } })
  }
  return getDepartment(work.tx, work.caller, input.id)
}

function siblingsOf(tree: readonly DepartmentRow[], parentId: string | null): string[] {
  return tree.filter(row => row.parentId === parentId).map(row => row.id)
}

function requireParent(tree: readonly DepartmentRow[], parentId: string | null): void {
  if (parentId !== null && !tree.some(row => row.id === parentId)) refuseFaults([unknownReference('parentId')])
}

function record(work: Work, id: string, verb: string, version: number, changes: Record<string, Change>): void {
  work.record({ kind: `department.${verb}`, record: { kind: 'department', id }, version, changes, owners: null })
}

/**
 * Renames a department, moves it below another one, or puts it at another place among its siblings.
 * @throws conflict, department.loop
 */
export async function changeDepartment(
  work: Work,
  id: string,
  input: {
    version: number
    name?: string | undefined
    parentId?: string | null | undefined
    order?: number | undefined
  },
): Promise<Department> {
  await lockTree(work.tx)
  const tree = await listDepartmentRows(work.tx, false)
  const department = (await findDepartmentRow(work.tx, id)) ?? refuse(notFound)
  const { version, ...wanted } = input
  const { name, parentId, order } = department
  const changes = await mergeChanges(work.tx, department, version, { name, parentId, order }, wanted)
  if (Object.keys(changes).length === 0) return getDepartment(work.tx, work.caller, id)
  const parent = wanted.parentId === undefined ? parentId : wanted.parentId
  if (changes['parentId']) {
    requireParent(tree, parent)
    if (isLoop(tree, id, parent)) refuse(departmentLoop)
  }
  await storeDepartment(work.tx, { ...department, name: wanted.name ?? name, parentId: parent }, work.now)
  if (changes['parentId'] || changes['order']) {
    const place = wanted.order ?? Number.MAX_SAFE_INTEGER
    await storeDepartmentOrder(work.tx, moveTo(siblingsOf(tree, parent), id, place))
  }
  record(work, id, 'changed', department.version + 1, changes)
  return getDepartment(work.tx, work.caller, id)
}

/**
 * Archives a department in which nobody works and nothing stands.
 * @throws department.in_use with the counts
 */
export async function archiveDepartment(work: Work, id: string): Promise<Department> {
  await lockTree(work.tx)
  await claimDepartment(work.tx, id)
  const department = (await findDepartmentRow(work.tx, id)) ?? refuse(notFound)
  if (!department.archivedAt) {
    const departments = siblingsOf(await listDepartmentRows(work.tx, false), id).length
    const { users } = department
    if (users + departments > 0) refuse(departmentInUse, { users, departments })
    await storeDepartment(work.tx, { ...department, archivedAt: work.now }, work.now)
    record(work, id, 'archived', department.version + 1, { archivedAt: { from: null, to: work.now } })
  }
  return getDepartment(work.tx, work.caller, id)
}

/** Brings a department back; to the top when its parent is archived by now. */
export async function restoreDepartment(work: Work, id: string): Promise<Department> {
  await lockTree(work.tx)
  const department = (await findDepartmentRow(work.tx, id)) ?? refuse(notFound)
  if (department.archivedAt) {
    const tree = await listDepartmentRows(work.tx, false)
    const parentId = tree.some(row => row.id === department.parentId) ? department.parentId : null
    await storeDepartment(work.tx, { ...department, parentId, archivedAt: null }, work.now)
    await storeDepartmentOrder(work.tx, [...siblingsOf(tree, parentId), id])
    record(work, id, 'restored', department.version + 1, {
      archivedAt: { from: department.archivedAt, to: null },
      ...(parentId === department.parentId ? {} : { parentId: { from: department.parentId, to: parentId } }),
    })
  }
  return getDepartment(work.tx, work.caller, id)
}
