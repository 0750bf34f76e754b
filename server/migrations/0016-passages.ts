import { type Kysely, sql } from 'kysely'

/**
 * Which states an Interest has been in, kept with its row, and what flowed from state to state in a month: the funnel
 * (docs/decisions/022). Both are kept by triggers, so that no way of writing can forget them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table interest
  -- one entry for each state it entered, the first when it was created; the last is where it stands
  add column path_states uuid[] not null default '{}',
  add column path_at timestamptz[] not null default '{}',
  -- of an outcome the loss reason, or the nil id; null while it is unfinished
  add column path_ends uuid[] not null default '{}';

create table interest_flow (
  scenario_id uuid not null,
  -- its first day, where the company is
  month date not null,
  -- of the responsible; ffffffff-…: of everybody together, so that who sees all reads a row and not one for each person
  owner_key uuid not null,
  -- the unfinished state where it stood last; null: it came into the scenario
  from_id uuid,
  -- null: it left for another scenario
  to_id uuid,
  -- the outcome that it was taken back from
  leaving_id uuid,
  leaving_reason_id uuid,
  -- the month of its entry before this one, in the same scenario
  since date,
  reason_id uuid,
  currency text not null,
  slot int not null,
  n bigint not null,
  amount numeric not null,
  -- seconds in the state it left, and from the creation to an outcome
  stayed bigint not null,
  lasted bigint not null
);
create unique index interest_flow_key on interest_flow
  (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, slot) nulls not distinct;

-- What the entries of a path from the first-th on count for. A change of scenario is two: one comes, one leaves.
create function interest_flow_of(states uuid[], at timestamptz[], ends uuid[], created timestamptz, first int, zone text)
returns table (scenario_id uuid, month date, from_id uuid, to_id uuid, leaving_id uuid, leaving_reason_id uuid,
               since date, reason_id uuid, stayed bigint, lasted bigint)
language sql stable as $body$
  select case when x.comes then s.scenario_id else p.scenario_id end,
         date_trunc('month', at[k] at time zone zone)::date,
         case when x.follows then case when ends[k - 1] is null then states[k - 1] else (
           select states[j] from generate_series(1, k - 2) j join scenario_state o on o.id = states[j]
            where ends[j] is null and o.scenario_id = p.scenario_id order by j desc limit 1) end end,
         case when x.comes then states[k] end,
         case when x.follows and ends[k - 1] is not null then states[k - 1] end,
         case when x.follows then nullif(ends[k - 1], '00000000-0000-0000-0000-000000000000'::uuid) end,
         case when x.follows then date_trunc('month', at[k - 1] at time zone zone)::date end,
         case when x.comes then nullif(ends[k], '00000000-0000-0000-0000-000000000000'::uuid) end,
         case when x.follows and ends[k - 1] is null then extract(epoch from at[k] - at[k - 1])::bigint else 0 end,
         case when x.comes and ends[k] is not null then extract(epoch from at[k] - created)::bigint else 0 end
    from generate_series(first, cardinality(states)) k
    join scenario_state s on s.id = states[k]
    left join scenario_state p on p.id = states[k - 1]
    cross join lateral (values (true, p.scenario_id is not distinct from s.scenario_id), (false, true)) x(comes, follows)
   where x.comes or p.scenario_id <> s.scenario_id
$body$;

create function keep_interest_path() returns trigger language plpgsql as $body$
begin
  new.path_states := new.path_states || new.state_id;
  new.path_at := new.path_at || greatest(new.state_entered_at, new.path_at[cardinality(new.path_at)]);
  new.path_ends := new.path_ends
    || case when not new.open then coalesce(new.loss_reason_id, '00000000-0000-0000-0000-000000000000'::uuid) end;
  return new;
end $body$;

create function store_interest_flow(given interest_flow[]) returns void language sql as $body$
  insert into interest_flow as t select * from unnest(given) order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  on conflict (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, slot)
  do update set n = t.n + excluded.n, amount = t.amount + excluded.amount, stayed = t.stayed + excluded.stayed,
                lasted = t.lasted + excluded.lasted
$body$;

-- What flowed, with the same for everybody together.
create function with_everybody(given interest_flow[]) returns setof interest_flow language sql immutable as $body$
  select * from unnest(given)
  union all
  select scenario_id, month, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, from_id, to_id, leaving_id,
         leaving_reason_id, since, reason_id, currency, slot, sum(n), sum(amount), sum(stayed), sum(lasted)
    from unnest(given) group by 1, 2, 4, 5, 6, 7, 8, 9, 10, 11 having sum(n) <> 0 or sum(amount) <> 0
$body$;

-- One entry into a state by itself, which is nearly every write: without the plans that many rows need.
create function add_to_interest_flow(i interest) returns void language plpgsql as $body$
declare
  k int := cardinality(i.path_states);
  zone text := coalesce((select time_zone from company limit 1), 'UTC');
  in_month date := date_trunc('month', i.path_at[k] at time zone zone)::date;
  since_month date;
  from_state uuid;
  stays bigint := 0;
begin
  if k > 1 then
    from_state := i.path_states[k - 1];
    since_month := date_trunc('month', i.path_at[k - 1] at time zone zone)::date;
    stays := extract(epoch from i.path_at[k] - i.path_at[k - 1])::bigint;
  end if;
  insert into interest_flow as t
  select i.scenario_id, in_month, whose.key, from_state, i.state_id, null, null, since_month, nullif(i.path_ends[k], '00000000-0000-0000-0000-000000000000'::uuid),
         i.currency, pg_backend_pid() % 16, 1, coalesce(i.expected_revenue, 0), stays,
         case when i.open then 0 else extract(epoch from i.path_at[k] - i.created_at)::bigint end
    from (values (i.owner_key), ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)) whose(key)
  on conflict (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, slot)
  do update set n = t.n + excluded.n, amount = t.amount + excluded.amount, stayed = t.stayed + excluded.stayed,
                lasted = t.lasted + excluded.lasted;
end $body$;

create function keep_interest_flow() returns trigger language plpgsql as $body$
declare
  a interest;
  b interest;
  zone text;
  found interest_flow[];
begin
  if tg_op = 'UPDATE' then
    if (select count(*) from after_rows) = 1 then
      select * into a from after_rows;
      select * into b from before_rows;
      if a.owner_key = b.owner_key and a.currency = b.currency
         and a.expected_revenue is not distinct from b.expected_revenue then
        if a.path_states = b.path_states then
          return null;
        elsif a.scenario_id = b.scenario_id and b.open and cardinality(a.path_states) = cardinality(b.path_states) + 1 then
          perform add_to_interest_flow(a);
          return null;
        end if;
      end if;
    end if;
  elsif tg_op = 'INSERT' then
    if (select count(*) from after_rows) = 1 then
      select * into a from after_rows;
      if cardinality(a.path_states) = 1 then
        perform add_to_interest_flow(a);
        return null;
      end if;
    end if;
  end if;
  zone := coalesce((select time_zone from company limit 1), 'UTC');
  if tg_op = 'INSERT' then
    select array_agg(row(x.*)::interest_flow) into found from (
      select f.scenario_id, f.month, i.owner_key, f.from_id, f.to_id, f.leaving_id, f.leaving_reason_id, f.since,
             f.reason_id, i.currency, pg_backend_pid() % 16, count(*), sum(coalesce(i.expected_revenue, 0)),
             sum(f.stayed)::bigint, sum(f.lasted)::bigint
        from after_rows i
        cross join lateral interest_flow_of(i.path_states, i.path_at, i.path_ends, i.created_at, 1, zone) f
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) x;
  elsif tg_op = 'DELETE' then
    select array_agg(row(x.*)::interest_flow) into found from (
      select f.scenario_id, f.month, i.owner_key, f.from_id, f.to_id, f.leaving_id, f.leaving_reason_id, f.since,
             f.reason_id, i.currency, pg_backend_pid() % 16, -count(*), -sum(coalesce(i.expected_revenue, 0)),
             -sum(f.stayed)::bigint, -sum(f.lasted)::bigint
        from before_rows i
        cross join lateral interest_flow_of(i.path_states, i.path_at, i.path_ends, i.created_at, 1, zone) f
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) x;
  else
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
  end if;
  if found is not null then
    perform store_interest_flow(array(select f from with_everybody(found) f));
  end if;
  return null;
end $body$;

-- All of it anew: months are those of the company's zone.
create function count_interest_flow(zone text) returns void language sql as $body$
  delete from interest_flow;
  with own as (
    select f.scenario_id, f.month, i.owner_key, f.from_id, f.to_id, f.leaving_id, f.leaving_reason_id, f.since, f.reason_id,
           i.currency, count(*) as n, sum(coalesce(i.expected_revenue, 0)) as amount, sum(f.stayed) as stayed,
           sum(f.lasted) as lasted
      from interest i
      cross join lateral interest_flow_of(i.path_states, i.path_at, i.path_ends, i.created_at, 1, zone) f
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
  insert into interest_flow
  select scenario_id, month, coalesce(owner_key, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid), from_id, to_id, leaving_id,
         leaving_reason_id, since, reason_id, currency, 0, sum(n), sum(amount), sum(stayed), sum(lasted)
    from own
   group by grouping sets (
     (scenario_id, month, owner_key, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency),
     (scenario_id, month, from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency))
   order by 1, 2, 3
$body$;
create function count_interest_flow_anew() returns trigger language plpgsql as $body$
begin
  perform count_interest_flow(new.time_zone);
  return null;
end $body$;

-- ---------- what there is already: its path by its history, where that leads to where it stands ----------
alter table interest disable trigger interest_tally_update;
with entry as (
  select e.record_id as id, e.id as event, e.at, (e.changes -> 'stateId' ->> 'to')::uuid as state_id
    from event e
   where e.record_kind = 'interest' and e.kind in ('interest.created', 'interest.moved', 'interest.scenario_changed')
     and e.changes -> 'stateId' ->> 'to' is not null),
known as (
  select n.id, array_agg(n.state_id order by n.event) as states, array_agg(n.at order by n.event) as at,
         array_agg(case when k.kind <> 'ordinary'
                        then coalesce(c.loss_reason_id, '00000000-0000-0000-0000-000000000000'::uuid) end
                   order by n.event) as ends
    from entry n
    left join lateral (
      select x.kind from scenario_state_setting x where x.state_id = n.state_id order by x.version desc limit 1) k on true
    left join lateral (
      select c.loss_reason_id from interest_closing c
       where c.interest_id = n.id and c.state_id = n.state_id and c.closed_at = n.at limit 1) c on k.kind = 'lost'
   group by n.id)
update interest i
   set (path_states, path_at, path_ends) = (
     select case when fits then k.states else array[i.state_id] end, case when fits then k.at else array[i.state_entered_at] end,
            case when fits then k.ends else array[case when not i.open
              then coalesce(i.loss_reason_id, '00000000-0000-0000-0000-000000000000'::uuid) end] end
       from (select k.states[cardinality(k.states)] = i.state_id
                    and k.at[cardinality(k.at)] = i.state_entered_at as fits) f)
  from known k where k.id = i.id;
update interest i
   set path_states = array[i.state_id], path_at = array[i.state_entered_at],
       path_ends = array[case when not i.open
         then coalesce(i.loss_reason_id, '00000000-0000-0000-0000-000000000000'::uuid) end]
 where path_states = '{}';
alter table interest enable always trigger interest_tally_update;
select count_interest_flow(coalesce((select time_zone from company limit 1), 'UTC'));

-- ---------- from now on ----------
create trigger interest_path_begin before insert on interest
  for each row when (new.path_states = '{}') execute function keep_interest_path();
create trigger interest_path_go_on before update on interest
  for each row when (old.state_id <> new.state_id) execute function keep_interest_path();
create trigger interest_flow_insert after insert on interest
  referencing new table as after_rows for each statement execute function keep_interest_flow();
create trigger interest_flow_update after update on interest
  referencing old table as before_rows new table as after_rows for each statement execute function keep_interest_flow();
create trigger interest_flow_delete after delete on interest
  referencing old table as before_rows for each statement execute function keep_interest_flow();
create trigger interest_flow_zone after update on company
  for each row when (old.time_zone <> new.time_zone) execute function count_interest_flow_anew();
-- a bulk load that leaves references unchecked counts all the same
alter table interest enable always trigger interest_path_begin;
alter table interest enable always trigger interest_flow_insert;
alter table interest enable always trigger interest_flow_update;
alter table interest enable always trigger interest_flow_delete;
`)
    .execute(db)
}
