import { type Kysely, sql } from 'kysely'

/** Notices to a person, requests for access, requests of clients that are handed over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table notice (
  id uuid primary key,
  user_id uuid not null references app_user,
  kind text not null,
  -- what it asks to decide: settled for everybody at once
  record_kind text not null,
  record_id uuid not null,
  -- said once, whoever it was said to; null: said every time
  key text unique,
  data jsonb not null,
  created_at timestamptz not null,
  read_at timestamptz,
  outcome text
);
create index notice_of_user on notice (user_id, (read_at is null) desc, created_at desc, id desc);
create index notice_unread on notice (user_id) where read_at is null;
create index notice_open_of_record on notice (record_id) where outcome is null;
create index notice_read on notice (read_at) where read_at is not null;

alter table record_access add column granted_by uuid;
create index record_access_granted on record_access (principal_id, record_id) where reason = 'grant';

-- «Запросить доступ»: what was typed, and which client the server found by it
create table access_request (
  id uuid primary key,
  client_id uuid not null references client,
  asker_id uuid not null references app_user,
  typed text not null,
  outcome text check (outcome in ('granted', 'declined')),
  comment text,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  creation_hash bytea
);
create unique index access_request_open on access_request (client_id, asker_id) where outcome is null;

-- «Передать обращение»: what a client wants, told to somebody who may see that client
create table hand_over (
  id uuid primary key,
  giver_id uuid not null references app_user,
  taker_id uuid not null references app_user,
  client_id uuid references client,
  prospect_id uuid references prospect,
  -- the Interest that the giver may not open
  interest_id uuid references interest,
  -- the form as it was typed; becomes the draft of whoever takes it
  body jsonb not null,
  outcome text check (outcome in ('registered', 'linked')),
  taken_by uuid,
  taken_at timestamptz,
  created_at timestamptz not null,
  creation_hash bytea
);
`)
    .execute(db)
}
