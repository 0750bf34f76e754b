import { type Queryable, statement, type Transaction } from '../../platform/db/database.ts'
import { creationOf } from '../../platform/work.ts'
import type { NextStep } from '../interests/steps/contract.ts'
import type { ActivityRow, StoredActivity } from './tables.ts'

export const activityCreation = creationOf('activity', { owned: false })

const storedWith = (content: string) => `
  a.id, a.version, a.kind, a.interaction_kind_id as "interactionKindId", a.subject, ${content} as content,
  a.interest_id as "interestId", a.assignee_id as "assigneeId", a.author_id as "authorId", a.due_at as "dueAt",
  a.due_day as "dueDay", a.minutes, a.place, a.contact_ids as "contactIds", a.user_ids as "userIds", a.checklist,
  a.remind_before as "remindBefore", a.repeat, a.outcome, a.result, a.closed_at as "closedAt",
  a.closed_by as "closedById", a.follows_id as "followsId"`
const stored = storedWith('a.content')
/** Without the content, where many are read that keep theirs. */
export const headColumns = storedWith('null::text')

/** Columns of an `ActivityRow`, of `activity a` with `joins`. */
export const rowColumns = `${stored}, a.created_at as "createdAt", a.updated_at as "updatedAt",
  w.name as "assigneeName", o.name as "authorName", f.name as "closedByName",
  case when a.contact_ids = '{}' then '[]'::jsonb else coalesce((
    select jsonb_agg(jsonb_build_object('id', t.id, 'fullName', t.full_name) order by n.place)
      from unnest(a.contact_ids) with ordinality n(id, place) join contact t on t.id = n.id), '[]') end as contacts,
  case when a.user_ids = '{}' then '[]'::jsonb else coalesce((
    select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by n.place)
      from unnest(a.user_ids) with ordinality n(id, place) join app_user u on u.id = n.id), '[]') end as people,
  case when i.id is not null then jsonb_build_object('id', i.id, 'number', i.number, 'subject', i.subject,
    'content', left(i.content, 200), 'clientId', i.client_id, 'responsibleId', i.responsible_id,
    'authorId', i.author_id, 'memberIds', i.member_ids, 'stateId', i.state_id, 'clientName', coalesce(c.public_name, c.name),
    'prospectName', coalesce(p.full_name, p.company, p.email, p.phone),
    'phone', coalesce(jsonb_path_query_first(t.phones, '$[*] ? (@.e164 != null)')->>'e164',
                      jsonb_path_query_first(c.phones, '$[*] ? (@.e164 != null)')->>'e164', p.phone),
    'prospectPhone', case when c.id is null then p.phone end,
    'whereabouts', jsonb_build_object('region', c.region, 'kpp', k.kpp, 'inn', k.inn, 'phones',
      coalesce(jsonb_path_query_array(t.phones, '$[*].e164'), '[]') || coalesce(jsonb_path_query_array(c.phones, '$[*].e164'), '[]'))) end as interest`
export const rowJoins = `
  join app_user w on w.id = a.assignee_id
  left join app_user o on o.id = a.author_id
  left join app_user f on f.id = a.closed_by
  left join interest i on i.id = a.interest_id
  left join client c on c.id = i.client_id
  left join prospect p on p.id = i.prospect_id
  left join contact t on t.id = i.contact_id
  left join contractor k on k.client_id = i.client_id and k.main`

const selectOne = statement<ActivityRow>(`select ${rowColumns} from activity a ${rowJoins} where a.id = $1`)

export async function findActivity(db: Queryable, id: string): Promise<ActivityRow | undefined> {
  return db.first(selectOne, [id])
}

/** One activity as JSON, with the zone in which a day of its assignee ends. */
const given = `
  jsonb_to_record($1::jsonb) as x(id uuid, kind text, "interactionKindId" uuid, subject text, content text,
    "interestId" uuid, "assigneeId" uuid, "authorId" uuid, "dueAt" timestamptz, "dueDay" date, minutes int, place text,
    "contactIds" uuid[], "userIds" uuid[], checklist jsonb, "remindBefore" int, repeat jsonb, "followsId" uuid)
  cross join lateral (
    select coalesce(u.time_zone, y.time_zone) as zone from app_user u cross join company y where u.id = x."assigneeId") z`
/** SQL for when it is due and when to remind, where `z.zone` is that of its assignee. A day without a time is due when it is over. */
export const timesOf = (of: { dueDay: string; dueAt: string; remindBefore: string }) => ({
  dueAt: `case when ${of.dueDay} is null then ${of.dueAt} else (${of.dueDay} + 1)::timestamp at time zone z.zone end`,
  remindAt: `coalesce((${of.dueDay} + time '09:00') at time zone z.zone, ${of.dueAt}) - ${of.remindBefore} * interval '1 minute'`,
})
const { dueAt, remindAt } = timesOf({ dueDay: 'x."dueDay"', dueAt: 'x."dueAt"', remindBefore: 'x."remindBefore"' })
const insertRow = statement<never>(`
  insert into activity (id, kind, interaction_kind_id, subject, content, interest_id, assignee_id, author_id, due_at,
                        due_day, minutes, place, contact_ids, user_ids, checklist, remind_before, remind_at, repeat,
                        follows_id, created_at, updated_at, creation_hash)
  select x.id, x.kind, x."interactionKindId", x.subject, x.content, x."interestId", x."assigneeId", x."authorId", ${dueAt},
         x."dueDay", x.minutes, x.place, x."contactIds", x."userIds", x.checklist, x."remindBefore", ${remindAt},
         x.repeat, x."followsId", $2, $2, $3::bytea
    from ${given}`)

