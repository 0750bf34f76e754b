import { type Queryable, type Statement, statement, type Transaction } from '../../platform/db/database.ts'
import { searchKeyOf } from './rules.ts'
import type { CardRecord, StoredInterest } from './tables.ts'

const steps = `i.planned_interactions as "plannedInteractions", i.planned_tasks as "plannedTasks", i.next_step as "nextStep"`

/**
 * The first day on which an Interest is stuck, by the rule of `platform/pure/idle-clock.ts`, in the form in which an
 * index knows it; null where its state has no term.
 */
export const STUCK_FROM = 'greatest(i.late_from, i.contact_on + 1)'
const stuckFrom = `case when i.late_from is not null then ${STUCK_FROM} end as "stuckFrom"`

/** Columns of `interest i`, named as the API names them; `content` is given by the caller: whole, or its head. */
const stored = (content: string) => `
  i.id, i.version, i.number, i.subject, ${content} as content, i.service_type_id as "serviceTypeId",
  i.scenario_id as "scenarioId", i.state_id as "stateId", i.state_entered_at as "stateEnteredAt", i.open,
  i.client_id as "clientId", i.contact_id as "contactId", i.prospect_id as "prospectId",
  i.responsible_id as "responsibleId",
  (select v.department_id from app_user v where v.id = i.responsible_id) as "departmentId",
  i.expected_revenue as "expectedRevenue", i.currency,
  i.expected_close_date as "expectedCloseDate", i.close_date_mode as "closeDateMode", i.channel_id as "channelId",
  i.source_id as "sourceId", i.project_id as "projectId", i.basis_id as "basisId", i.tags, i.ticks,
  i.loss_reason_id as "lossReasonId", i.loss_comment as "lossComment",
  i.closed_at as "closedAt", i.member_ids as "memberIds",
  i.loss_competitor as "lossCompetitor", i.awaited_ids as "awaitedIds", i.late_from as "lateFrom", ${steps}`

export const storedColumns = stored('i.content')
/** With as much of the content as a subject needs, where many are read that keep theirs. */
export const headColumns = stored('left(i.content, 200)')

const names = `
  coalesce(c.public_name, c.name) as "clientName",
  coalesce(p.full_name, p.company, p.email, p.phone) as "prospectName", r.name as "responsibleName",
  coalesce(w.starred, false) as starred, coalesce(w.watched, false) as watched`
/** The marks of the reader who stands at that place of the statement. */
export const marksOf = (reader: string) => `left join interest_mark w on w.interest_id = i.id and w.user_id = ${reader}`

const awaited = `
  case when i.awaited_ids = '{}' then '[]'::jsonb else coalesce((
    select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.name, u.id)
      from app_user u where u.id = any(i.awaited_ids)), '[]') end as awaited`

/** A list needs enough of the content for a subject, not twenty thousand letters. */
export const rowColumns = `${stored('left(i.content, 200)')},
  i.author_id as "authorId", i.created_at as "createdAt", i.updated_at as "updatedAt",
  s.revision as "scenarioRevision", ${awaited}, ${stuckFrom}, ${names}`
/** Columns of a `SeenRecord`. */
export const seenColumns = `
  i.id, i.version, i.number, i.subject, left(i.content, 200) as content, i.scenario_id as "scenarioId",
  i.state_id as "stateId", i.state_entered_at as "stateEnteredAt", i.client_id as "clientId",
  i.contact_id as "contactId", i.responsible_id as "responsibleId", r.department_id as "departmentId",
  i.service_type_id as "serviceTypeId", i.expected_revenue as "expectedRevenue", i.currency, i.expected_close_date as "expectedCloseDate", i.close_date_mode as "closeDateMode",
  i.channel_id as "channelId", i.source_id as "sourceId", i.project_id as "projectId", i.tags, i.ticks, i.loss_reason_id as "lossReasonId",
  i.member_ids as "memberIds", ${stuckFrom}, ${steps}, ${names}`
export const rowJoins = `
  join scenario s on s.id = i.scenario_id
  left join client c on c.id = i.client_id
  left join prospect p on p.id = i.prospect_id
  left join app_user r on r.id = i.responsible_id`

