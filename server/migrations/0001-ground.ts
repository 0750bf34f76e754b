import { type Kysely, sql } from 'kysely'

/** Users, departments, sessions, audit, events: what every room stands on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create extension if not exists pg_trgm;

-- one row; moved on by a restore, so that ids of events keep growing when transaction ids start anew
create table event_epoch (singleton boolean primary key default true check (singleton), value bigint not null);
insert into event_epoch (value) values (0);

create table event (
  id bigint primary key,
  at timestamptz not null,
  kind text not null,
  record_kind text not null,
  record_id uuid not null,
  version int,
  actor_id uuid,
  cause jsonb not null,
  changes jsonb,
  personal jsonb,
  owners uuid[]
);
create index event_of_record on event (record_id, id desc);

create table operation (
  actor_id uuid not null,
  key text not null,
  hash bytea not null,
  created_at timestamptz not null,
  primary key (actor_id, key)
);
create index operation_by_age on operation (created_at);

create table company (
  singleton boolean primary key default true check (singleton),
  name text not null,
  time_zone text not null,
  currency text not null,
  number_prefix text not null default 'И',
  set_up_at timestamptz,
  -- when the believable data to look around in were loaded; null once they are taken out
  demo_at timestamptz,
  version int not null default 1,
  updated_at timestamptz not null default now()
);

create table directory_item (
  id uuid primary key,
  kind text not null check (kind in ('service_type', 'loss_reason', 'channel', 'source')),
  name text not null,
  ord int not null,
  archived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  creation_hash bytea
);
create unique index directory_item_name on directory_item (kind, lower(name)) where archived_at is null;
create index directory_item_order on directory_item (kind, ord);

create table department (
  id uuid primary key,
  name text not null,
  parent_id uuid references department,
  ord int not null default 0,
  archived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  creation_hash bytea
);
create index department_parent on department (parent_id);

create table app_user (
  id uuid primary key,
  email text not null,
  name text not null,
  role text not null check (role in ('administrator', 'head', 'salesperson')),
  department_id uuid references department,
  password_hash text,
  language text not null default 'ru' check (language in ('ru', 'en')),
  time_zone text,
  deactivated_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  creation_hash bytea
);
create unique index app_user_email on app_user (lower(email));
create index app_user_department on app_user (department_id);

create table session (
  id uuid primary key,
  token_hash bytea not null,
  user_id uuid not null references app_user,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  device text not null default '',
  address text not null default ''
);
create unique index session_token on session (token_hash);
create index session_of_user on session (user_id) where ended_at is null;
create index session_by_expiry on session (expires_at);

create table sign_in_link (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('set_up', 'sign_in')),
  user_id uuid references app_user,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table api_key (
  id uuid primary key,
  key_hash bytea not null unique,
  hint text not null,
  name text not null,
  user_id uuid not null references app_user,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  creation_hash bytea
);
create index api_key_of_user on api_key (user_id);

-- fixed windows: sign-in attempts, walls, exports
create table throttle (
  key text not null,
  window_start timestamptz not null,
  hits int not null,
  primary key (key, window_start)
);
create index throttle_by_age on throttle (window_start);

create table audit (
  id uuid primary key,
  at timestamptz not null,
  actor_id uuid,
  kind text not null,
  record_kind text,
  record_id uuid,
  detail jsonb not null default '{}'
);
create index audit_by_time on audit (at desc, id desc);
create index audit_of_actor on audit (actor_id, at desc);

-- who may see one record beside its responsible, and why
create table record_access (
  principal_id uuid not null,
  record_id uuid not null,
  record_kind text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  primary key (principal_id, record_id, reason)
);
create index record_access_of_record on record_access (record_id);

create table setting (
  owner_id uuid not null,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (owner_id, key)
);
`)
    .execute(db)
}
