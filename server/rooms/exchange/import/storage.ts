import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'
import type { ImportField, ImportRules, ImportStatus } from './contract.ts'
import type { StoredImport } from './tables.ts'

export const importCreation = creationOf('import', { owned: false })

const columns = `
  i.id, i.name, i.status, i.author_id as "authorId", u.name as "authorName", i.size::float8 as size, i.layout, i.header,
  i.columns, i.rules, i.row_count as "rowCount", i.position, i.pass, i.counts, i.findings, i.failure, i.version,
  i.created_at as "createdAt", i.updated_at as "updatedAt", i.finished_at as "finishedAt"`
const one = statement<StoredImport>(
  `select ${columns} from import i join app_user u on u.id = i.author_id where i.id = $1`,
)
const locked = statement<never>('select from import where id = $1 for update')

export async function findImport(db: Queryable, id: string): Promise<StoredImport | undefined> {
  return db.first(one, [id])
}

/** The same, held until the end of the transaction: work on an import goes on in one place only. */
export async function findImportForUpdate(tx: Transaction, id: string): Promise<StoredImport | undefined> {
  await tx.rows(locked, [id])
  return findImport(tx, id)
}

const many = statement<StoredImport & { place: string }>(`
  select ${columns}, i.created_at::text as place
    from import i join app_user u on u.id = i.author_id
   where ($1::uuid is null or i.author_id = $1)
     and ($2::timestamptz is null or (i.created_at, i.id) < ($2, $3::uuid))
   order by i.created_at desc, i.id desc limit $4`)

export async function listStored(
  db: Queryable,
  authorId: string | null,
  after: { place: string; id: string } | null,
  limit: number,
): Promise<(StoredImport & { place: string })[]> {
  return db.rows(many, [authorId, after?.place ?? null, after?.id ?? null, limit])
}

const insert = statement<never>(`
  insert into import (id, name, status, author_id, created_at, updated_at, creation_hash)
  values ($1, $2, 'uploading', $3, $4, $4, $5)`)

export async function insertImport(
  tx: Transaction,
  input: { id: string; name: string; authorId: string },
  now: Date,
  hash: Buffer,
): Promise<void> {
  await tx.rows(insert, [input.id, input.name, input.authorId, now, hash])
}

/** What a change of an import may set; what is absent stays. */
export interface ImportPatch {
  status?: ImportStatus
  size?: number
  layout?: object
  header?: readonly string[]
  columns?: readonly (ImportField | null)[]
  rules?: Partial<ImportRules>
  rowCount?: number
  position?: number
  counts?: Record<string, number>
  findings?: Record<string, number>
  failure?: string | null
  finishedAt?: Date | null
  /** Another piece of work begins. */
  nextPass?: boolean
}

const update = statement<never>(`
  update import i set
    status = coalesce(p->>'status', i.status), size = coalesce((p->>'size')::bigint, i.size),
    layout = coalesce(p->'layout', i.layout), header = coalesce(p->'header', i.header),
    columns = coalesce(p->'columns', i.columns), rules = coalesce(p->'rules', i.rules),
    row_count = coalesce((p->>'rowCount')::int, i.row_count), position = coalesce((p->>'position')::int, i.position),
    counts = coalesce(p->'counts', i.counts), findings = coalesce(p->'findings', i.findings),
    failure = case when p ? 'failure' then p->>'failure' else i.failure end,
    finished_at = case when p ? 'finishedAt' then (p->>'finishedAt')::timestamptz else i.finished_at end,
    pass = i.pass + case when p ? 'nextPass' then 1 else 0 end,
    version = version + 1, updated_at = $3
  from (select $2::jsonb as p) patch
  where i.id = $1`)

export async function updateImport(tx: Queryable, id: string, patch: ImportPatch, now: Date): Promise<void> {
  await tx.rows(update, [id, JSON.stringify(patch), now])
}

const drop = statement<never>('delete from import where id = $1')

/** With its file, its rows and what it made; the records themselves stay. */
export async function deleteImport(tx: Queryable, id: string): Promise<void> {
  await tx.rows(drop, [id])
}

const dropOld = statement<{ id: string }>(`
  delete from import
   where updated_at < $1 and status not in ('reading', 'checking', 'running', 'undoing') returning id`)

export async function deleteImportsBefore(db: Queryable, before: Date): Promise<number> {
  return (await db.rows(dropOld, [before])).length
}

const readTemplate = statement<{ columns: (ImportField | null)[] }>(
  'select columns from import_template where fingerprint = md5($1)',
)
const keepTemplate = statement<never>(`
  insert into import_template (fingerprint, columns, by_user, updated_at) values (md5($1), $2::jsonb, $3, $4)
  on conflict (fingerprint) do update set columns = excluded.columns, by_user = excluded.by_user,
    updated_at = excluded.updated_at`)

/** How files with this header were mapped the last time. */
export async function findTemplate(db: Queryable, headerKey: string): Promise<(ImportField | null)[] | undefined> {
  return (await db.first(readTemplate, [headerKey]))?.columns
}

export async function writeTemplate(
  tx: Queryable,
  headerKey: string,
  mapped: readonly (ImportField | null)[],
  by: { userId: string; at: Date },
): Promise<void> {
  await tx.rows(keepTemplate, [headerKey, JSON.stringify(mapped), by.userId, by.at])
}

const people = statement<{ id: string; name: string; email: string }>(
  'select id, name, email from app_user where deactivated_at is null',
)

/** Everybody who may be named as responsible. */
export async function listPeople(db: Queryable): Promise<{ id: string; name: string; email: string }[]> {
  return db.rows(people)
}
