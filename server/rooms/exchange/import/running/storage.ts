import { statement, type Transaction } from '../../../../platform/db/database.ts'
import type { RecordedChange } from '../tables.ts'

const insert = statement<never>(`
  insert into import_change (import_id, n, record_kind, record_id, client_id, made, name_key, has_inn, changes)
  select $1, c.n, c.kind, c."recordId", c."clientId", c.made, c."nameKey", coalesce(c."hasInn", false), c.changes
    from jsonb_to_recordset($2::jsonb) as c(n int, kind text, "recordId" uuid, "clientId" uuid, made bool, "nameKey" text,
         "hasInn" bool, changes jsonb)`)

/** What an undo will have to take back, in the order in which it happened. */
export function insertChanges(tx: Transaction, importId: string, changes: readonly RecordedChange[]): void {
  if (changes.length > 0) tx.later(insert, [importId, JSON.stringify(changes)])
}

const lag = statement<never>(`select set_config('synchronous_commit', 'off', true)`)

/**
 * The commit of this transaction waits for no disk. What it wrote may be lost with the machine, then wholly and with
 * the position of the import, which goes on from there; a later commit that waits waits for this one too.
 */
export function commitBehind(tx: Transaction): void {
  tx.later(lag)
}
