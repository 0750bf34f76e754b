import { type Queryable, type Statement, statement, type Transaction } from '../../platform/db/database.ts'
import { searchKeyOf } from './rules.ts'
import type { CardRecord, StoredInterest } from './tables.ts'

/** Columns of `interest i`, named as the API names them; `content` is given by the caller: whole, or its head. */
const stored = (content: string) => `
  i.id, i.version, i.number, i.subject, ${content} as content, i.service_type_id as "serviceTypeId",
  i.scenario_id as "scenarioId", i.state_id as "stateId", i.state_entered_at as "stateEnteredAt", i.open,
  i.client_id as "clientId", i.contact_id as "contactId", i.prospect_id as "prospectId",
  i.responsible_id as "responsibleId", i.expected_revenue as "expectedRevenue", i.currency,
  i.expected_close_date as "expectedCloseDate", i.close_date_mode as "closeDateMode", i.channel_id as "channelId",
  i.source_id as "sourceId", i.tags, i.ticks, i.loss_reason_id as "lossReasonId", i.loss_comment as "lossComment",
  i.closed_at as "closedAt"`

export const storedColumns = stored('i.content')

const names = `
  coalesce(c.public_name, c.name) as "clientName",
  coalesce(p.full_name, p.company, p.email, p.phone) as "prospectName", r.name as "responsibleName"`

/** A list needs enough of the content for a subject, not twenty thousand letters. */
export const rowColumns = `${stored('left(i.content, 200)')},
  i.author_id as "authorId", i.created_at as "createdAt", i.updated_at as "updatedAt",
  s.revision as "scenarioRevision", ${names}`
/** Columns of a `SeenRecord`. */
export const seenColumns = `
  i.id, i.version, i.number, i.subject, left(i.content, 200) as content, i.scenario_id as "scenarioId",
  i.state_id as "stateId", i.state_entered_at as "stateEnteredAt", i.client_id as "clientId",
  i.contact_id as "contactId", i.responsible_id as "responsibleId", i.expected_revenue as "expectedRevenue",
  i.currency, i.expected_close_date as "expectedCloseDate", i.close_date_mode as "closeDateMode",
  i.channel_id as "channelId", i.source_id as "sourceId", i.tags, i.ticks, i.loss_reason_id as "lossReasonId", ${names}`
export const rowJoins = `
  join scenario s on s.id = i.scenario_id
  left join client c on c.id = i.client_id
  left join prospect p on p.id = i.prospect_id
  left join app_user r on r.id = i.responsible_id`

const selectCard = statement<CardRecord>(`
  select ${storedColumns}, i.created_at as "createdAt", i.updated_at as "updatedAt", s.revision as "scenarioRevision", ${names},
         i.author_id as "authorId", a.name as "authorName",
         case when c.id is not null then jsonb_build_object('responsibleId', c.responsible_id, 'phones', c.phones,
           'emails', c.emails, 'inn', k.inn, 'kpp', k.kpp) end as client,
         case when t.id is not null then jsonb_build_object('id', t.id, 'fullName', t.full_name, 'phones', t.phones,
           'emails', t.emails, 'position', (
             select l.position from client_contact l
              where l.client_id = i.client_id and l.contact_id = t.id
              order by l.to_day nulls first limit 1)) end as contact,
         case when p.id is not null then jsonb_build_object('id', p.id, 'fullName', p.full_name, 'company', p.company,
           'email', p.email, 'phone', p.phone) end as prospect
    from interest i ${rowJoins}
    left join app_user a on a.id = i.author_id
    left join contact t on t.id = i.contact_id
    left join lateral (
      select x.inn, x.kpp from contractor x where x.client_id = c.id and x.archived_at is null
       order by x.main desc, x.created_at limit 1) k on true
   where i.id = $1`)

export async function findCard(db: Queryable, id: string): Promise<CardRecord | undefined> {
  return db.first(selectCard, [id])
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
  insert into interest (${insertColumns}, created_at, author_id, linked_by_prospect, creation_hash)
  select $1::uuid, $2, $3, $4, $5::uuid, $6::uuid, $7::uuid, $8::timestamptz, $9::boolean, $10::uuid, $11::uuid,
         $12::uuid, $13::uuid, $14::numeric, $15, $16::date, $17, $18::uuid, $19::uuid, $20::text[], $21::uuid, $22,
         $23::timestamptz, $24, $25::timestamptz, $25::timestamptz, $27::uuid, $28::boolean, $29::bytea
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
  ])
}

