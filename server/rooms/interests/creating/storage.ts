import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { ScenarioRef } from '../../scenarios/tables.ts'
import type { InterestInput } from '../contract.ts'
import { planReferences } from '../steps/rules.ts'

/** All that the creation of an Interest must know, read in one trip. */
export interface Ground {
  /** Set when an Interest with this id exists. */
  existing: boolean
  hash: Buffer | null
  ownerId: string | null
  authorId: string | null
  counter: string
  prefix: string
  currency: string
  timeZone: string
  calendarRevision: string
  departmentId: string | null
  /** Of the people named and of the responsible of the client. */
  departments: Readonly<Record<string, string | null>> | null
  takeClientResponsible: boolean
  scenarios: ScenarioRef[]
  prospect: {
    id: string
    responsibleId: string | null
    archived: boolean
    watched: boolean
    clientId: string | null
    contactId: string | null
    merged: boolean
  } | null
  client: {
    id: string
    responsibleId: string | null
    /** Who does the work of the responsible now: the same, or whoever stands in; null: nobody is there. */
    presentId: string | null
    archived: boolean
    merged: boolean
  } | null
  /** Who has to do with the Interest from which it comes. */
  basis: { responsibleId: string | null; clientId: string | null; memberIds: string[]; stateId: string } | null
  /** The contact named was merged into another one. */
  contactMerged: boolean
  /** Of the references named: those that may be taken, as `kind:id`. */
  known: string[]
}

/**
 * The prospect is held until the end: a link made meanwhile must see the new Interest, and this one the link. Client
 * and contact are held too, as the references to them would hold them anyway: a merge takes the new Interest along, or
 * this one learns of the merge.
 */
const readGround = statement<Ground>(`
  with party as materialized (
    select p.id, p.responsible_id, p.archived_at, p.client_id, p.contact_id, p.merged_into from prospect p
     where p.id = $3 for no key update),
  owner as materialized (
    select c.id, c.responsible_id, c.archived_at, c.merged_into from client c
     where c.id = coalesce($2::uuid, (select client_id from party)) for key share),
  caller as materialized (select x.merged_into from contact x where x.id = $6 for key share)
  select e.id is not null as existing, e.creation_hash as hash, e.responsible_id as "ownerId", e.author_id as "authorId",
         case when e.id is null then nextval('interest_number') end as counter,
         y.number_prefix as prefix, y.currency, y.time_zone as "timeZone", y.calendar_revision as "calendarRevision",
         u.department_id as "departmentId",
         (select jsonb_object_agg(x.id, x.department_id) from app_user x
           where x.id = any($5::uuid[]) or x.id in ($4, s.id)) as departments,
         coalesce((select g.value <> 'false'::jsonb from setting g
                    where g.owner_id = $4 and g.key = 'takeClientResponsible'), true) as "takeClientResponsible",
         (select jsonb_agg(jsonb_build_object('id', s.id, 'revision', s.revision) order by s.ord, s.id)
            from scenario s where s.archived_at is null) as scenarios,
         case when p.id is not null then jsonb_build_object('id', p.id, 'responsibleId', p.responsible_id,
           'archived', p.archived_at is not null, 'clientId', p.client_id, 'contactId', p.contact_id,
           'merged', p.merged_into is not null, 'watched', exists(
             select from record_access v where v.principal_id = any($7::uuid[]) and v.record_id = p.id)) end as prospect,
         case when c.id is not null then jsonb_build_object('id', c.id, 'responsibleId', c.responsible_id,
           'presentId', s.id,
           'archived', c.archived_at is not null, 'merged', c.merged_into is not null) end as client,
         case when b.id is not null then jsonb_build_object('responsibleId', b.responsible_id, 'clientId', b.client_id,
           'memberIds', b.member_ids, 'stateId', b.state_id) end as basis,
         exists (select from caller where merged_into is not null) as "contactMerged",
         array(select d.kind || ':' || d.id from directory_item d where d.id = any($5::uuid[]) and d.archived_at is null
               union all
               select 'user:' || x.id from app_user x where x.id = any($5::uuid[]) and x.deactivated_at is null
               union all
               select 'contact:' || l.contact_id from client_contact l
                where l.client_id = c.id and (l.contact_id = $6 or l.contact_id = any($5::uuid[])) and l.to_day is null) as known
    from company y
    left join interest e on e.id = $1
    left join interest b on b.id = $8
    left join app_user u on u.id = $4
    left join party p on true
    left join owner c on true
    left join app_user w on w.id = c.responsible_id and w.deactivated_at is null
    left join lateral (select present_user(w.id, $9::timestamptz, 'interests') as id where w.id is not null) s on true`)

export async function findGround(
  db: Queryable,
  input: InterestInput,
  userId: string,
  principals: readonly string[] | null,
  now: Date,
): Promise<Ground> {
  const references = [
    input.serviceTypeId,
    input.channelId,
    input.sourceId,
    input.projectId,
    input.lossReasonId,
    input.responsibleId,
    ...planReferences(input.plan),
  ]
  const ground = await db.first(readGround, [
    input.id,
    input.clientId ?? null,
    input.prospectId ?? null,
    userId,
    references.filter(each => each),
    input.contactId ?? null,
    principals,
    input.basisId ?? null,
    now,
  ])
  if (!ground) throw new Error('the company is not set up')
  return ground
}
