import { z } from 'zod'
import { endpoint, id, instant, line, list, paging, personRef, problem } from '../../../platform/contract.ts'
import { mayTell } from '../../../platform/pure/field-marks.ts'
import { type AuditGroup, auditGroups, type AuditKind, auditKinds } from './kinds/contract.ts'
import { auditVerdict, auditWarning } from './verifying/contract.ts'

const access = { right: 'audit.read' } as const
const group = z.enum(Object.keys(auditGroups) as [AuditGroup, ...AuditGroup[]])
const kind = z.enum(Object.keys(auditKinds) as [AuditKind, ...AuditKind[]])

export const auditRow = z.object({
  id,
  at: instant,
  /** Who did it; null: nobody who is known, or the product itself. */
  actor: personRef.nullable(),
  kind,
  /** What it was about; the name is null where the record is gone or has none. */
  record: z.object({ kind: z.string(), id, name: mayTell(z.string().nullable()) }).nullable(),
  detail: mayTell(z.record(z.string(), z.unknown())),
  /** Address, device, names; null where there were none or they were blanked. */
  personal: mayTell(z.record(z.string(), z.unknown()).nullable()),
  /** The number in the chain; null until it is sealed. */
  seq: z.number().int().nullable(),
  /** Its personal values were blanked. */
  blanked: z.boolean(),
})
export type AuditRow = z.infer<typeof auditRow>

export const auditFilter = z.object({
  actorId: id.optional(),
  recordId: id.optional(),
  group: group.optional(),
  /** From this time on, and before that one. */
  from: instant.optional(),
  to: instant.optional(),
  address: line(60).optional(),
  /** Names of people and records, as the one search reads them. */
  q: line(100).optional(),
})

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'The access log, newest first',
  access,
  query: auditFilter.extend(paging),
  result: list(auditRow),
})

export const auditState = z.object({
  /** How many rows are sealed, and the chain at the last one. */
  count: z.number().int(),
  hash: z.string(),
  /** The history of records: how many events are sealed, how many wait, a thousand at most, and roughly how many there are. */
  history: z.object({
    count: z.number().int(),
    hash: z.string(),
    waiting: z.number().int(),
    total: z.number().int(),
  }),
  /** How far both chains go, as one line that is worth printing or mailing. */
  anchor: z.string(),
  /** What weakens the proof, whether or not anything is found wrong. */
  warnings: z.array(auditWarning),
  /** When the last anchor was kept outside of the database by this node. */
  anchoredAt: instant.nullable(),
  /** Rows that are not sealed yet, a thousand at most, and since when. */
  waiting: z.number().int(),
  waitingSince: instant.nullable(),
  /** The newest check that was asked for. */
  check: z
    .object({
      id,
      by: personRef.nullable(),
      createdAt: instant,
      finishedAt: instant.nullable(),
      checked: z.number().int(),
      total: z.number().int(),
      verdict: auditVerdict.nullable(),
    })
    .nullable(),
})
export type AuditState = z.infer<typeof auditState>

export const getAuditState = endpoint({
  method: 'GET',
  path: '/api/v1/audit/state',
  summary: 'How far the access log is sealed, and how the last check of it ended',
  access,
  result: auditState,
})

export const auditCheckRuns = problem('audit_check.runs', 409, {
  ru: 'Проверка уже идет',
  en: 'A check is under way',
})
export const verifyAudit = endpoint({
  method: 'POST',
  path: '/api/v1/audit/checks',
  summary: 'Check the whole chain of the access log in the background',
  access,
  result: auditState,
  problems: [auditCheckRuns],
})

export const exportAudit = endpoint({
  method: 'GET',
  path: '/api/v1/audit/export',
  summary: 'The access log as a file, by the filters of its list. Limited and audited',
  access,
  query: auditFilter.extend({ format: z.enum(['csv', 'xlsx']).default('csv') }),
  result: z.string().meta({ description: 'A file: text/csv (UTF-8 with a mark, semicolons) or an XLSX book' }),
})

/** What a page shows that is being printed. */
export const printed = z.discriminatedUnion('what', [
  z.strictObject({ what: z.enum(['client', 'contact', 'prospect', 'interest']), id }),
  /** Any other page, with what it is narrowed by. */
  z.strictObject({
    what: z.literal('list'),
    page: z
      .string()
      .regex(/^\/[a-z0-9/-]*$/i)
      .max(100),
    narrowed: z.boolean(),
  }),
])
export const notePrint = endpoint({
  method: 'POST',
  path: '/api/v1/audit/prints',
  summary: 'Write down that a page is printed; called before the paper leaves',
  body: printed,
  result: z.undefined(),
  status: 204,
})
