import { type Kysely, sql } from 'kysely'

/** Clients, scenarios, Interests, drafts: the main job. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- ---------- parties ----------
create table client (
  id uuid primary key,
  kind text not null check (kind in ('organisation', 'entrepreneur', 'person')),
  name text not null,
  public_name text,
  name_key text collate "C" not null,
  relation_type text not null default 'customer',
  phones jsonb not null default '[]',
  emails jsonb not null default '[]',
  sites jsonb not null default '[]',
  addresses jsonb not null default '[]',
  messengers jsonb not null default '[]',
  comment text,
  responsible_id uuid references app_user,
  owner_key uuid not null generated always as (coalesce(responsible_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  author_id uuid,
  -- kept by the room of Interests in the transaction of the Interest, not counted in version
  open_interests int not null default 0,
  archived_at timestamptz,
  demo boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea
-- room on the page: the count of Interests changes often and is in no index
) with (fillfactor = 85);
create index client_recent on client (owner_key, created_at desc, id desc) where archived_at is null;
create index client_recent_all on client (created_at desc, id desc) where archived_at is null;
create index client_by_name on client (owner_key, name_key, id) where archived_at is null;
create index client_by_name_all on client (name_key, id) where archived_at is null;
create index client_archived on client (owner_key, created_at desc, id desc) where archived_at is not null;

create table contractor (
  id uuid primary key,
  client_id uuid not null references client,
  name text not null,
  full_name text,
  kind text not null check (kind in ('organisation', 'entrepreneur', 'person')),
  inn text,
  kpp text,
  ogrn text,
  main boolean not null default false,
  archived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea
);
create index contractor_of_client on contractor (client_id);
create index contractor_inn on contractor (inn, kpp);

create table contact (
  id uuid primary key,
  full_name text not null,
  name_key text collate "C" not null,
  phones jsonb not null default '[]',
  emails jsonb not null default '[]',
  messengers jsonb not null default '[]',
  comment text,
  archived_at timestamptz,
  demo boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea
);

create table client_contact (
  id uuid primary key,
  client_id uuid not null references client,
  contact_id uuid not null references contact,
  position text,
  role text,
  main boolean not null default true,
  ord int not null default 0,
  from_day date,
  to_day date,
  -- scope key of the client and age of the contact, so that the list of contacts is one ordered index scan a principal
  owner_key uuid not null,
  created_at timestamptz not null,
  creation_hash bytea
);
create unique index client_contact_live on client_contact (client_id, contact_id) where to_day is null;
create index client_contact_of_client on client_contact (client_id, ord);
create index client_contact_of_contact on client_contact (contact_id);
create index client_contact_recent on client_contact (owner_key, created_at desc, contact_id desc) where to_day is null;
create index contact_recent_all on contact (created_at desc, id desc) where archived_at is null;

create table prospect (
  id uuid primary key,
  full_name text,
  company text,
  email text,
  phone text,
  name_key text collate "C" not null,
  comment text,
  client_id uuid references client,
  contact_id uuid references contact,
  linked_at timestamptz,
  linked_by uuid,
  responsible_id uuid references app_user,
  owner_key uuid not null generated always as (coalesce(responsible_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  author_id uuid,
  open_interests int not null default 0,
  archived_at timestamptz,
  demo boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea,
  check (coalesce(full_name, company, email, phone) is not null)
);
create index prospect_recent on prospect (owner_key, created_at desc, id desc) where archived_at is null;
create index prospect_recent_all on prospect (created_at desc, id desc) where archived_at is null;
create index prospect_archived on prospect (owner_key, created_at desc, id desc) where archived_at is not null;
create index prospect_of_client on prospect (client_id) where client_id is not null;

-- «this is not that client», remembered for everybody
create table not_duplicate (
  left_id uuid not null,
  right_id uuid not null,
  by_user uuid,
  at timestamptz not null,
  primary key (left_id, right_id)
);

-- ---------- identity index: every way to find a party (docs/decisions/003) ----------
create table identity (
  kind text not null,
  -- normalised; the byte order of "C" makes a prefix one range of the index
  value text collate "C" not null,
  -- the whole value; false: the same words from another one on, a mail from a later piece on
  main boolean not null,
  owner_kind text not null check (owner_kind in ('client', 'contractor', 'contact', 'prospect')),
  owner_id uuid not null,
  -- the client of the owner; null for a prospect that is not linked
  client_id uuid,
  -- whose record it is: of the client, or of the prospect
  owner_key uuid not null default '00000000-0000-0000-0000-000000000000',
  field text not null,
  archived boolean not null default false
);
create index identity_value on identity (kind, value) include (owner_key, owner_id, main, archived);
create index identity_scope on identity (owner_key, value) include (owner_id, archived) where kind = 'name';
create index identity_owner on identity (owner_id);
create index identity_client on identity (client_id) where client_id is not null;
create index identity_phone_2 on identity (substr(value, 2), owner_key) include (owner_id, client_id, archived, value) where kind = 'phone';
create index identity_phone_3 on identity (substr(value, 3), owner_key) include (owner_id, client_id, archived, value) where kind = 'phone';
create index identity_phone_4 on identity (substr(value, 4), owner_key) include (owner_id, client_id, archived, value) where kind = 'phone';
create index identity_phone_5 on identity (substr(value, 5), owner_key) include (owner_id, client_id, archived, value) where kind = 'phone';
create index identity_phone_6 on identity (substr(value, 6), owner_key) include (owner_id, client_id, archived, value) where kind = 'phone';
create index identity_phone_7 on identity (substr(value, 7), owner_key) include (owner_id, client_id, archived, value) where kind = 'phone';

-- The vocabulary: every word that occurs in identity, from each of its letters on. A part of a word is looked up
-- here in order, so a common one costs no more than a rare one. Not unique on purpose: two transactions may add
-- the same new word, and neither waits for the other.
create table identity_word (
  fragment text collate "C" not null,
  word text collate "C" not null
);
create index identity_word_fragment on identity_word (fragment, word);

-- identifiers that a person marked as belonging to many: they find, but do not count as duplicates
create table shared_identifier (
  kind text not null,
  value text collate "C" not null,
  by_user uuid,
  at timestamptz not null,
  primary key (kind, value)
);

-- ---------- scenarios ----------
create table scenario (
  id uuid primary key,
  name text not null,
  ord int not null,
  department_ids uuid[] not null default '{}',
  service_type_ids uuid[] not null default '{}',
  published_version int not null default 1,
  -- new with every change of the row: what a node remembers of a scenario is looked up by it
  revision uuid not null default gen_random_uuid(),
  archived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  creation_hash bytea
);
create table scenario_state (
  id uuid primary key,
  scenario_id uuid not null references scenario,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create index scenario_state_of_scenario on scenario_state (scenario_id);
create table scenario_version (
  scenario_id uuid not null references scenario,
  version int not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (scenario_id, version)
);
create table scenario_state_setting (
  scenario_id uuid not null references scenario,
  version int not null,
  state_id uuid not null references scenario_state,
  name text not null,
  kind text not null check (kind in ('ordinary', 'won', 'lost')),
  ord int not null,
  probability int not null check (probability between 0 and 100),
  color int not null default 0,
  expected_days int,
  fields jsonb not null default '[]',
  primary key (scenario_id, version, state_id)
);

-- ---------- Interests ----------
create sequence interest_number;
create table interest (
  id uuid primary key,
  number text not null unique,
  subject text,
  content text,
  search_key text not null,
  service_type_id uuid not null references directory_item,
  scenario_id uuid not null references scenario,
  state_id uuid not null references scenario_state,
  state_entered_at timestamptz not null,
  open boolean not null default true,
  client_id uuid references client,
  contact_id uuid references contact,
  prospect_id uuid references prospect,
  linked_by_prospect boolean not null default false,
  responsible_id uuid references app_user,
  owner_key uuid not null generated always as (coalesce(responsible_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
  author_id uuid,
  expected_revenue numeric(18,2),
  currency text not null,
  expected_close_date date,
  close_date_mode text not null default 'auto' check (close_date_mode in ('auto', 'manual')),
  channel_id uuid references directory_item,
  source_id uuid references directory_item,
  tags text[] not null default '{}',
  loss_reason_id uuid references directory_item,
  loss_comment text,
  closed_at timestamptz,
  next_step_at timestamptz,
  archived_at timestamptz,
  demo boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea,
  check (client_id is not null or prospect_id is not null)
) with (fillfactor = 85);
create index interest_board on interest (owner_key, scenario_id, state_id, state_entered_at desc, id desc) include (expected_revenue, currency);
create index interest_board_all on interest (scenario_id, state_id, state_entered_at desc, id desc) include (expected_revenue, currency);
create index interest_recent on interest (owner_key, created_at desc, id desc);
create index interest_recent_all on interest (created_at desc, id desc);
create index interest_open_recent on interest (owner_key, created_at desc, id desc) include (expected_revenue, currency) where open;
create index interest_of_client on interest (client_id, open) where client_id is not null;
create index interest_of_prospect on interest (prospect_id) where prospect_id is not null;
create index interest_search on interest using gin (search_key gin_trgm_ops);

-- ends a transaction whose decisions rest on what has changed meanwhile, so that it is run again
create function decided_on_old_state() returns boolean language plpgsql volatile as $body$
begin
  raise exception using errcode = '40001', message = 'decided on what has changed meanwhile';
end $body$;

-- Counts and sums of the board. A live count of a long career is dear, and one counter row would make writers wait for
-- each other: so a counter is spread over slots by connection. A trigger keeps it, so that a bulk load counts too.
create table interest_tally (
  owner_key uuid not null,
  scenario_id uuid not null,
  state_id uuid not null,
  open boolean not null,
  currency text not null,
  slot int not null,
  n bigint not null,
  amount numeric not null,
  primary key (owner_key, scenario_id, state_id, open, currency, slot)
);
create function keep_interest_tally() returns trigger language plpgsql as $body$
begin
  if tg_op = 'INSERT' then
    insert into interest_tally as t
    select owner_key, scenario_id, state_id, open, currency, pg_backend_pid() % 8, count(*),
           sum(coalesce(expected_revenue, 0))
      from after_rows group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (owner_key, scenario_id, state_id, open, currency, slot)
    do update set n = t.n + excluded.n, amount = t.amount + excluded.amount;
  elsif tg_op = 'DELETE' then
    insert into interest_tally as t
    select owner_key, scenario_id, state_id, open, currency, pg_backend_pid() % 8, -count(*),
           -sum(coalesce(expected_revenue, 0))
      from before_rows group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (owner_key, scenario_id, state_id, open, currency, slot)
    do update set n = t.n + excluded.n, amount = t.amount + excluded.amount;
  else
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
  end if;
  return null;
end $body$;
create trigger interest_tally_insert after insert on interest
  referencing new table as after_rows for each statement execute function keep_interest_tally();
create trigger interest_tally_update after update on interest
  referencing old table as before_rows new table as after_rows for each statement execute function keep_interest_tally();
create trigger interest_tally_delete after delete on interest
  referencing old table as before_rows for each statement execute function keep_interest_tally();
-- a bulk load that leaves references unchecked counts all the same
alter table interest enable always trigger interest_tally_insert;
alter table interest enable always trigger interest_tally_update;
alter table interest enable always trigger interest_tally_delete;

create table interest_closing (
  id uuid primary key,
  interest_id uuid not null references interest,
  state_id uuid not null,
  outcome text not null check (outcome in ('won', 'lost')),
  loss_reason_id uuid references directory_item,
  comment text,
  closed_at timestamptz not null,
  closed_by uuid,
  reopened_at timestamptz,
  reopened_by uuid
);
create index interest_closing_of_interest on interest_closing (interest_id);

-- notes of an Interest, and requests that were added to it instead of making a second one
create table note (
  id uuid primary key,
  interest_id uuid not null references interest,
  kind text not null default 'note' check (kind in ('note', 'request')),
  body text not null,
  contact_id uuid references contact,
  channel_id uuid references directory_item,
  author_id uuid,
  created_at timestamptz not null,
  creation_hash bytea
);
create index note_of_interest on note (interest_id, created_at desc, id desc);

-- ---------- registration ----------
create table draft (
  id uuid primary key,
  user_id uuid not null references app_user,
  body jsonb not null,
  -- identifiers that stand in the body, so that two people registering one caller learn of each other
  keys text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index draft_of_user on draft (user_id, updated_at desc);
create index draft_recent on draft (updated_at);
`)
    .execute(db)
}
