import { type Kysely, sql } from 'kysely'

/**
 * A change of one Interest, which is nearly every write, is looked at once for the tally of the board and for the flow
 * of the funnel together; one that concerns neither costs no more than the look. What is planned is counted within its
 * index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create function keep_interest_counts() returns trigger language plpgsql as $body$
declare
  r record;
  zone text;
  goes text;
  found interest_flow[];
begin
  select a.owner_key, a.scenario_id, a.state_id, a.open, a.currency, coalesce(a.expected_revenue, 0) as revenue,
         a.path_states, a.path_at, a.path_ends, a.created_at, cardinality(a.path_states) as k,
         b.owner_key as old_owner, b.scenario_id as old_scenario, b.state_id as old_state, b.open as old_open,
         b.currency as old_currency, coalesce(b.expected_revenue, 0) as old_revenue, b.path_states as old_path,
         (select count(*) from after_rows) as n
    into r from after_rows a cross join before_rows b limit 1;
  if r.n is null then
    return null;
  end if;

  -- ---------- the flow of the funnel; here as in an insertion it comes first, so that two who meet wait and do not block ----------
  if r.n = 1 and r.owner_key = r.old_owner and r.currency = r.old_currency and r.revenue = r.old_revenue then
    if r.path_states = r.old_path then
      goes := 'nowhere';
    elsif r.scenario_id = r.old_scenario and r.old_open and r.k = cardinality(r.old_path) + 1 then
      zone := coalesce((select time_zone from company limit 1), 'UTC');
      insert into interest_flow as t
      select r.scenario_id, date_trunc('month', r.path_at[r.k] at time zone zone)::date, whose.key, r.path_states[r.k - 1],
             r.state_id, null, null, date_trunc('month', r.path_at[r.k - 1] at time zone zone)::date,
             nullif(r.path_ends[r.k], '00000000-0000-0000-0000-000000000000'::uuid), r.currency, pg_backend_pid() % 16, 1,
             r.revenue, extract(epoch from r.path_at[r.k] - r.path_at[r.k - 1])::bigint,
             case when r.open then 0 else extract(epoch from r.path_at[r.k] - r.created_at)::bigint end
        from (values (r.owner_key), ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)) whose(key)
      on conflict (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, slot)
      do update set n = t.n + excluded.n, amount = t.amount + excluded.amount, stayed = t.stayed + excluded.stayed,
                    lasted = t.lasted + excluded.lasted;
      goes := 'on';
    end if;
  end if;
  if goes is null then
    zone := coalesce((select time_zone from company limit 1), 'UTC');
    with changed as (
      select x.id, cardinality(y.path_states) as known,
             x.owner_key = y.owner_key and x.currency = y.currency
               and x.expected_revenue is not distinct from y.expected_revenue as goes_on
        from after_rows x join before_rows y on y.id = x.id
       where x.path_states <> y.path_states or x.owner_key <> y.owner_key or x.currency <> y.currency
          or x.expected_revenue is distinct from y.expected_revenue),
    -- Only what was added, unless what all of it counts for has changed.
    rows as (
      select 1 as d, x.owner_key, x.currency, x.expected_revenue, x.path_states, x.path_at, x.path_ends, x.created_at,
             case when c.goes_on then c.known + 1 else 1 end as first
        from changed c join after_rows x on x.id = c.id
      union all
      select -1, y.owner_key, y.currency, y.expected_revenue, y.path_states, y.path_at, y.path_ends, y.created_at, 1
        from changed c join before_rows y on y.id = c.id where not c.goes_on)
    select array_agg(row(x.*)::interest_flow) into found from (
      select f.scenario_id, f.month, i.owner_key, f.from_id, f.to_id, f.leaving_id, f.leaving_reason_id, f.since,
             f.reason_id, i.currency, pg_backend_pid() % 16, sum(i.d),
             sum(i.d * coalesce(i.expected_revenue, 0)), sum(i.d * f.stayed)::bigint, sum(i.d * f.lasted)::bigint
        from rows i
        cross join lateral interest_flow_of(i.path_states, i.path_at, i.path_ends, i.created_at, i.first, zone) f
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
      having sum(i.d) <> 0 or sum(i.d * coalesce(i.expected_revenue, 0)) <> 0) x;
    if found is not null then
      perform store_interest_flow(array(select f from with_everybody(found) f));
    end if;
  end if;

  -- ---------- the tally of the board ----------
  if r.n > 1 then
    insert into interest_tally as t
    select owner_key, scenario_id, state_id, open, currency, pg_backend_pid() % 8, sum(d), sum(d * coalesce(revenue, 0))
      from (select owner_key, scenario_id, state_id, open, currency, 1 as d, expected_revenue as revenue from after_rows
            union all
            select owner_key, scenario_id, state_id, open, currency, -1, expected_revenue from before_rows) x
     group by 1, 2, 3, 4, 5
    having sum(d) <> 0 or sum(d * coalesce(revenue, 0)) <> 0
     order by 1, 2, 3, 4, 5
    on conflict (owner_key, scenario_id, state_id, open, currency, slot)
    do update set n = t.n + excluded.n, amount = t.amount + excluded.amount;
  elsif r.owner_key <> r.old_owner or r.scenario_id <> r.old_scenario or r.state_id <> r.old_state
        or r.open <> r.old_open or r.currency <> r.old_currency then
    insert into interest_tally as t
    select x.owner_key, x.scenario_id, x.state_id, x.open, x.currency, pg_backend_pid() % 8, x.d, x.amount
      from (values (r.owner_key, r.scenario_id, r.state_id, r.open, r.currency, 1, r.revenue),
                   (r.old_owner, r.old_scenario, r.old_state, r.old_open, r.old_currency, -1, -r.old_revenue))
           x(owner_key, scenario_id, state_id, open, currency, d, amount)
     order by 1, 2, 3, 4, 5
    on conflict (owner_key, scenario_id, state_id, open, currency, slot)
    do update set n = t.n + excluded.n, amount = t.amount + excluded.amount;
  elsif r.revenue <> r.old_revenue then
    insert into interest_tally as t
    values (r.owner_key, r.scenario_id, r.state_id, r.open, r.currency, pg_backend_pid() % 8, 0, r.revenue - r.old_revenue)
    on conflict (owner_key, scenario_id, state_id, open, currency, slot)
    do update set amount = t.amount + excluded.amount;
  end if;
  return null;
end $body$;

drop trigger interest_tally_update on interest;
drop trigger interest_flow_update on interest;
create trigger interest_counts_update after update on interest
  referencing old table as before_rows new table as after_rows for each statement execute function keep_interest_counts();
alter table interest enable always trigger interest_counts_update;

-- ---------- a state whose Interests are addressed to everybody of a role ----------
alter table scenario_state_setting add column queue_role text check (queue_role in ('head', 'salesperson'));
-- what stands in a state, last first: for those who see all of it
create index interest_queue on interest (state_id, created_at desc, id desc) where open;

drop index activity_day;
create index activity_day on activity (assignee_id, due_at, id) include (kind) where closed_at is null;
`)
    .execute(db)
}
