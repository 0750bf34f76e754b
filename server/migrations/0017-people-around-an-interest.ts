import { type Kysely, sql } from 'kysely'

/** Co-executors of an Interest, and what one person marks for itself: a star, a watch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table interest_member (
  interest_id uuid not null references interest on delete cascade,
  user_id uuid not null references app_user,
  role text not null default 'co-executor' check (role in ('co-executor')),
  added_at timestamptz not null,
  -- null: by the product itself
  added_by uuid references app_user,
  primary key (interest_id, user_id)
);
create index interest_member_of_user on interest_member (user_id, interest_id);
-- the same people beside the record, in the order in which they were added: whoever reads the row knows who sees it
alter table interest add column member_ids uuid[] not null default '{}';

create table interest_mark (
  user_id uuid not null references app_user,
  interest_id uuid not null references interest on delete cascade,
  starred boolean not null default false,
  watched boolean not null default false,
  primary key (user_id, interest_id)
);
create index interest_mark_starred on interest_mark (user_id, interest_id) where starred;
create index interest_mark_watched on interest_mark (interest_id) where watched;
`)
    .execute(db)
}
