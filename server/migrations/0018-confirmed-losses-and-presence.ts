import { type Kysely, sql } from 'kysely'

/** A loss that a head confirms, the competitor that won, and who has a card open. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table scenario_state_setting
  -- of a lost state: what a salesperson moves here waits for a head
  add column confirms_loss boolean not null default false;

alter table interest
  add column loss_competitor text,
  -- who is asked to confirm the loss; empty: nobody
  add column awaited_ids uuid[] not null default '{}';

alter table interest_closing
  add column competitor text,
  add column awaited boolean not null default false,
  add column confirmed_at timestamptz,
  add column confirmed_by uuid;

-- who has a card open now: written every few seconds, worth nothing after a crash
create unlogged table presence (
  record_id uuid not null,
  user_id uuid not null references app_user on delete cascade,
  -- one for each open card, so that the same person may have two
  place_id uuid not null,
  seen_at timestamptz not null,
  primary key (record_id, place_id)
);
create index presence_seen on presence (seen_at);
`)
    .execute(db)
}
