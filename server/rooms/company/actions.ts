import { notFound } from '../../platform/contract.ts'
import { mergeChanges } from '../../platform/merge.ts'
import { refuse, refuseFaults } from '../../platform/problems.ts'
import { newId, NIL_ID } from '../../platform/pure/ids.ts'
import { moveTo } from '../../platform/pure/order.ts'
import { creationOf, isRepeat, type Work } from '../../platform/work.ts'
import { moveAbsences } from '../access/absences/actions.ts'
import { type DirectoryKind, directoryKind, itemNameTaken, lastServiceType } from './contract.ts'
import { getItem, type Item, listItemFaults } from './queries.ts'
import { canBeEmpty, SHIPPED } from './rules.ts'
import {
  findItemRow,
  insertItem,
  isNameTaken,
  lockCompany,
  lockOrder,
  storeCompany,
  storeItem,
  storeItemOrder,
} from './storage.ts'
import type { ItemRow } from './tables.ts'

const creation = creationOf('directory_item', { owned: false })

/**
 * Adds an entry at the end of its directory.
 * @throws directory.name_taken
 */
export async function createItem(work: Work, kind: DirectoryKind, input: { id: string; name: string }): Promise<Item> {
  if (!(await isRepeat(work, creation, input.id))) {
    const order = (await lockOrder(work.tx, kind)).length
    const inserted = await insertItem(work.tx, { ...input, kind, order }, work.now, work.creationHash)
    if (!inserted) refuse(itemNameTaken)
    recordItem(work, { ...input, kind }, 'created', 1, { name: { to: input.name } })
  }
  return getItem(work.tx, work.caller, kind, input.id)
}

/**
 * Renames an entry or puts it at another place; the others move up or down.
 * @throws conflict, directory.name_taken
 */
export async function changeItem(
  work: Work,
  kind: DirectoryKind,
  id: string,
  input: { version: number; name?: string | undefined; order?: number | undefined },
): Promise<Item> {
  const ids = await lockOrder(work.tx, kind)
  const item = (await findItemRow(work.tx, kind, id)) ?? refuse(notFound)
  const { version, ...wanted } = input
  const changes = await mergeChanges(work.tx, item, version, { name: item.name, order: item.order }, wanted)
  if (Object.keys(changes).length === 0) return getItem(work.tx, work.caller, kind, id)
  const name = wanted.name ?? item.name
  if (!item.archivedAt && changes['name'] && (await isNameTaken(work.tx, item, name))) refuse(itemNameTaken)
  await storeItem(work.tx, { ...item, name }, work.now)
  if (changes['order'] && !item.archivedAt) await storeItemOrder(work.tx, moveTo(ids, id, input.order ?? 0))
  recordItem(work, item, 'changed', item.version + 1, changes)
  return getItem(work.tx, work.caller, kind, id)
}

/**
 * Takes an entry out of use; records that have it keep it.
 * @throws directory.last_item
 */
export async function archiveItem(work: Work, kind: DirectoryKind, id: string): Promise<Item> {
  const ids = await lockOrder(work.tx, kind)
  const item = (await findItemRow(work.tx, kind, id)) ?? refuse(notFound)
  if (!item.archivedAt) {
    if (ids.length === 1 && !canBeEmpty(kind)) refuse(lastServiceType)
    await storeItem(work.tx, { ...item, archivedAt: work.now }, work.now)
    recordItem(work, item, 'archived', item.version + 1, { archivedAt: { from: null, to: work.now } })
  }
  return getItem(work.tx, work.caller, kind, id)
}

/**
 * Brings an entry back into use, at the end.
 * @throws directory.name_taken when another one has its name by now
 */
export async function restoreItem(work: Work, kind: DirectoryKind, id: string): Promise<Item> {
  const ids = await lockOrder(work.tx, kind)
  const item = (await findItemRow(work.tx, kind, id)) ?? refuse(notFound)
  if (item.archivedAt) {
    if (await isNameTaken(work.tx, item, item.name)) refuse(itemNameTaken)
    await storeItem(work.tx, { ...item, archivedAt: null }, work.now)
    await storeItemOrder(work.tx, [...ids, id])
    recordItem(work, item, 'restored', item.version + 1, { archivedAt: { from: item.archivedAt, to: null } })
  }
  return getItem(work.tx, work.caller, kind, id)
}

function recordItem(
  work: Work,
  { kind, id }: Pick<ItemRow, 'kind' | 'id'>,
  verb: 'created' | 'changed' | 'archived' | 'restored',
  version: number,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): void {
  work.record({ kind: `${kind}.${verb}`, record: { kind, id }, version, changes, owners: null })
}

/** Fills the directories of a new company. */
export async function shipDirectories(work: Work): Promise<void> {
  for (const kind of directoryKind.options) {
    for (const [order, name] of SHIPPED[kind].entries()) {
      const item = { id: newId(), kind, name, order }
      if (!(await insertItem(work.tx, item, work.now, null))) continue
      recordItem(work, item, 'created', 1, { name: { to: name } })
    }
  }
}

/**
 * Changes our own company. The time zone rules what day it is for due dates, so it must exist; the region, which days
 * are worked.
 * @throws conflict
 */
export async function changeCompany(
  work: Work,
  input: {
    version: number
    name?: string | undefined
    timeZone?: string | undefined
    currency?: string | undefined
    numberPrefix?: string | undefined
    regionId?: string | null | undefined
  },
): Promise<void> {
  const { version, ...wanted } = input
  const company = (await lockCompany(work.tx)) ?? refuse(notFound)
  const { version: present, calendarRevision: _, ...current } = company
  const record = { id: NIL_ID, version: present }
  const changes = await mergeChanges(work.tx, record, version, current, wanted)
  if (Object.keys(changes).length === 0) return
  const region = { kind: 'calendar_region', id: wanted.regionId, kept: current.regionId } as const
  refuseFaults(await listItemFaults(work.tx, [region]))
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  await storeCompany(work.tx, { ...current, ...given }, work.now)
  if (changes['timeZone'] && wanted.timeZone) await moveAbsences(work, wanted.timeZone)
  work.record({
    kind: 'company.changed',
    record: { kind: 'company', id: NIL_ID },
    version: present + 1,
    changes,
    owners: null,
  })
}

/** Tells open screens that the believable data were loaded or taken out; the loader itself writes past the actions. */
export async function noteDemo(work: Work, verb: 'loaded' | 'removed'): Promise<void> {
  work.record({ kind: `company.demo_${verb}`, record: { kind: 'company', id: NIL_ID }, owners: null })
}
