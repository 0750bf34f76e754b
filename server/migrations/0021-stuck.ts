import { type Kysely, sql } from 'kysely'

/**
 * When an Interest is stuck: its time in the state is over and no contact is agreed for today or later. Both days stand
 * on its row, so that a count of those who are stuck is a range of an index (docs/decisions/023).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- on which day, where the company is, the next contact is agreed; null: none is, or without a date
create function contact_day(next jsonb, zone text) returns date language sql stable as $body$
  select case when next->>'kind' = 'interaction' then
    coalesce((next->>'dueDay')::date, ((next->>'dueAt')::timestamptz at time zone zone)::date) end
$body$;

alter table interest
  -- the first day on which its time in the state is over; null: without a term, or finished
  add column late_from date,
  add column contact_on date;
update interest set contact_on = contact_day(next_step, (select time_zone from company))
 where next_step is not null and contact_day(next_step, (select time_zone from company)) is not null;

create index interest_stuck on interest
  (owner_key, scenario_id, state_id, (greatest(late_from, contact_on + 1))) include (late_from, contact_on)
  where late_from is not null;
create index interest_stuck_all on interest
  (scenario_id, state_id, (greatest(late_from, contact_on + 1))) include (late_from, contact_on)
  where late_from is not null;

-- by which calendar and which settings the days were counted; absent: they have to be
create table interest_term (
  one boolean primary key default true check (one),
  counted_by text not null
);
`)
    .execute(db)
}
