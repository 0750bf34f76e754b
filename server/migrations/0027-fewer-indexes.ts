import { type Kysely, sql } from 'kysely'

/**
 * Each index of unfinished Interests is written by each move: what another one knows as well goes. Somebody's finished
 * ones come, by whatever they are narrowed and ordered, from one index without their rows, and what a text or a tag names
 * from an index that knows whose it is (docs/decisions/027).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create extension if not exists btree_gin;
drop index interest_board, interest_board_all, interest_stuck, interest_steps, interest_steps_all, interest_open_all,
  interest_open_step, interest_open_revenue, interest_open_date, interest_open_service, interest_search, interest_tags;
create index interest_open_all on interest (created_at desc, id desc)
  include (owner_key, scenario_id, state_id, state_entered_at, service_type_id, source_id, channel_id, expected_revenue,
           currency, expected_close_date, next_step_at)
  where open;
create index interest_steps on interest
  (owner_key, scenario_id, state_id, (coalesce(next_step_at, 'infinity'::timestamptz)), id)
  include (next_step_at, state_entered_at, expected_revenue, currency, late_from, contact_on) where open;
create index interest_steps_all on interest
  (scenario_id, state_id, (coalesce(next_step_at, 'infinity'::timestamptz)), id)
  include (next_step_at, state_entered_at, expected_revenue, currency) where open;
create index interest_closed_states on interest (scenario_id, state_id, state_entered_at desc, id desc) where not open;
create index interest_closed_own on interest (owner_key, created_at desc, id desc)
  include (scenario_id, state_id, state_entered_at, service_type_id, source_id, channel_id, loss_reason_id,
           expected_revenue, currency, expected_close_date, closed_at, client_id, prospect_id)
  where not open;
create index interest_closed_own_subject on interest
  (owner_key, (left(substr(search_key, length(number) + 2), 40)) collate "C", id) where not open;
-- a state belongs to one scenario: together they are not rarer than the state
create statistics interest_standing (dependencies) on scenario_id, state_id from interest;
create index interest_search on interest using gin (owner_key, search_key gin_trgm_ops);
create index interest_tags on interest using gin (owner_key, tags) where tags <> '{}';
`)
    .execute(db)
}
