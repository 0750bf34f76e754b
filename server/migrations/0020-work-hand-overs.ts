import { type Kysely, sql } from 'kysely'

/** What was handed over at once: who got what, so that a repeat answers the same and all of it can be given back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table work_hand_over (
  id uuid primary key,
  from_id uuid not null references app_user,
  author_id uuid references app_user,
  -- by receiver: how much
  shares jsonb not null,
  -- by record: to whom, and the version that it had then
  moved jsonb not null,
  creation_hash bytea not null,
  created_at timestamptz not null,
  returned_at timestamptz,
  returned int,
  kept int,
  check ((returned_at is null) = (returned is null) and (returned_at is null) = (kept is null))
);
`)
    .execute(db)
}
