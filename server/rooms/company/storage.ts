import { type Queryable, statement } from '../../platform/db/database.ts'
import type { DirectoryKind } from './contract.ts'
import type { CompanyRow, ItemRow } from './tables.ts'

const columns = `id, kind, name, ord as "order", archived_at as "archivedAt", version, created_at as "createdAt",
  updated_at as "updatedAt"`

const readItem = statement<ItemRow>(`select ${columns} from directory_item where kind = $1 and id = $2`)
const readItems = statement<ItemRow>(`
  select ${columns} from directory_item
   where kind = $1 and ($2::boolean or archived_at is null)
   order by archived_at is not null, ord, name, id`)
const lockItems = statement<{ id: string }>(`
  select id from directory_item where kind = $1 and archived_at is null order by ord, name, id for update`)
/** On the name only: a clash of ids is a repeat and is found by its own way. */
const insertRow = statement<{ id: string }>(`
  insert into directory_item (id, kind, name, ord, created_at, updated_at, creation_hash)
  values ($1, $2, $3, $4, $5, $5, $6)
  on conflict (kind, lower(name)) where archived_at is null do nothing returning id`)
const nameHolder = statement<{ id: string }>(`
  select id from directory_item where kind = $1 and lower(name) = lower($2) and archived_at is null and id <> $3`)
const storeRow = statement<never>(`
  update directory_item
     set name = $3, archived_at = $4, version = version + 1, updated_at = $5
   where kind = $1 and id = $2`)
const storeOrder = statement<never>(`
  update directory_item i set ord = o.place - 1
    from unnest($1::uuid[]) with ordinality as o(id, place)
   where i.id = o.id and i.ord <> o.place - 1`)

export async function findItemRow(db: Queryable, kind: DirectoryKind, id: string): Promise<ItemRow | undefined> {
  return db.first(readItem, [kind, id])
}

export async function listItemRows(db: Queryable, kind: DirectoryKind, archivedToo: boolean): Promise<ItemRow[]> {
  return db.rows(readItems, [kind, archivedToo])
}

/** The entries in use, in order, locked: two people ordering at once do not mix. */
export async function lockOrder(db: Queryable, kind: DirectoryKind): Promise<string[]> {
  return (await db.rows(lockItems, [kind])).map(row => row.id)
}

/** False when the name is in use. */
export async function insertItem(
  db: Queryable,
  item: { id: string; kind: DirectoryKind; name: string; order: number },
  now: Date,
  creationHash: Buffer | null,
): Promise<boolean> {
  const { id, kind, name, order } = item
  return (await db.first(insertRow, [id, kind, name, order, now, creationHash])) !== undefined
}

export async function isNameTaken(
  db: Queryable,
  { kind, id }: { kind: DirectoryKind; id: string },
  name: string,
): Promise<boolean> {
  return (await db.first(nameHolder, [kind, name, id])) !== undefined
}

export async function storeItem(
  db: Queryable,
  item: { kind: DirectoryKind; id: string; name: string; archivedAt: Date | null },
  now: Date,
): Promise<void> {
  await db.rows(storeRow, [item.kind, item.id, item.name, item.archivedAt, now])
}

export async function storeItemOrder(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.rows(storeOrder, [ids])
}

// ---- the company ----

const companyColumns = `name, time_zone as "timeZone", currency, number_prefix as "numberPrefix",
  region_id as "regionId", calendar_revision as "calendarRevision", version`
const readCompany = statement<CompanyRow>(`select ${companyColumns} from company`)
const lockCompanyRow = statement<CompanyRow>(`select ${companyColumns} from company for update`)
const storeCompanyRow = statement<never>(`
  update company
     set name = $1, time_zone = $2, currency = $3, number_prefix = $4, version = version + 1, updated_at = $5,
         calendar_revision = case when region_id is distinct from $6 then gen_random_uuid() else calendar_revision end,
         region_id = $6`)

export async function findCompanyRow(db: Queryable): Promise<CompanyRow | undefined> {
  return db.first(readCompany)
}

export async function lockCompany(db: Queryable): Promise<CompanyRow | undefined> {
  return db.first(lockCompanyRow)
}

export async function storeCompany(
  db: Queryable,
  company: Omit<CompanyRow, 'version' | 'calendarRevision'>,
  now: Date,
): Promise<void> {
  const { name, timeZone, currency, numberPrefix, regionId } = company
  await db.rows(storeCompanyRow, [name, timeZone, currency, numberPrefix, now, regionId])
}
