import { type Kysely, sql } from 'kysely'

/** Merging of clients, contacts and prospects: redirects, what moved, and by what a merged record is still found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- a merged record is archived too, so that whatever shows live records needs no other condition
alter table client add column merged_into uuid references client;
alter table contact add column merged_into uuid references contact;
alter table prospect add column merged_into uuid references prospect;
create index client_merged on client (merged_into) where merged_into is not null;
create index contact_merged on contact (merged_into) where merged_into is not null;
create index prospect_merged on prospect (merged_into) where merged_into is not null;

create table merge (
  id uuid primary key,
  -- the order in which merges are undone backwards
  seq bigint not null generated always as identity,
  kind text not null check (kind in ('client', 'contact', 'prospect')),
  winner_id uuid not null,
  loser_id uuid not null,
  batch_id uuid,
  by_user uuid,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  -- every record that took part: a later merge that shares one of them is undone first
  touched uuid[] not null,
  -- values and titles from before the merge, and what could not be taken back. Personal: may be blanked, and then the
  -- merge is final
  detail jsonb,
  creation_hash bytea
);
create unique index merge_of_loser on merge (loser_id) where undone_at is null;
create index merge_of_winner on merge (winner_id, seq desc);
create index merge_of_past_loser on merge (loser_id, seq desc);
create index merge_of_batch on merge (batch_id) where batch_id is not null;
create index merge_touched on merge using gin (touched) where undone_at is null;

-- By what a merged record was found: it finds the winner, also where the winner's card has another value.
create table merged_identity (
  merge_id uuid not null references merge deferrable initially deferred,
  owner_id uuid not null,
  kind text not null,
  value text collate "C" not null,
  main boolean not null,
  field text not null,
  -- as it was written: the reason of a match
  text text not null
);
create index merged_identity_owner on merged_identity (owner_id);
create index merged_identity_merge on merged_identity (merge_id);
`)
    .execute(db)
}
