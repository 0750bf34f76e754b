import { type Kysely, sql } from 'kysely'

/**
 * The board goes by the next step; what has none comes last, the oldest first. The index by the time of entry stays:
 * what came into a state lately is asked for by the funnel.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index interest_steps on interest
  (owner_key, scenario_id, state_id, (coalesce(next_step_at, 'infinity'::timestamptz)), id)
  include (next_step_at, state_entered_at, expected_revenue, currency);
create index interest_steps_all on interest
  (scenario_id, state_id, (coalesce(next_step_at, 'infinity'::timestamptz)), id)
  include (next_step_at, state_entered_at, expected_revenue, currency);
`)
    .execute(db)
}
