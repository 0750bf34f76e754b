import { type Kysely, sql } from 'kysely'

/** Sign-in by a provider of OpenID Connect and by a directory of people (LDAP): settings, and whose account is whose. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table single_sign_on (
  singleton boolean primary key default true check (singleton),
  settings jsonb not null,
  -- sealed with the secret of the installation
  client_secret text,
  version integer not null default 1,
  changed_at timestamptz not null
);

-- one way to the provider and back; what the browser holds is kept as its digest only
create table single_sign_on_attempt (
  token_hash bytea primary key,
  redirect_uri text not null,
  return_to text not null,
  -- set: this person links an account instead of coming in
  user_id uuid references app_user,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table ldap (
  singleton boolean primary key default true check (singleton),
  settings jsonb not null,
  bind_password text,
  version integer not null default 1,
  changed_at timestamptz not null,
  -- since when somebody has looked at what comparing would do; null: nobody has, with these settings
  trusted_at timestamptz,
  -- how the last comparison ended
  last_run jsonb
);

create table outside_account (
  id uuid primary key,
  user_id uuid not null references app_user,
  service text not null check (service in ('single_sign_on', 'ldap')),
  issuer text not null,
  subject text not null,
  linked_at timestamptz not null,
  used_at timestamptz,
  unique (service, issuer, subject),
  unique (user_id, service, issuer)
);
`)
    .execute(db)
}
