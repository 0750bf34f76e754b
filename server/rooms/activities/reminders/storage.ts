import { statement, type Transaction } from '../../../platform/db/database.ts'
import type { StoredActivity } from '../tables.ts'

type Reminder = Pick<
  StoredActivity,
  'id' | 'kind' | 'interactionKindId' | 'subject' | 'dueAt' | 'dueDay' | 'assigneeId'
> & { interest: { id: string; number: string } | null }

/** Two nodes that remind at once take different ones. */
const take = statement<Reminder>(`
  with due as (
    select a.id from activity a
     where a.remind_at <= $1 and a.reminded_at is null and a.closed_at is null
     order by a.remind_at limit $2 for no key update skip locked),
  told as (
    update activity a set reminded_at = $1 from due where a.id = due.id returning a.*)
  select a.id, a.kind, a.interaction_kind_id as "interactionKindId", a.subject, a.due_at as "dueAt",
         a.due_day as "dueDay", a.assignee_id as "assigneeId",
         case when i.id is not null then jsonb_build_object('id', i.id, 'number', i.number) end as interest
    from told a left join interest i on i.id = a.interest_id`)

/** Whose time to remind has come, marked as reminded. */
export async function takeReminders(tx: Transaction, now: Date, limit: number): Promise<Reminder[]> {
  return tx.rows(take, [now, limit])
}
