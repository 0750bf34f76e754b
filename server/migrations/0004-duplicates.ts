import { type Kysely, sql } from 'kysely'

/** Duplicates: rules as data, the search of the whole base, the pairs that it and every save find. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- by what duplicates are told; no row while the shipped rules hold
create table duplicate_rules (
  singleton boolean primary key default true check (singleton),
  rules jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid
);

-- two records of one kind that look like one party; «left» has the smaller id
create table duplicate_pair (
  id uuid primary key,
  kind text not null check (kind in ('client', 'contact', 'prospect')),
  left_id uuid not null,
  right_id uuid not null,
  score smallint not null,
  -- what holds of the two, signs against included: from it a score is counted anew when the rules change
  evidence text[] not null,
  status text not null default 'open' check (status in ('open', 'dismissed', 'merged')),
  -- the search that found it last; null when a save did
  run_id uuid,
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  check (left_id < right_id),
  unique (left_id, right_id)
);
create index duplicate_pair_list on duplicate_pair (status, score desc, id desc);
create index duplicate_pair_right on duplicate_pair (right_id);
-- «not a duplicate» is asked by either side
create index not_duplicate_right on not_duplicate (right_id);

-- a search of the whole base: what it has done, so that any node can go on
create table duplicate_run (
  id uuid primary key,
  state text not null check (state in ('running', 'paused', 'cancelled', 'done')),
  -- the step under way and the place inside it: everything before it is done
  step int not null default 0,
  place text,
  -- rows of the step that are behind, of about so many
  done bigint not null default 0,
  total bigint not null default 0,
  started_at timestamptz not null,
  started_by uuid,
  changed_at timestamptz not null,
  ended_at timestamptz,
  creation_hash bytea
);
-- one search at a time
create unique index duplicate_run_open on duplicate_run ((true)) where state in ('running', 'paused');
create index duplicate_run_recent on duplicate_run (started_at desc);

-- names under keys that a slip leaves as they are; filled and emptied by a search
create table duplicate_key (
  key bigint not null,
  owner_id uuid not null
);
create index duplicate_key_key on duplicate_key (key) include (owner_id);
create function forget_duplicate_keys() returns void language sql security definer as $body$
  truncate duplicate_key
$body$;
`)
    .execute(db)
}
