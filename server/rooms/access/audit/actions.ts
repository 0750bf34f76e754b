import { type Queryable, statement } from '../../../platform/db/database.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Work } from '../../../platform/work.ts'

/** What is worth knowing later and is no change of a record: sign-ins, refusals, views of personal data. */
export interface AuditEntry {
  /** `sign_in.refused`: what was tried and how it ended. */
  kind: string
  record?: { kind: string; id: string }
  /** Ids, codes, addresses; never a value that a person typed. */
  detail?: Record<string, unknown>
}

const insertAudit = statement<never>(`
  insert into audit (id, at, actor_id, kind, record_kind, record_id, detail)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb)`)

/** Adds a row to the audit log; nobody can change or take it away again. */
export async function writeAudit(
  db: Queryable,
  at: { now: Date; actorId: string | null },
  entry: AuditEntry,
): Promise<void> {
  await db.rows(insertAudit, [
    newId(),
    at.now,
    at.actorId,
    entry.kind,
    entry.record?.kind ?? null,
    entry.record?.id ?? null,
    JSON.stringify(entry.detail ?? {}),
  ])
}

/** The same inside a write: it stays only if the write does. */
export async function audit(work: Work, entry: AuditEntry): Promise<void> {
  const actorId = work.actor.kind === 'system' ? null : work.actor.userId
  await writeAudit(work.tx, { now: work.now, actorId }, entry)
}
