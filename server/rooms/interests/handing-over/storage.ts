import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { Steps } from '../steps/storage.ts'
import { headColumns } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'

export interface OpenInterest {
  id: string
  number: string
  clientId: string | null
  /** Of the next step; null where none has a date. */
  dueAt: Date | null
  createdAt: Date
}
/** What narrows the Interests that are handed over; null: everything. */
export interface OpenFilter {
  scenarioId: string | null
  stateIds: readonly string[] | null
  serviceTypeIds: readonly string[] | null
  tags: readonly string[] | null
  clientKinds: readonly string[] | null
  relationTypes: readonly string[] | null
}

const selectOpen = statement<OpenInterest>(`
  select i.id, i.number, i.client_id as "clientId", nullif(i.next_step_at, 'infinity') as "dueAt",
         i.created_at as "createdAt"
    from interest i
   where i.owner_key = any($1::uuid[]) and i.open and ($3::uuid is null or i.scenario_id = $3)
     and ($4::uuid[] is null or i.state_id = any($4)) and ($5::uuid[] is null or i.service_type_id = any($5))
     and ($6::text[] is null or i.tags && $6)
     and ($7::text[] is null and $8::text[] is null or exists (
       select from client c where c.id = i.client_id and ($7 is null or c.kind = any($7))
          and ($8 is null or c.relation_type = any($8))))
   limit $2`)

/** Unfinished Interests for which these people are responsible, in no order. */
export async function findOpenOf(
  db: Queryable,
  userIds: readonly string[],
  filter: OpenFilter,
  limit: number,
): Promise<OpenInterest[]> {
  const { scenarioId, stateIds, serviceTypeIds, tags, clientKinds, relationTypes } = filter
  return db.rows(selectOpen, [userIds, limit, scenarioId, stateIds, serviceTypeIds, tags, clientKinds, relationTypes])
}

/** An Interest that is handed over, and how its scenario stands. */
export type HandedOver = StoredInterest & { scenarioRevision: string }

const holdRows = statement<HandedOver>(`
  select ${headColumns}, s.revision as "scenarioRevision" from interest i join scenario s on s.id = i.scenario_id
   where i.id = any($1::uuid[]) order by i.id for no key update of i`)

const selectDepartments = statement<{ id: string; departmentId: string | null }>(`
  select u.id, u.department_id as "departmentId" from app_user u where u.id = any($1::uuid[])`)

/** The departments of these people. */
export async function findDepartmentsOf(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  return new Map((await db.rows(selectDepartments, [ids])).map(row => [row.id, row.departmentId]))
}

/** Takes many Interests for a change, always in the same order; of their contents as much as a subject needs. */
export async function holdRowsOf(tx: Transaction, ids: readonly string[]): Promise<HandedOver[]> {
  return ids.length === 0 ? [] : tx.rows(holdRows, [ids])
}

const given = `jsonb_to_recordset($1::jsonb) as x(id uuid, "responsibleId" uuid, "memberIds" uuid[])`
const updateResponsibles = statement<never>(`
  update interest i
     set responsible_id = x."responsibleId", member_ids = x."memberIds", version = i.version + 1, updated_at = $2
    from ${given} where i.id = x.id`)
const deleteMembers = statement<never>(`
  delete from interest_member m using ${given} where m.interest_id = x.id and m.user_id <> all(x."memberIds")`)
const insertMembers = statement<never>(`
  insert into interest_member (interest_id, user_id, added_at, added_by)
  select x.id, u.id, $2, $3 from ${given} cross join unnest(x."memberIds") u(id) on conflict do nothing`)

/** Writes who is responsible for many Interests, all of them held, and who works with them. */
export function storeResponsibles(
  tx: Transaction,
  interests: readonly StoredInterest[],
  at: { now: Date; userId: string | null },
): void {
  const rows = JSON.stringify(interests.map(({ id, responsibleId, memberIds }) => ({ id, responsibleId, memberIds })))
  tx.later(updateResponsibles, [rows, at.now])
  tx.later(deleteMembers, [rows])
  tx.later(insertMembers, [rows, at.now, at.userId])
}

const updateSteps = statement<never>(`
  update interest i
     set next_step_at = case when x.next is not null then coalesce((x.next->>'dueAt')::timestamptz, 'infinity') end,
         next_step = x.next, planned_interactions = x.interactions, planned_tasks = x.tasks,
         contact_on = contact_day(x.next, (select time_zone from company))
    from jsonb_to_recordset($1::jsonb) as x(id uuid, next jsonb, interactions smallint, tasks smallint)
   where i.id = x.id`)

/** The columns beside the record, of many Interests: no version, no change of their own. */
export function storeStepsOf(tx: Transaction, rows: readonly (Steps & { id: string })[]): void {
  if (rows.length > 0) tx.later(updateSteps, [JSON.stringify(rows)])
}

const count = statement<{ count: number }>(`
  select count(*)::int as count from interest where owner_key = $1 and open`)

export async function countOpenOf(db: Queryable, userId: string): Promise<number> {
  return (await db.first(count, [userId]))?.count ?? 0
}
