import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import type { AuditVerdict } from '../verifying/contract.ts'

/** A check of the whole chain that somebody asked for. */
export interface CheckRow {
  id: string
  askedBy: string | null
  askedByName: string | null
  createdAt: Date
  finishedAt: Date | null
  checked: string
  total: string
  verdict: AuditVerdict | null
}

const selectNewest = statement<CheckRow>(`
  select c.id, c.asked_by as "askedBy", u.name as "askedByName", c.created_at as "createdAt",
         c.finished_at as "finishedAt", c.checked, c.total, c.verdict
    from audit_check c left join app_user u on u.id = c.asked_by
   order by c.created_at desc limit 1`)

export async function findNewestCheck(db: Queryable): Promise<CheckRow | undefined> {
  return db.first(selectNewest)
}

const takeTurn = statement<never>(`select pg_advisory_xact_lock(hashtext('interes.audit_check'))`)
const insert = statement<never>(`insert into audit_check (id, asked_by, created_at) values ($1, $2, $3)`)

/** One at a time may be asked for. */
export async function lockChecks(tx: Transaction): Promise<void> {
  await tx.rows(takeTurn)
}

export async function insertCheck(tx: Transaction, id: string, askedBy: string | null, now: Date): Promise<void> {
  await tx.rows(insert, [id, askedBy, now])
}

const begin = statement<{ id: string; askedBy: string | null }>(`
  update audit_check set started_at = $2, checked = 0 where id = $1 and finished_at is null
  returning id, asked_by as "askedBy"`)

/** Undefined when it was done already. */
export async function beginCheck(
  db: Queryable,
  id: string,
  now: Date,
): Promise<{ id: string; askedBy: string | null } | undefined> {
  return db.first(begin, [id, now])
}

const advance = statement<never>('update audit_check set checked = $2, total = $3 where id = $1')

export async function advanceCheck(db: Queryable, id: string, checked: number, total: number): Promise<void> {
  await db.rows(advance, [id, checked, total])
}

const finish = statement<never>(
  'update audit_check set finished_at = $2, verdict = $3::jsonb, checked = $4, total = $4 where id = $1',
)

export async function finishCheck(tx: Queryable, id: string, now: Date, verdict: AuditVerdict): Promise<void> {
  await tx.rows(finish, [id, now, JSON.stringify(verdict), verdict.count + (verdict.history?.count ?? 0)])
}
