import { type Kysely, sql } from 'kysely'

/**
 * What was opened to somebody says how young the youngest is that belongs to it, and whether there is something
 * unfinished, so that a list looks into a few of hundreds. The moment is never too early; it may be too late.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table record_access add column newest_at timestamptz, add column has_open boolean;

create function record_access_is_of_age() returns trigger language plpgsql as $$
begin
  select greatest(c.created_at,
                  (select max(i.created_at) from interest i where i.client_id = c.id),
                  (select max(l.created_at) from client_contact l where l.client_id = c.id)),
         c.open_interests > 0
    into new.newest_at, new.has_open from client c where c.id = new.record_id;
  return new;
end $$;
create trigger record_access_is_of_age before insert or update of record_id on record_access
  for each row when (new.reason = 'grant') execute function record_access_is_of_age();

create function opened_client_gets_younger() returns trigger language plpgsql as $$
begin
  update record_access set newest_at = new.created_at
   where record_id = new.client_id and reason = 'grant' and newest_at < new.created_at;
  return null;
end $$;
create trigger opened_client_gets_younger after insert or update of client_id on interest
  for each row when (new.client_id is not null) execute function opened_client_gets_younger();
create trigger opened_client_gets_younger after insert or update of client_id, created_at on client_contact
  for each row execute function opened_client_gets_younger();

create function opened_client_is_open() returns trigger language plpgsql as $$
begin
  update record_access set has_open = new.open_interests > 0 where record_id = new.id and reason = 'grant';
  return null;
end $$;
create trigger opened_client_is_open after update of open_interests on client
  for each row when ((old.open_interests > 0) <> (new.open_interests > 0)) execute function opened_client_is_open();

update record_access a
   set has_open = c.open_interests > 0,
       newest_at = greatest(c.created_at,
                            (select max(i.created_at) from interest i where i.client_id = c.id),
                            (select max(l.created_at) from client_contact l where l.client_id = c.id))
  from client c where c.id = a.record_id and a.reason = 'grant';
-- what many see of a column is counted from the index alone
drop index interest_steps_all;
create index interest_steps_all on interest
  (scenario_id, state_id, (coalesce(next_step_at, 'infinity'::timestamptz)), id)
  include (owner_key, next_step_at, state_entered_at, expected_revenue, currency, late_from, contact_on) where open;
create index record_access_by_age on record_access (principal_id, newest_at desc) include (record_id) where reason = 'grant';
create index record_access_open on record_access (principal_id) include (record_id) where reason = 'grant' and has_open;
`)
    .execute(db)
}
