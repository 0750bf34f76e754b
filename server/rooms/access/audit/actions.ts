import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { NewEvent } from '../../../platform/events/record.ts'
import type { Platform } from '../../../platform/platform.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Work } from '../../../platform/work.ts'
import type { AuditKind } from './kinds/contract.ts'
import { decideAuditKind, recordOf } from './rules.ts'

/** What is worth knowing later: sign-ins, refusals, views of personal data, and changes of rights, merges and the like. */
export interface AuditEntry {
  /** `sign_in.refused`: what was tried and how it ended. */
  kind: AuditKind
  record?: { kind: string; id: string }
  /** Ids and codes; never a value that a person typed. It stays for good. */
  detail?: Record<string, unknown>
  /** What says something of a person: an address, a device, a name. It may be blanked later without breaking the chain. */
  personal?: Record<string, unknown> | undefined
}

const insertAudit = statement<never>(`
  insert into audit (id, at, actor_id, kind, record_kind, record_id, detail, personal)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb)`)

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
    entry.personal === undefined ? null : JSON.stringify(entry.personal),
  ])
}

/** Who looks again within this time has not looked anew: screens read a card again whenever something changes. */
const VIEW_MINUTES = 15

const insertView = statement<never>(`
  insert into audit (id, at, actor_id, kind, record_kind, record_id)
  select $1, $2::timestamptz, $3::uuid, $4::text, $5, $6::uuid
   where not exists (
     select from audit
      where actor_id = $3 and at > $2::timestamptz - interval '${VIEW_MINUTES} minutes' and kind = $4 and record_id = $6)`)

/** Writes down that the caller opens a card with personal data, before it is shown. */
export async function noteView<Card extends { id: string }>(
  platform: Platform,
  caller: Caller,
  kind: 'client' | 'contact' | 'prospect' | 'interest',
  card: Card,
): Promise<Card> {
  const { userId } = caller.actor
  const viewed: AuditKind = `${kind}.viewed`
  await platform.db.rows(insertView, [newId(), platform.now(), userId, viewed, kind, card.id])
  return card
}

/** The same inside a write: it stays only if the write does. */
export async function audit(work: Work, entry: AuditEntry): Promise<void> {
  await writeAudit(work.tx, { now: work.now, actorId: actorOf(work) }, entry)
}

const actorOf = ({ actor }: Work) => (actor.kind === 'system' ? null : actor.userId)

const insertMany = statement<never>(`
  insert into audit (id, at, actor_id, kind, record_kind, record_id, detail, personal)
  select e.id, $1, $2, e.kind, e.record_kind, e.record_id, coalesce(e.detail, '{}'), e.personal
    from jsonb_to_recordset($3::jsonb)
      as e(id uuid, kind text, record_kind text, record_id uuid, detail jsonb, personal jsonb)`)

/**
 * Puts what a write announced about rights, merges, the archive and settings into the audit log, in the same transaction and
 * whole, so that the chain covers what was changed from and to. It travels with the commit.
 */
export function witness(work: Work, events: readonly NewEvent[]): void {
  const rows = events.flatMap(event => {
    const kind = decideAuditKind(event)
    if (kind === null) return []
    const record = recordOf(event)
    const { changes, personal } = event
    const detail = {
      ...(changes && Object.keys(changes).length > 0 ? { changes } : {}),
      ...(work.cause.through ? { through: work.cause.through } : {}),
    }
    const blankable = personal && Object.keys(personal).length > 0 ? personal : null
    return [{ id: newId(), kind, record_kind: record.kind, record_id: record.id, detail, personal: blankable }]
  })
  if (rows.length > 0) work.tx.later(insertMany, [work.now, actorOf(work), JSON.stringify(rows)])
}
