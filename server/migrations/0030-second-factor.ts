import { type Kysely, sql } from 'kysely'

/**
 * The second factor with its recovery codes, the sign-in that waits for a code, the rules of the sign-in, counters whose
 * waiting grows, and keys that may do less than their user.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table second_factor (
  user_id uuid primary key references app_user,
  -- sealed by the vault of the installation
  secret bytea not null,
  created_at timestamptz not null,
  -- null while it is being set up
  confirmed_at timestamptz,
  -- the last time step whose code was taken: none of it or before it is taken again
  last_step bigint not null default 0
);

create table recovery_code (
  user_id uuid not null references second_factor on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table sign_in_challenge (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references app_user,
  -- the link that is used up, and the password that is set, once the code is right
  link_id uuid references sign_in_link,
  password_hash text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sign_in_challenge_of_user on sign_in_challenge (user_id);

create table second_factor_rule (role text primary key);

create table sign_in_rule (
  singleton boolean primary key default true check (singleton),
  password_length int not null check (password_length between 8 and 64),
  version int not null default 1
);
insert into sign_in_rule (password_length) values (8);

-- wrong guesses in a row, and until when nobody may guess on
create table guess (
  key text primary key,
  wrong int not null,
  last_at timestamptz not null,
  blocked_until timestamptz
);
create index guess_by_age on guess (last_at);
-- whoever was here before counts apart from strangers
create index session_places on session (user_id, address);

-- null = all that its user may
alter table api_key add column scopes text[];
`)
    .execute(db)
}
