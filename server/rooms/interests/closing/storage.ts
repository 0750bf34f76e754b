import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

const insertOne = statement(`
  insert into interest_closing
    (id, interest_id, state_id, outcome, loss_reason_id, comment, competitor, awaited, closed_at, closed_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
const updateReopened = statement<{ closedBy: string | null }>(`
  update interest_closing set reopened_at = $2, reopened_by = $3 where interest_id = $1 and reopened_at is null
  returning closed_by as "closedBy"`)

export interface NewClosing {
  id: string
  interestId: string
  stateId: string
  outcome: 'won' | 'lost'
  lossReasonId: string | null
  comment: string | null
  competitor: string | null
  awaited: boolean
}

interface Moment {
  now: Date
  userId: string | null
}

export async function insertClosing(tx: Transaction, closing: NewClosing, at: Moment): Promise<void> {
  const { id, interestId, stateId, outcome, lossReasonId, comment, competitor, awaited } = closing
  const values = [id, interestId, stateId, outcome, lossReasonId, comment, competitor, awaited]
  await tx.rows(insertOne, [...values, at.now, at.userId])
}

/** @returns who had closed it */
export async function endClosings(tx: Transaction, interestId: string, at: Moment): Promise<string | null> {
  return (await tx.first(updateReopened, [interestId, at.now, at.userId]))?.closedBy ?? null
}

const updateConfirmed = statement<{ closedBy: string | null }>(`
  update interest_closing set confirmed_at = $2, confirmed_by = $3
   where interest_id = $1 and reopened_at is null and awaited and confirmed_at is null
  returning closed_by as "closedBy"`)
const clearAwaited = statement<never>(`update interest set awaited_ids = '{}' where id = $1`)

/** The loss stands. @returns who had closed it */
export async function confirmClosing(tx: Transaction, interestId: string, at: Moment): Promise<string | null> {
  const closed = await tx.first(updateConfirmed, [interestId, at.now, at.userId])
  tx.later(clearAwaited, [interestId])
  return closed?.closedBy ?? null
}

const selectConfirmed = statement<{ confirmed: boolean }>(`
  select true as confirmed from interest_closing
   where interest_id = $1 and reopened_at is null and confirmed_at is not null`)

/** Was the loss in which it stands confirmed already? */
export async function isConfirmed(db: Queryable, interestId: string): Promise<boolean> {
  return (await db.first(selectConfirmed, [interestId])) !== undefined
}

type Person = { id: string; name: string } | null

export interface ClosingRow extends Omit<NewClosing, 'interestId'> {
  closedAt: Date
  closedBy: Person
  confirmedAt: Date | null
  confirmedBy: Person
  reopenedAt: Date | null
  reopenedBy: Person
}
const person = (alias: string) =>
  `case when ${alias}.id is not null then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`
const selectAll = statement<ClosingRow>(`
  select x.id, x.state_id as "stateId", x.outcome, x.loss_reason_id as "lossReasonId", x.comment, x.competitor,
         x.closed_at as "closedAt", ${person('c')} as "closedBy", x.awaited, x.confirmed_at as "confirmedAt",
         ${person('k')} as "confirmedBy", x.reopened_at as "reopenedAt", ${person('r')} as "reopenedBy"
    from interest_closing x
    left join app_user c on c.id = x.closed_by
    left join app_user k on k.id = x.confirmed_by
    left join app_user r on r.id = x.reopened_by
   where x.interest_id = $1 order by x.closed_at desc, x.id desc limit 100`)

export async function selectClosings(db: Queryable, interestId: string): Promise<ClosingRow[]> {
  return db.rows(selectAll, [interestId])
}
