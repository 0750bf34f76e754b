import { type Kysely, sql } from 'kysely'

/** Profiles of rights, and grants to departments and for a time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table profile (
  id uuid primary key,
  -- what it was made from: queues, confirmations and screens of the role
  role text not null check (role in ('administrator', 'head', 'salesperson', 'marketer', 'observer')),
  -- null: a shipped one, called as its role is called in the language of the reader
  name text,
  -- null: what ships, and follows the versions of the product
  grounds jsonb,
  -- the widest of the levels, so that the gate reads no more people than it needs
  widest text not null check (widest in ('none', 'own', 'department', 'below', 'all')),
  archived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  creation_hash bytea
);
create unique index profile_shipped on profile (role) where name is null;
create unique index profile_name on profile (lower(name)) where archived_at is null;

insert into profile (id, role, widest) values
  ('01900000-0000-7000-9000-000000000001', 'administrator', 'all'),
  ('01900000-0000-7000-9000-000000000002', 'head', 'below'),
  ('01900000-0000-7000-9000-000000000003', 'salesperson', 'own'),
  ('01900000-0000-7000-9000-000000000004', 'marketer', 'own'),
  ('01900000-0000-7000-9000-000000000005', 'observer', 'below');

alter table app_user drop constraint app_user_role_check;
alter table app_user add constraint app_user_role_check
  check (role in ('administrator', 'head', 'salesperson', 'marketer', 'observer')) not valid;
alter table app_user validate constraint app_user_role_check;
-- null: the shipped profile of the role
alter table app_user add column profile_id uuid references profile;
create index app_user_profile on app_user (profile_id) where profile_id is not null;

alter table record_access add column expires_at timestamptz;
create index record_access_ending on record_access (expires_at) where expires_at is not null;
`)
    .execute(db)
}