const updateRow = statement<never>(`
  update interest
     set number = $2, subject = $3, content = $4, service_type_id = $5, scenario_id = $6, state_id = $7,
         state_entered_at = $8, open = $9, client_id = $10, contact_id = $11, prospect_id = $12, responsible_id = $13,
         expected_revenue = $14, currency = $15, expected_close_date = $16, close_date_mode = $17, channel_id = $18,
         source_id = $19, tags = $20, loss_reason_id = $21, loss_comment = $22, closed_at = $23, search_key = $24,
         updated_at = $25, version = version + 1
   where id = $1`)

/** Stores what a write made of an Interest that it holds; the version grows by one. */
export function updateInterest(tx: Transaction, interest: StoredInterest, now: Date): void {
  tx.later(updateRow, valuesOf(interest, now))
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
}

const holding = (scenarioLock: string): Statement<Held> =>
  statement(`
  select ${storedColumns}, i.author_id as "authorId", s.revision as "scenarioRevision", y.time_zone as "timeZone",
         y.calendar_revision as "calendarRevision",
         array(select d.kind || ':' || d.id from directory_item d
                where d.id = any($2::uuid[]) and d.archived_at is null
               union all
               select 'user:' || u.id from app_user u where u.id = any($2::uuid[]) and u.deactivated_at is null
               union all
               select 'contact:' || l.contact_id from client_contact l
                where l.client_id = i.client_id and l.contact_id = any($2::uuid[]) and l.to_day is null) as known
    from interest i join scenario s on s.id = i.scenario_id cross join company y
   where i.id = $1
   for no key update of i ${scenarioLock}`)
const hold = holding('')
const holdWithScenario = holding('for share of s')

/**
 * Takes an Interest for a change; others wait. With `entering` its scenario cannot be published until the end, so the
 * guards that were read are the guards in force.
 */
export async function holdInterest(
  tx: Transaction,
  id: string,
  references: readonly (string | null | undefined)[],
  options: { entering: boolean },
): Promise<Held | undefined> {
  return tx.first(options.entering ? holdWithScenario : hold, [id, references.filter(each => each)])
}

const insertClosing = statement(`
  insert into interest_closing (id, interest_id, state_id, outcome, loss_reason_id, comment, closed_at, closed_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`)
const updateReopened = statement(`
  update interest_closing set reopened_at = $2, reopened_by = $3 where interest_id = $1 and reopened_at is null`)

export interface Closing {
  id: string
  interestId: string
  stateId: string
  outcome: 'won' | 'lost'
  lossReasonId: string | null
  comment: string | null
}

export async function insertClosings(
  tx: Transaction,
  closings: readonly Closing[],
  at: { now: Date; userId: string | null },
): Promise<void> {
  for (const { id, interestId, stateId, outcome, lossReasonId, comment } of closings) {
    await tx.rows(insertClosing, [id, interestId, stateId, outcome, lossReasonId, comment, at.now, at.userId])
  }
}

export async function endClosings(
  tx: Transaction,
  interestId: string,
  at: { now: Date; userId: string | null },
): Promise<void> {
  await tx.rows(updateReopened, [interestId, at.now, at.userId])
}

const selectPeople = statement<{ responsibleId: string | null; principals: string[] }>(`
  select (array_agg(responsible_id order by open desc, created_at desc, id desc))[1] as "responsibleId",
         coalesce(array_agg(distinct owner_key), '{}') as principals
    from interest where prospect_id = $1`)

/** Of the Interests of a prospect: the responsible of the newest unfinished one, else of the last; and all of them. */
export async function findProspectPeople(
  db: Queryable,
  prospectId: string,
): Promise<{ responsibleId: string | null; principals: string[] }> {
  return (await db.first(selectPeople, [prospectId])) ?? { responsibleId: null, principals: [] }
}