const selectCard = statement<CardRecord>(`
  select ${storedColumns}, i.created_at as "createdAt", i.updated_at as "updatedAt", s.revision as "scenarioRevision", ${names}, ${awaited}, ${stuckFrom},
         (select count(*)::int from interest_closing x where x.interest_id = i.id) as closings,
         exists (select from interest_contact d where d.interest_id = i.id) as "hasDealContacts",
         i.author_id as "authorId", a.name as "authorName",
         (select d.name from department d where d.id = r.department_id) as "departmentName",
         case when b.id is not null then jsonb_build_object('id', b.id, 'number', b.number, 'subject', b.subject,
           'content', left(b.content, 200), 'responsibleId', b.responsible_id, 'clientId', b.client_id,
           'memberIds', b.member_ids, 'stateId', b.state_id) end as basis,
         case when c.id is not null then jsonb_build_object('kind', c.kind, 'responsibleId', c.responsible_id, 'phones', c.phones,
           'emails', c.emails, 'inn', k.inn, 'kpp', k.kpp, 'region', c.region) end as client,
         case when t.id is not null then jsonb_build_object('id', t.id, 'fullName', t.full_name, 'phones', t.phones,
           'emails', t.emails, 'position', (
             select l.position from client_contact l
              where l.client_id = i.client_id and l.contact_id = t.id
              order by l.to_day nulls first limit 1)) end as contact,
         case when p.id is not null then jsonb_build_object('id', p.id, 'fullName', p.full_name, 'company', p.company,
           'email', p.email, 'phone', p.phone) end as prospect
    from interest i ${rowJoins} ${marksOf('$2::uuid')}
    left join app_user a on a.id = i.author_id
    left join interest b on b.id = i.basis_id
    left join contact t on t.id = i.contact_id
    left join lateral (
      select x.inn, x.kpp from contractor x where x.client_id = c.id and x.archived_at is null
       order by x.main desc, x.created_at limit 1) k on true
   where i.id = $1`)

/** @param readerId whose marks are told */
export async function findCard(db: Queryable, id: string, readerId: string | null): Promise<CardRecord | undefined> {
  return db.first(selectCard, [id, readerId])
}

const insertColumns = `id, number, subject, content, service_type_id, scenario_id, state_id, state_entered_at, open,
  client_id, contact_id, prospect_id, responsible_id, expected_revenue, currency, expected_close_date, close_date_mode,
  channel_id, source_id, tags, loss_reason_id, loss_comment, closed_at, search_key, updated_at`

/**
 * The scenario's row is locked, so that no state is removed while Interests are on their way into it; one that was
 * published meanwhile ends the transaction, which is then run again on the new settings.
 */
const insertRow = statement<never>(`
  with held as (select from scenario where id = $6 and revision = $26 for share)
  insert into interest (${insertColumns}, created_at, author_id, linked_by_prospect, creation_hash, loss_competitor, awaited_ids, late_from,
                        project_id, basis_id)
  select $1::uuid, $2, $3, $4, $5::uuid, $6::uuid, $7::uuid, $8::timestamptz, $9::boolean, $10::uuid, $11::uuid,
         $12::uuid, $13::uuid, $14::numeric, $15, $16::date, $17, $18::uuid, $19::uuid, $20::text[], $21::uuid, $22,
         $23::timestamptz, $24, $25::timestamptz, $25::timestamptz, $27::uuid, $28::boolean, $29::bytea, $30::text, $31::uuid[], $32::date,
         $33::uuid, $34::uuid
    from (select count(*) from held) h(n) where case when h.n = 1 then true else decided_on_old_state() end`)

export function insertInterest(
  tx: Transaction,
  interest: StoredInterest,
  more: { scenarioRevision: string; authorId: string | null; linkedByProspect: boolean; hash: Buffer; now: Date },
): void {
  tx.later(insertRow, [
    ...valuesOf(interest, more.now),
    more.scenarioRevision,
    more.authorId,
    more.linkedByProspect,
    more.hash,
    interest.lossCompetitor,
    interest.awaitedIds,
    interest.lateFrom,
    interest.projectId,
    interest.basisId,
  ])
}

const updateRow = statement<never>(`
  update interest
     set number = $2, subject = $3, content = $4, service_type_id = $5, scenario_id = $6, state_id = $7,
         state_entered_at = $8, open = $9, client_id = $10, contact_id = $11, prospect_id = $12, responsible_id = $13,
         expected_revenue = $14, currency = $15, expected_close_date = $16, close_date_mode = $17, channel_id = $18,
         source_id = $19, tags = $20, loss_reason_id = $21, loss_comment = $22, closed_at = $23, search_key = $24,
         updated_at = $25, loss_competitor = $26, awaited_ids = $27, late_from = $28,
         hand_key = coalesce($29, hand_key), project_id = $30, version = version + 1
   where id = $1`)

/** Stores what a write made of an Interest that it holds; the version grows by one. */
export function updateInterest(tx: Transaction, interest: StoredInterest, now: Date): void {
  const { lossCompetitor, awaitedIds, lateFrom, handKey = null, projectId } = interest
  tx.later(updateRow, [...valuesOf(interest, now), lossCompetitor, awaitedIds, lateFrom, handKey, projectId])
}

