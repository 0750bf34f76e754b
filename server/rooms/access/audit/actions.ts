import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
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

/** Who looks again within this time has not looked anew: screens read a card again whenever something changes. */
const VIEW_MINUTES = 15

const insertView = statement<never>(`
  insert into audit (id, at, actor_id, kind, record_kind, record_id, detail)
  select $1, $2::timestamptz, $3::uuid, $4::text, $5, $6::uuid, $7::jsonb
   where not exists (
     select from audit
      where actor_id = $3 and at > $2::timestamptz - interval '${VIEW_MINUTES} minutes' and kind = $4 and record_id = $6
        and detail = $7::jsonb)`)

/** Writes down that the caller opens a card with personal data, before it is shown. */
export async function noteView<Card extends { id: string }>(
  platform: Platform,
  caller: Caller,
  kind: 'client' | 'contact' | 'prospect' | 'interest',
  card: Card,
): Promise<Card> {
  const { actorId, as } = whoLooks(caller)
  const detail = JSON.stringify(as)
  await platform.db.rows(insertView, [newId(), platform.now(), actorId, `${kind}.viewed`, kind, card.id, detail])
  return card
}

/** Who really looks, and through whose eyes if not through the own ones. */
export function whoLooks({ actor, behind }: Caller): { actorId: string; as: { as?: string } } {
  return behind ? { actorId: behind.actor.userId, as: { as: actor.userId } } : { actorId: actor.userId, as: {} }
}

/** The same inside a write: it stays only if the write does. */
export async function audit(work: Work, entry: AuditEntry): Promise<void> {
  const actorId = work.actor.kind === 'system' ? null : work.actor.userId
  await writeAudit(work.tx, { now: work.now, actorId }, entry)
}
