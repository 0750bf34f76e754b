import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'
import type { NextStep } from '../../interests/steps/contract.ts'
import { countsOf, headColumns, timesOf } from '../storage.ts'
import type { StoredActivity } from '../tables.ts'
import type { Share } from './contract.ts'
import type { PlannedWork } from './rules.ts'

export const handOverCreation = creationOf('work_hand_over', { owned: false })

const selectPeople = statement<{ id: string; name: string; works: boolean }>(`
  select id, name, deactivated_at is null as works from app_user where id = any($1::uuid[])`)

export async function findPeople(
  db: Queryable,
  ids: readonly string[],
): Promise<{ id: string; name: string; works: boolean }[]> {
  return db.rows(selectPeople, [ids])
}

const selectPlanned = statement<PlannedWork>(`
  select a.id, a.interest_id as "interestId", a.due_at as "dueAt", a.created_at as "createdAt"
    from activity a
   where a.assignee_id = $1 and a.closed_at is null and ($2::text is null or a.kind = $2)
     and ($3::timestamptz is null or a.due_at <= $3)
   limit $4`)

/** What is planned for a person, in no order. */
export async function findPlanned(
  db: Queryable,
  userId: string,
  filter: { kind: string | null; until: Date | null },
  limit: number,
): Promise<PlannedWork[]> {
  return db.rows(selectPlanned, [userId, filter.kind, filter.until, limit])
}

const holdRows = statement<StoredActivity>(`
  select ${headColumns} from activity a where a.id = any($1::uuid[]) order by a.id for no key update`)

/** Takes many activities for a change; without their contents. */
export async function holdActivities(tx: Transaction, ids: readonly string[]): Promise<StoredActivity[]> {
  return ids.length === 0 ? [] : tx.rows(holdRows, [ids])
}

const { dueAt, remindAt } = timesOf({ dueDay: 'a.due_day', dueAt: 'a.due_at', remindBefore: 'a.remind_before' })
const updateAssignees = statement<never>(`
  update activity a
     set assignee_id = x."assigneeId", due_at = ${dueAt}, remind_at = ${remindAt},
         reminded_at = case when a.remind_at = ${remindAt} then a.reminded_at end,
         version = a.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "assigneeId" uuid)
    join (select u.id, coalesce(u.time_zone, y.time_zone) as zone from app_user u cross join company y) z
      on z.id = x."assigneeId"
   where a.id = x.id`)

/** Gives many activities, all of them held, to other people; a day ends where its new assignee is. */
export function storeAssignees(
  tx: Transaction,
  activities: readonly Pick<StoredActivity, 'id' | 'assigneeId'>[],
  now: Date,
): void {
  const rows = activities.map(({ id, assigneeId }) => ({ id, assigneeId }))
  if (rows.length > 0) tx.later(updateAssignees, [JSON.stringify(rows), now])
}

export interface StepsOf {
  id: string
  interactions: number
  tasks: number
  next: NextStep | null
}
const countSteps = statement<StepsOf>(`
  select i.id, s.* from unnest($1::uuid[]) i(id) cross join lateral (${countsOf('i.id')}) s`)

/** What is planned for each of these Interests. */
export async function listSteps(tx: Transaction, interestIds: readonly string[]): Promise<StepsOf[]> {
  return interestIds.length === 0 ? [] : tx.rows(countSteps, [interestIds])
}

// ---- hand-overs ----

/** One record that went over. */
export interface MovedWork {
  kind: 'activity' | 'interest'
  id: string
  /** Who got it. */
  toId: string
  /** Which it had after that. */
  version: number
  /** The Interest of an activity. */
  interestId?: string | null
  /** Was the receiver a co-executor of the Interest before? */
  wasMember?: boolean
}

export interface HandOver {
  fromId: string
  authorId: string | null
  moved: MovedWork[]
  back: { returned: number; kept: number } | null
}

const insert = statement<never>(`
  insert into work_hand_over (id, from_id, author_id, shares, moved, creation_hash, created_at)
  values ($1, $2, $3, $4, $5, $6, $7)`)

export function insertHandOver(
  tx: Transaction,
  given: {
    id: string
    fromId: string
    authorId: string | null
    shares: readonly Share[]
    moved: readonly MovedWork[]
    hash: Buffer
  },
  now: Date,
): void {
  const { id, fromId, authorId, shares, moved, hash } = given
  tx.later(insert, [id, fromId, authorId, JSON.stringify(shares), JSON.stringify(moved), hash, now])
}

const selectShares = statement<{ shares: Share[] }>('select shares from work_hand_over where id = $1')

export async function findShares(db: Queryable, id: string): Promise<Share[]> {
  return (await db.first(selectShares, [id]))?.shares ?? []
}

const hold = statement<HandOver>(`
  select from_id as "fromId", author_id as "authorId", moved,
         case when returned_at is not null then jsonb_build_object('returned', returned, 'kept', kept) end as back
    from work_hand_over where id = $1 for update`)

export async function holdHandOver(tx: Transaction, id: string): Promise<HandOver | undefined> {
  return tx.first(hold, [id])
}

const setReturned = statement<never>(`
  update work_hand_over set returned_at = $2, returned = $3, kept = $4 where id = $1`)

export function storeReturned(
  tx: Transaction,
  id: string,
  { returned, kept }: { returned: number; kept: number },
  now: Date,
): void {
  tx.later(setReturned, [id, now, returned, kept])
}

const selectTouched = statement<{ id: string }>(`
  select x.id from jsonb_to_recordset($1::jsonb) as x(id uuid, kind text, version int)
   where exists (
     select from event e
      where e.record_id = x.id and e.version > x.version
        and e.changes ? case x.kind when 'interest' then 'responsibleId' else 'assigneeId' end)`)

/** Of these records: those that changed hands again afterwards, even if they came back. */
export async function listTouched(tx: Transaction, moved: readonly MovedWork[]): Promise<string[]> {
  return (await tx.rows(selectTouched, [JSON.stringify(moved)])).map(row => row.id)
}
