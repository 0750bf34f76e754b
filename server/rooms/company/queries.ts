import { notFound } from '../../platform/contract.ts'
import { type Queryable, statement } from '../../platform/db/database.ts'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../platform/problems.ts'
import type { Caller } from '../../platform/scope.ts'
import type { DirectoryKind } from './contract.ts'
import { decideItemCan } from './policy.ts'
import { ITEM_FIELDS } from './rules.ts'
import { findCompanyRow, findItemRow, listItemRows } from './storage.ts'
import type { CompanyRow, ItemRow } from './tables.ts'

export type Item = Omit<ItemRow, 'kind'> & { can: Record<string, boolean> }

/** The entries of one directory in order; everybody may read them, archived ones come last. */
export async function listItems(
  db: Queryable,
  caller: Caller,
  kind: DirectoryKind,
  archivedToo = false,
): Promise<{ items: Item[]; nextCursor: null }> {
  const rows = await listItemRows(db, kind, archivedToo)
  return { items: rows.map(row => itemOf(caller, row)), nextCursor: null }
}

/** @throws not_found */
export async function getItem(db: Queryable, caller: Caller, kind: DirectoryKind, id: string): Promise<Item> {
  return itemOf(caller, (await findItemRow(db, kind, id)) ?? refuse(notFound))
}

function itemOf({ actor }: Caller, { kind: _, ...row }: ItemRow): Item {
  return { ...row, can: decideItemCan(actor, row) }
}

/** How a record names entries of directories; `kept` is what it had before, which it may keep though archived. */
export interface ItemReference {
  kind: DirectoryKind
  id: string | null | undefined
  kept?: string | null
  /** Where it stands in the request, when not in the usual field. */
  path?: string
}

const readReferenced = statement<{ kind: DirectoryKind; id: string; archived: boolean }>(`
  select kind, id, archived_at is not null as archived from directory_item where id = any($1::uuid[])`)

/** Everything that is wrong with the references, in one query: unknown entries, and archived ones newly chosen. */
export async function listItemFaults(db: Queryable, references: readonly ItemReference[]): Promise<Fault[]> {
  const asked = references.filter(each => each.id && each.id !== each.kept)
  if (asked.length === 0) return []
  const found = await db.rows(readReferenced, [asked.map(each => each.id)])
  return asked.flatMap(({ kind, id, path = ITEM_FIELDS[kind] }) => {
    const item = found.find(each => each.id === id && each.kind === kind)
    if (!item) return [unknownReference(path)]
    return item.archived ? [{ path, code: 'archived_reference', message: archived }] : []
  })
}

const archived = new Localised({ ru: 'Эта запись в архиве', en: 'This entry is archived' })

/**
 * An entry that a new record may name.
 * @throws invalid, pointing at the field, when it is unknown or archived
 */
export async function requireItem(
  db: Queryable,
  kind: DirectoryKind,
  id: string,
  path: string = ITEM_FIELDS[kind],
): Promise<ItemRow> {
  const row = await findItemRow(db, kind, id)
  refuseFaults(row?.archivedAt ? [{ path, code: 'archived_reference', message: archived }] : [])
  if (!row) refuseFaults([unknownReference(path)])
  return row as ItemRow
}

/** Our own company. @throws not_found before the set-up */
export async function getCompany(db: Queryable): Promise<CompanyRow> {
  return (await findCompanyRow(db)) ?? refuse(notFound)
}

/** As the API shows it: without the revision, which is for other rooms. */
export async function showCompany(db: Queryable): Promise<Omit<CompanyRow, 'calendarRevision'>> {
  const { calendarRevision: _, ...shown } = await getCompany(db)
  return shown
}
