import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { ScenarioRef } from '../../scenarios/tables.ts'
import type { Term } from './rules.ts'

/** By what the days were counted last, and by what they are to be counted. */
export interface Ground {
  countedBy: string | null
  timeZone: string
  calendarRevision: string
  scenarios: ScenarioRef[]
}

const readGround = statement<Ground>(`
  select (select t.counted_by from interest_term t) as "countedBy", y.time_zone as "timeZone",
         y.calendar_revision as "calendarRevision",
         coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'revision', s.revision) order by s.id)
                     from scenario s), '[]') as scenarios
    from company y`)

export async function findGround(db: Queryable): Promise<Ground | undefined> {
  return db.first(readGround)
}

const selectTerms = statement<Term>(`
  select i.scenario_id as "scenarioId", i.state_id as "stateId",
         (i.state_entered_at at time zone $1)::date as entered, i.late_from as late
    from interest i where i.open group by 1, 2, 3, 4`)

/** What stands with the unfinished Interests now. */
export async function listTerms(db: Queryable, timeZone: string): Promise<Term[]> {
  return db.rows(selectTerms, [timeZone])
}

/** So many rows in one transaction: writers wait for a moment only. */
const MOST = 5_000

const updateTerms = statement<{ count: number }>(`
  with wrong as (
    select i.id, x.late
      from jsonb_to_recordset($1::jsonb) as x("scenarioId" uuid, "stateId" uuid, entered date, late date)
      join interest i on i.scenario_id = x."scenarioId" and i.state_id = x."stateId"
                     and (i.state_entered_at at time zone $2)::date = x.entered
     where i.open and i.late_from is distinct from x.late
     order by i.id limit ${MOST} for no key update of i),
  done as (update interest i set late_from = wrong.late from wrong where i.id = wrong.id returning i.id)
  select count(*)::int as count from done`)

/** Columns beside the record: no version, no change of its own. Answers whether there is more to write. */
export async function storeTerms(db: Queryable, terms: readonly Term[], timeZone: string): Promise<boolean> {
  return (await db.first(updateTerms, [JSON.stringify(terms), timeZone]))?.count === MOST
}

const updateContacts = statement<{ count: number }>(`
  with wrong as (
    select i.id from interest i
     where i.next_step is not null and i.contact_on is distinct from contact_day(i.next_step, $1)
     order by i.id limit ${MOST} for no key update of i),
  done as (
    update interest i set contact_on = contact_day(i.next_step, $1) from wrong where i.id = wrong.id returning i.id)
  select count(*)::int as count from done`)

/** The days of agreed contacts where another zone is meant now. Answers whether there is more to write. */
export async function storeContactDays(db: Queryable, timeZone: string): Promise<boolean> {
  return (await db.first(updateContacts, [timeZone]))?.count === MOST
}

const keepCounted = statement<never>(`
  insert into interest_term (counted_by) values ($1) on conflict (one) do update set counted_by = excluded.counted_by`)

export async function noteCounted(db: Queryable, countedBy: string): Promise<void> {
  await db.rows(keepCounted, [countedBy])
}
