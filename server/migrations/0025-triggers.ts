import { type Kysely, sql } from 'kysely'

/** What the product does by itself: triggers of the states, which of them are paused, and the journal of their runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table scenario_state_setting add column triggers jsonb not null default '[]';

create table trigger_pause (
  trigger_id uuid primary key,
  scenario_id uuid not null references scenario,
  paused_at timestamptz not null,
  paused_by uuid
);
create index trigger_pause_scenario on trigger_pause (scenario_id);

-- one row for each time that a trigger is set off for an Interest; what waits is here too
create table trigger_run (
  id uuid primary key,
  trigger_id uuid not null,
  scenario_id uuid not null references scenario,
  state_id uuid not null,
  interest_id uuid not null references interest on delete cascade,
  -- when the Interest came into the state: a trigger is set off once for each time
  entered_at timestamptz not null,
  -- the trigger as it was when it was set off
  body jsonb not null,
  status text not null check (status in ('waiting', 'done', 'refused', 'failed', 'skipped', 'cut')),
  -- null: does not wait for a time, but for a field to get its date
  due_at timestamptz,
  attempts int not null default 0,
  -- triggers that led to it, the first one first
  chain uuid[] not null default '{}',
  -- the event that set it off: verb and operation of its cause, and who
  cause jsonb not null,
  actor_id uuid,
  created_at timestamptz not null,
  ran_at timestamptz,
  -- what was done, why not, or which error
  result jsonb,
  unique (trigger_id, interest_id, entered_at)
);
create index trigger_run_due on trigger_run (due_at) where status = 'waiting' and due_at is not null;
create index trigger_run_interest on trigger_run (interest_id, created_at desc);
create index trigger_run_journal on trigger_run (created_at desc, id desc);
create index trigger_run_scenario on trigger_run (scenario_id, created_at desc, id desc);
create index trigger_run_trigger on trigger_run (trigger_id, created_at desc, id desc);
create index trigger_run_troubled on trigger_run (created_at desc, id desc) where status in ('failed', 'cut', 'refused');
`)
    .execute(db)
}