function valuesOf(i: StoredInterest, now: Date): unknown[] {
  return [
    i.id,
    i.number,
    i.subject,
    i.content,
    i.serviceTypeId,
    i.scenarioId,
    i.stateId,
    i.stateEnteredAt,
    i.open,
    i.clientId,
    i.contactId,
    i.prospectId,
    i.responsibleId,
    i.expectedRevenue,
    i.currency,
    i.expectedCloseDate,
    i.closeDateMode,
    i.channelId,
    i.sourceId,
    i.tags,
    i.lossReasonId,
    i.lossComment,
    i.closedAt,
    searchKeyOf(i),
    now,
  ]
}

/** An Interest that a write holds, with all that the write must know of what it names. */
export interface Held extends StoredInterest {
  authorId: string | null
  scenarioRevision: string
  timeZone: string
  calendarRevision: string
  /** Of the references named: those that may be taken, as `kind:id`. */
  known: string[]
  /** Of the people named: their departments. */
  departments: Readonly<Record<string, string | null>> | null
  /** Does anybody watch it? Asked here, so that a write of what nobody watches makes no trip for it. */
  watched: boolean
}

const references = `
  array(select d.kind || ':' || d.id from directory_item d
         where d.id = any($2::uuid[]) and d.archived_at is null
        union all
        select 'user:' || u.id from app_user u where u.id = any($2::uuid[]) and u.deactivated_at is null
        union all
        select 'contact:' || l.contact_id from client_contact l
         where l.client_id = i.client_id and l.contact_id = any($2::uuid[]) and l.to_day is null) as known,
  (select jsonb_object_agg(u.id, u.department_id) from app_user u where u.id = any($2::uuid[])) as departments`
const holding = (scenarioLock: string, named: string): Statement<Held> =>
  statement(`
  select ${storedColumns}, i.author_id as "authorId", s.revision as "scenarioRevision", y.time_zone as "timeZone",
         y.calendar_revision as "calendarRevision", ${named},
         exists (select from interest_mark k where k.interest_id = i.id and k.watched) as watched
    from interest i join scenario s on s.id = i.scenario_id cross join company y
   where i.id = $1
   for no key update of i ${scenarioLock}`)
const holds = (scenarioLock: string) => ({
  plain: holding(scenarioLock, `'{}'::text[] as known, null::jsonb as departments`),
  naming: holding(scenarioLock, references),
})
const hold = holds('')
const holdWithScenario = holds('for share of s')

/**
 * Takes an Interest for a change; others wait. With `entering` its scenario cannot be published until the end, so the
 * guards that were read are the guards in force.
 */
export async function holdInterest(
  tx: Transaction,
  id: string,
  named: readonly (string | null | undefined)[],
  options: { entering: boolean },
): Promise<Held | undefined> {
  const { plain, naming } = options.entering ? holdWithScenario : hold
  const ids = named.filter(each => each)
  return ids.length === 0 ? tx.first(plain, [id]) : tx.first(naming, [id, ids])
}

export interface ProspectPeople {
  id: string
  responsibleId: string | null
  principals: string[]
}
const selectPeople = statement<ProspectPeople>(`
  select p.id, people.* from unnest($1::uuid[]) p(id) cross join lateral (
  select (array_agg(responsible_id order by open desc, created_at desc, id desc))[1] as "responsibleId",
         coalesce(array_agg(distinct owner_key), '{}') || array(
           select distinct m.user_id from interest x join interest_member m on m.interest_id = x.id
            where x.prospect_id = p.id) as principals
    from interest where prospect_id = p.id) people`)

/** Of the Interests of each prospect: the responsible of the newest unfinished one, else of the last; and all who work with them. */
export async function listProspectPeople(db: Queryable, prospectIds: readonly string[]): Promise<ProspectPeople[]> {
  return prospectIds.length === 0 ? [] : db.rows(selectPeople, [prospectIds])
}

/** The same of one prospect. */
export async function findProspectPeople(
  db: Queryable,
  prospectId: string,
): Promise<{ responsibleId: string | null; principals: string[] }> {
  const [people] = await listProspectPeople(db, [prospectId])
  return { responsibleId: people?.responsibleId ?? null, principals: people?.principals ?? [] }
}

const selectOwner = statement<Owner>(`
  select responsible_id as "responsibleId", client_id as "clientId", member_ids as "memberIds", state_id as "stateId" from interest where id = $1`)

interface Owner {
  responsibleId: string | null
  clientId: string | null
  memberIds: string[]
  stateId: string
}

export async function findOwner(db: Queryable, id: string): Promise<Owner | undefined> {
  return db.first(selectOwner, [id])
}
