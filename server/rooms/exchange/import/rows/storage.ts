import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import type { RowMatch, StoredRow } from '../tables.ts'
import type { RowFault } from './rules.ts'

const insert = statement<never>(`
  insert into import_row (import_id, n, cells)
  select $1, r.n, r.cells from unnest($2::int[], $3::jsonb[]) as r(n, cells)
  on conflict do nothing`)

/** Rows of the file, the first one numbered `from`. */
export async function insertRows(
  db: Queryable,
  importId: string,
  from: number,
  rows: readonly (readonly string[])[],
): Promise<void> {
  await db.rows(insert, [importId, rows.map((_, at) => from + at), rows.map(cells => JSON.stringify(cells))])
}

const drop = statement<never>('delete from import_row where import_id = $1')

export async function deleteRows(db: Queryable, importId: string): Promise<void> {
  await db.rows(drop, [importId])
}

const columns = `r.n, r.cells, r.key, r.faults, r.matches, r.decision, r.outcome, r.client_id as "clientId", r.reason,
  (select min(s.n) from import_row s where s.import_id = r.import_id and s.key = r.key and s.n < r.n) as "firstOfKey"`
const next = statement<StoredRow>(`
  select r.n, r.cells, r.key, r.decision, r.matches from import_row r where r.import_id = $1 and r.n > $2 order by r.n limit $3`)
const shown = {
  all: statement<StoredRow>(`
    select ${columns} from import_row r where r.import_id = $1 and r.n > $2 order by r.n limit $3`),
  faulty: statement<StoredRow>(`
    select ${columns} from import_row r
     where r.import_id = $1 and r.n > $2 and r.faults is not null order by r.n limit $3`),
  matching: statement<StoredRow>(`
    select ${columns} from import_row r
     where r.import_id = $1 and r.n > $2 and r.matches is not null order by r.n limit $3`),
  failed: statement<StoredRow>(`
    select ${columns} from import_row r
     where r.import_id = $1 and r.n > $2 and r.outcome = 'failed' order by r.n limit $3`),
  /** Not written, or written beside somebody out of sight. */
  told: statement<StoredRow>(`
    select ${columns} from import_row r
     where r.import_id = $1 and r.n > $2 and (r.outcome = 'failed' or r.outcome = 'created' and r.reason is not null)
     order by r.n limit $3`),
}
const single = statement<StoredRow>(`select ${columns} from import_row r where r.import_id = $1 and r.n = $2`)

/** The rows behind this one, as the file has them. */
export async function listRowsAfter(db: Queryable, importId: string, n: number, limit: number): Promise<StoredRow[]> {
  return db.rows(next, [importId, n, limit])
}

export async function listRowsShown(
  db: Queryable,
  importId: string,
  show: keyof typeof shown,
  after: number,
  limit: number,
): Promise<StoredRow[]> {
  return db.rows(shown[show], [importId, after, limit])
}

export async function findRow(db: Queryable, importId: string, n: number): Promise<StoredRow | undefined> {
  return db.first(single, [importId, n])
}

const note = statement<never>(`
  update import_row r set key = k.key, faults = k.faults, matches = k.matches
    from jsonb_to_recordset($2::jsonb) as k(n int, key text, faults jsonb, matches jsonb)
   where r.import_id = $1 and r.n = k.n`)

/** What a look at these rows has found. */
export async function noteFindings(
  tx: Queryable,
  importId: string,
  found: readonly { n: number; key: string | null; faults: RowFault[] | null; matches: RowMatch[] | null }[],
): Promise<void> {
  await tx.rows(note, [importId, JSON.stringify(found)])
}

const doubles = statement<{ count: number }>(
  'select (count(key) - count(distinct key))::int as count from import_row where import_id = $1',
)

/** How many rows are further ones of a client that the file names before. */
export async function countDoubles(db: Queryable, importId: string): Promise<number> {
  return (await db.first(doubles, [importId]))?.count ?? 0
}

export interface RowOutcome {
  n: number
  outcome: NonNullable<StoredRow['outcome']>
  clientId: string | null
  reason: RowFault[] | null
}

const settle = statement<never>(`
  update import_row r set outcome = k.outcome, client_id = k."clientId", reason = k.reason
    from jsonb_to_recordset($2::jsonb) as k(n int, outcome text, "clientId" uuid, reason jsonb)
   where r.import_id = $1 and r.n = k.n`)

/** What became of these rows. */
export function settleRows(tx: Transaction, importId: string, outcomes: readonly RowOutcome[]): void {
  tx.later(settle, [importId, JSON.stringify(outcomes)])
}

const decide = statement<never>('update import_row set decision = $3 where import_id = $1 and n = $2')

export async function writeDecision(
  tx: Queryable,
  importId: string,
  n: number,
  decision: StoredRow['decision'],
): Promise<void> {
  await tx.rows(decide, [importId, n, decision])
}
