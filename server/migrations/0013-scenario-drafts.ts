import { type Kysely, sql } from 'kysely'

/** A scenario is edited as a draft, which lies on the server for everybody who may edit it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table scenario_draft (
  scenario_id uuid primary key references scenario,
  -- of the scenario: what was published when the draft was begun
  base_version int not null,
  -- of the draft: two who edit it at once learn of each other
  version int not null default 1,
  body jsonb not null,
  updated_at timestamptz not null,
  updated_by uuid
);
`)
    .execute(db)
}