export type NewActivity = Omit<StoredActivity, 'version' | 'outcome' | 'result' | 'closedAt' | 'closedById'>

export function insertActivity(tx: Transaction, activity: NewActivity, now: Date, hash: Buffer | null): void {
  tx.later(insertRow, [JSON.stringify(activity), now, hash])
}

const updateRow = statement<never>(`
  update activity a
     set interaction_kind_id = x."interactionKindId", subject = x.subject, content = x.content, assignee_id = x."assigneeId",
         due_at = ${dueAt}, due_day = x."dueDay", minutes = x.minutes, place = x.place, contact_ids = x."contactIds",
         user_ids = x."userIds", checklist = x.checklist, remind_before = x."remindBefore", remind_at = ${remindAt},
         reminded_at = case when a.remind_at = ${remindAt} then a.reminded_at end, repeat = x.repeat,
         version = a.version + 1, updated_at = $2
    from ${given}
   where a.id = x.id`)

/** Stores what a write made of an activity that it holds; the version grows by one. */
export function updateActivity(tx: Transaction, activity: StoredActivity, now: Date): void {
  tx.later(updateRow, [JSON.stringify(activity), now])
}

const closeRow = statement<never>(`
  update activity set outcome = $2, result = $3, closed_at = $4, closed_by = $5, version = version + 1, updated_at = $6
   where id = $1`)

/** Finishes an activity that is held, or opens it again. */
export function storeOutcome(
  tx: Transaction,
  activity: Pick<StoredActivity, 'id' | 'outcome' | 'result' | 'closedAt' | 'closedById'>,
  now: Date,
): void {
  const { id, outcome, result, closedAt, closedById } = activity
  tx.later(closeRow, [id, outcome, result, closedAt, closedById, now])
}

const selectInterestOf = statement<{ interestId: string | null }>(`
  select interest_id as "interestId" from activity where id = $1`)
const holdRow = statement<StoredActivity>(`select ${stored} from activity a where a.id = $1 for no key update`)

/** For which Interest it is planned, which never changes; the Interest is held first. */
export async function findInterestOf(db: Queryable, id: string): Promise<{ interestId: string | null } | undefined> {
  return db.first(selectInterestOf, [id])
}

export async function holdActivity(tx: Transaction, id: string): Promise<StoredActivity | undefined> {
  return tx.first(holdRow, [id])
}

const holdPlanned = statement<StoredActivity>(`
  select ${stored} from activity a
   where a.interest_id = $1 and a.closed_at is null and a.kind = any($2::text[]) order by a.id for no key update`)

/** What is planned for an Interest that is held. */
export async function holdPlannedOf(
  tx: Transaction,
  interestId: string,
  kinds: readonly string[],
): Promise<StoredActivity[]> {
  return tx.rows(holdPlanned, [interestId, kinds])
}

const followers = statement<StoredActivity>(`
  select ${stored} from activity a where a.follows_id = $1 and a.closed_at is null and a.version = 1 for no key update`)

/** Repetitions of an activity that nobody has touched. */
export async function holdFollowers(tx: Transaction, id: string): Promise<StoredActivity[]> {
  return tx.rows(followers, [id])
}

/** SQL that counts what is planned for the Interest named by that expression. */
export const countsOf = (interestId: string) => `
  select count(*) filter (where a.kind = 'interaction')::int as interactions,
         count(*) filter (where a.kind = 'task')::int as tasks,
         (array_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'interactionKindId', a.interaction_kind_id,
           'subject', a.subject, 'dueAt', to_char(a.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'dueDay', a.due_day, 'assigneeId', a.assignee_id) order by a.due_at, a.created_at, a.id))[1] as next
    from activity a where a.interest_id = ${interestId} and a.closed_at is null`
const countPlanned = statement<{ interactions: number; tasks: number; next: NextStep | null }>(countsOf('$1'))

/** What is planned for an Interest: how much, and the earliest. */
export async function findSteps(
  tx: Transaction,
  interestId: string,
): Promise<{ interactions: number; tasks: number; next: NextStep | null }> {
  return (await tx.first(countPlanned, [interestId])) ?? { interactions: 0, tasks: 0, next: null }
}

const selectKnown = statement<{ known: string[] }>(`
  select array(select d.kind || ':' || d.id from directory_item d
                where d.id = any($1::uuid[]) and d.archived_at is null
               union all
               select 'user:' || u.id from app_user u where u.id = any($1::uuid[]) and u.deactivated_at is null) as known`)

/** Of the references named: those that may be taken, as \`kind:id\`, where there is no Interest to ask with. */
export async function findKnown(db: Queryable, references: readonly string[]): Promise<string[]> {
  return references.length === 0 ? [] : ((await db.first(selectKnown, [references]))?.known ?? [])
}

const firstKind = statement<{ id: string }>(`
  select id from directory_item where kind = 'interaction_kind' and archived_at is null order by ord, id limit 1`)

/** The kind of an interaction of which none was named: the first in the list, which is never empty. */
export async function findFirstKind(db: Queryable): Promise<string | null> {
  return (await db.first(firstKind))?.id ?? null
}
