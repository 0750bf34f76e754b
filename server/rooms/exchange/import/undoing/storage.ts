import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { RecordedChange } from '../tables.ts'

export interface StoredChange extends RecordedChange {
  ord: string
}

const MAX_BIGINT = '9223372036854775807'
const waiting = statement<StoredChange>(`
  select ord, n, record_kind as kind, record_id as "recordId", client_id as "clientId", made, changes
    from import_change
   where import_id = $1 and undone is null and ord < coalesce($3::bigint, ${MAX_BIGINT}) order by ord desc limit $2`)

/**
 * What is not taken back yet, the latest first.
 * @param before all from here on is settled: what was undone is not read again for each piece
 */
export async function listWaiting(
  db: Queryable,
  importId: string,
  limit: number,
  before: string | null,
): Promise<StoredChange[]> {
  return db.rows(waiting, [importId, limit, before])
}

const settle = statement<never>(`
  update import_change c set undone = case when k.conflict is null then 'undone' else 'conflict' end, conflict = k.conflict
    from unnest($2::bigint[], $3::text[]) as k(ord, conflict)
   where c.import_id = $1 and c.ord = k.ord`)

/** What became of these; a conflict is why one was left as it is. */
export async function settleChanges(
  tx: Queryable,
  importId: string,
  settled: readonly { ord: string; conflict: string | null }[],
): Promise<void> {
  await tx.rows(settle, [importId, settled.map(each => each.ord), settled.map(each => each.conflict)])
}

/** No condition for an index: that of an import would read everything that it has made, for each record. */
const isOfImport = '(m.import_id = $2 and m.made) is true'
const uses = statement<{ id: string; use: string }>(`
  select r.id, u.use
    from unnest($1::uuid[]) as r(id)
   cross join lateral (
     select 'interest' as use where exists (select from interest i where i.client_id = r.id or i.contact_id = r.id)
     union all
     select 'prospect' where exists (select from prospect p where p.client_id = r.id or p.contact_id = r.id)
     union all
     select 'contact' where exists (
       select from client_contact l
        where l.client_id = r.id and l.to_day is null and not exists (
          select from import_change m where m.record_id = l.contact_id and ${isOfImport}))
     union all
     select 'changed' where exists (
       select from event e
        where e.record_id = r.id and e.cause->'through'->>'id' is distinct from $2::text)
     union all
     select 'imported' where exists (
       select from import_change m where m.record_id = r.id and m.import_id <> $2 and m.undone is null)
   ) u`)

/** Which of these records somebody else has touched or uses, and how. */
export async function listUses(db: Queryable, ids: readonly string[], importId: string): Promise<Map<string, string>> {
  const rows = await db.rows(uses, [ids, importId])
  return new Map(rows.map(row => [row.id, row.use]))
}

const madeClients = statement<{ id: string }>(`
  select m.record_id as id from import_change m
   where m.record_id = any($1::uuid[]) and ${isOfImport} and m.record_kind = 'client'`)

/** Which of these are clients that the import made. */
export async function listMadeClients(db: Queryable, ids: readonly string[], importId: string): Promise<Set<string>> {
  return new Set((await db.rows(madeClients, [ids, importId])).map(row => row.id))
}

export interface ConflictRow {
  ord: string
  n: number
  kind: 'client' | 'contact'
  recordId: string
  clientId: string
  name: string | null
  conflict: string
}

const conflicts = statement<ConflictRow>(`
  select m.ord, m.n, m.record_kind as kind, m.record_id as "recordId", m.client_id as "clientId", m.conflict,
         coalesce(c.name, p.full_name) as name
    from import_change m
    left join client c on c.id = m.record_id and m.record_kind = 'client'
    left join contact p on p.id = m.record_id and m.record_kind = 'contact'
   where m.import_id = $1 and m.undone = 'conflict' and m.ord > $2 order by m.ord limit $3`)

export async function listConflictRows(
  db: Queryable,
  importId: string,
  after: string,
  limit: number,
): Promise<ConflictRow[]> {
  return db.rows(conflicts, [importId, after, limit])
}
