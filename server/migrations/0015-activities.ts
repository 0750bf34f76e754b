import { type Kysely, sql } from 'kysely'

/**
 * Tasks and interactions, what a state does about them, and the next step beside the Interest. Kinds of interaction are
 * one more plain directory.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table directory_item drop constraint directory_item_kind_check;
alter table directory_item add constraint directory_item_kind_check
  check (kind in ('service_type', 'loss_reason', 'channel', 'source', 'calendar_region', 'interaction_kind'));
insert into directory_item (id, kind, name, ord, created_at, updated_at)
select gen_random_uuid(), 'interaction_kind', x.name, x.ord, now(), now()
  from (values ('Звонок', 0), ('Встреча', 1), ('Письмо', 2), ('Сообщение', 3)) x(name, ord)
 where exists (select from company where set_up_at is not null);

create table activity (
  id uuid primary key,
  kind text not null check (kind in ('interaction', 'task')),
  interaction_kind_id uuid references directory_item,
  subject text,
  content text,
  interest_id uuid references interest,
  assignee_id uuid not null references app_user,
  author_id uuid references app_user,
  -- with a time that instant; of a day without one its end where the assignee is; null: no date
  due_at timestamptz,
  due_day date,
  minutes int,
  place text,
  contact_ids uuid[] not null default '{}',
  user_ids uuid[] not null default '{}',
  checklist jsonb not null default '[]',
  -- minutes before
  remind_before int,
  remind_at timestamptz,
  reminded_at timestamptz,
  repeat jsonb,
  -- what was repeated by this one
  follows_id uuid references activity,
  outcome text check (outcome in ('done', 'cancelled')),
  result text,
  closed_at timestamptz,
  closed_by uuid references app_user,
  demo boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea,
  check ((kind = 'interaction') = (interaction_kind_id is not null)),
  check ((outcome is null) = (closed_at is null))
);
create index activity_day on activity (assignee_id, due_at, id) where closed_at is null;
create index activity_finished on activity (assignee_id, closed_at desc, id desc) where closed_at is not null;
create index activity_of_interest on activity (interest_id, closed_at, due_at, id) where interest_id is not null;
create index activity_reminders on activity (remind_at) where reminded_at is null and closed_at is null;
create index activity_follows on activity (follows_id) where follows_id is not null;

alter table interest
  -- the earliest of what is planned; its time stands in next_step_at
  add column next_step jsonb,
  add column planned_interactions smallint not null default 0,
  add column planned_tasks smallint not null default 0;

alter table scenario_state_setting
  add column planning_rule text not null default 'nothing'
    check (planning_rule in ('nothing', 'interaction', 'task', 'both', 'either')),
  add column auto_complete_rule text not null default 'nothing'
    check (auto_complete_rule in ('nothing', 'interactions', 'tasks', 'both')),
  add column asks_plan boolean not null default false,
  add column asks_result boolean not null default false,
  add column makes_task boolean not null default false;
`)
    .execute(db)
}
