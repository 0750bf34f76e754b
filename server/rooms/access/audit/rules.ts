import { NIL_ID } from '../../../platform/pure/ids.ts'
import { type AuditKind, auditKinds } from './kinds/contract.ts'

/** What is looked at of an event. */
interface Told {
  kind: string
  record: { kind: string; id: string }
}

/** Directories share their words; the row says by its record which one it is. */
const DIRECTORY =
  /^(?:service_type|loss_reason|channel|source|project|calendar_region|interaction_kind)\.(created|changed|archived|restored)$/

/**
 * The action itself writes these rows, with what only it knows; an event of the same name would say it a second time.
 */
const written: ReadonlySet<string> = new Set<AuditKind>([
  'user.deactivated',
  'user.reactivated',
  'profile.created',
  'profile.changed',
  'api_key.created',
  'api_key.revoked',
])

/** The kind under which an event of a write stands in the audit log as well; null where history is enough. */
export function decideAuditKind({ kind, record }: Told): AuditKind | null {
  // What somebody sets for oneself changes nothing for others.
  if (kind === 'settings.changed' && record.id !== NIL_ID) return null
  const verb = DIRECTORY.exec(kind)?.[1]
  if (verb) return `directory.${verb as 'created' | 'changed' | 'archived' | 'restored'}`
  return Object.hasOwn(auditKinds, kind) && !written.has(kind) ? (kind as AuditKind) : null
}

/** A grant names the client as its record, and a co-executor the Interest: the log speaks of these. */
export function recordOf({ record }: Pick<Told, 'record'>): { kind: string; id: string } {
  const named: Record<string, string> = { grant: 'client', member: 'interest' }
  return { kind: named[record.kind] ?? record.kind, id: record.id }
}
