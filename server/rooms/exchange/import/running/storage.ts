import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { RecordedChange } from '../tables.ts'

const insert = statement<never>(`
  insert into import_change (import_id, n, record_kind, record_id, client_id, made, changes)
  select $1, c.n, c.kind, c."recordId", c."clientId", c.made, c.changes
    from jsonb_to_recordset($2::jsonb) as c(n int, kind text, "recordId" uuid, "clientId" uuid, made bool, changes jsonb)`)

/** What an undo will have to take back, in the order in which it happened. */
export async function insertChanges(
  tx: Queryable,
  importId: string,
  changes: readonly RecordedChange[],
): Promise<void> {
  if (changes.length > 0) await tx.rows(insert, [importId, JSON.stringify(changes)])
}
