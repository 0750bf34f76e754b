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

const selectPlanned = statement<PlannedWork & { subject: string | null }>(`
  select a.id, a.subject, a.interest_id as "interestId", a.due_at as "dueAt", a.created_at as "createdAt"
    from activity a
   where a.assignee_id = any($1::uuid[]) and a.closed_at is null and ($2::text is null or a.kind = $2)
     and ($3::timestamptz is null or a.due_at <= $3)
   limit $4`)

/** What is planned for these people, in no order. */
export async function findPlanned(
  db: Queryable,
  userIds: readonly string[],
  filter: { kind: string | null; until: Date | null },
  limit: number,
): Promise<(PlannedWork & { subject: string | null })[]> {
  return db.rows(selectPlanned, [userIds, filter.kind, filter.until, limit])
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
  kind: 'activity' | 'interest' | 'client' | 'prospect'
  id: string
  /** Whose it was, where it was not all of one person. */
  fromId?: string
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
  /** Of one person, or of several. */
  fromIds: string[]
  authorId: string | null
  moved: MovedWork[]
  back: { returned: number; kept: number } | null
}

/** Whose work goes over: one person's, or that of several of a department. */
export type Giver = { name: string; userIds: readonly string[] } & ({ departmentId: string } | { id: string })

const insert = statement<never>(`
  insert into work_hand_over (id, from_id, from_department_id, from_ids, author_id, shares, moved, creation_hash, created_at, asked)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)

export function insertHandOver(
  tx: Transaction,
  given: {
    id: string
    from: Giver
    authorId: string | null
    shares: readonly Share[]
    moved: readonly MovedWork[]
    hash: Buffer
    /** What was asked for. */
    asked: object
  },
  now: Date,
): void {
  const { id, from, authorId, shares, moved, hash, asked } = given
  tx.later(insert, [
    id,
    ...('departmentId' in from ? [null, from.departmentId, from.userIds] : [from.userIds[0], null, null]),
    authorId,
    JSON.stringify(shares),
    JSON.stringify(moved),
    hash,
    now,
    JSON.stringify(asked),
  ])
}

const selectShares = statement<{ shares: Share[] }>('select shares from work_hand_over where id = $1')

export async function findShares(db: Queryable, id: string): Promise<Share[]> {
  // Before clients were handed over nobody counted them.
  return ((await db.first(selectShares, [id]))?.shares ?? []).map(share => ({ ...share, clients: share.clients ?? 0 }))
}

const hold = statement<HandOver>(`
  select coalesce(from_ids, array[from_id]) as "fromIds", author_id as "authorId", moved,
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
        and e.changes ? case x.kind when 'activity' then 'assigneeId' else 'responsibleId' end)`)

/** Of these records: those that changed hands again afterwards, even if they came back. */
export async function listTouched(tx: Transaction, moved: readonly MovedWork[]): Promise<string[]> {
  return (await tx.rows(selectTouched, [JSON.stringify(moved)])).map(row => row.id)
}

// ---- the log ----

export interface HandOverRow {
  id: string
  createdAt: Date
  author: { id: string; name: string } | null
  from: { id: string; name: string } | null
  fromDepartment: { id: string; name: string } | null
  fromIds: string[]
  shares: { user: { id: string; name: string }; activities: number; interests: number; clients: number }[]
  asked: { filter?: object } | null
  returnedAt: Date | null
  returned: number | null
  kept: number | null
  place: string
}

const person = (alias: string) => `jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name)`
const selectLog = statement<HandOverRow>(`
  select h.id, h.created_at as "createdAt", case when a.id is not null then ${person('a')} end as author,
         case when f.id is not null then ${person('f')} end as from,
         case when d.id is not null then ${person('d')} end as "fromDepartment",
         coalesce(h.from_ids, array[h.from_id]) as "fromIds", h.asked, h.returned_at as "returnedAt", h.returned, h.kept, h.created_at::text as place,
         (select jsonb_agg(jsonb_build_object('user', ${person('u')}, 'activities', s.share->'activities',
                   'interests', s.share->'interests', 'clients', coalesce(s.share->'clients', '0')) order by s.n)
            from jsonb_array_elements(h.shares) with ordinality as s(share, n)
            join app_user u on u.id = (s.share->>'userId')::uuid) as shares
    from work_hand_over h left join app_user f on f.id = h.from_id left join department d on d.id = h.from_department_id
    left join app_user a on a.id = h.author_id
   where (h.author_id = $1 or coalesce(h.from_ids, array[h.from_id]) @> array[$1::uuid]
          or $2::boolean and ($3::uuid[] is null or coalesce(h.from_ids, array[h.from_id]) <@ $3))
     and ($4::timestamptz is null or (h.created_at, h.id) < ($4, $5::uuid))
   order by h.created_at desc, h.id desc limit $6`)

/** A page of hand-overs, newest first, and one row more. @param led whose hand-overs are seen beside the own ones */
export async function selectHandOvers(
  db: Queryable,
  userId: string,
  led: { any: boolean; people: readonly string[] | null },
  page: { limit: number; after: readonly string[] },
): Promise<HandOverRow[]> {
  const [place = null, id = null] = page.after
  return db.rows(selectLog, [userId, led.any, led.people, place, id, page.limit + 1])
}
