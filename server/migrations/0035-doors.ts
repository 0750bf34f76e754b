import { type Kysely, sql } from 'kysely'

/** Grants that end tell so a day before; a session may look through the eyes of somebody; what is asked for in place. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- since when whoever loses it knows that it ends
alter table record_access add column ending_told_at timestamptz;

-- through whose eyes this session looks, and until when
alter table session add column views_as uuid references app_user;
alter table session add column views_as_until timestamptz;
create index session_viewing on session (views_as_until) where views_as is not null;

-- from a card that is seen and not changed: to be a co-executor, to take it over, to see or change it until a day
create table change_request (
  id uuid primary key,
  asker_id uuid not null references app_user,
  record_kind text not null check (record_kind in ('client', 'interest')),
  record_id uuid not null,
  wish text not null check (wish in ('join', 'take_over', 'access')),
  until_day date,
  comment text,
  outcome text check (outcome in ('granted', 'declined')),
  answer text,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  creation_hash bytea
);
create unique index change_request_open on change_request (record_id, asker_id, wish) where outcome is null;
`)
    .execute(db)
}
