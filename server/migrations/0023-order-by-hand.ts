import { type Kysely, sql } from 'kysely'

/**
 * The board in an order by hand. What nobody put anywhere stands by its id, in the order of registration, so the column
 * may be empty. Finished Interests stand in no column, and so in no index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table interest add column hand_key text;
create index interest_hand on interest
  (owner_key, scenario_id, state_id, (coalesce(hand_key, replace(id::text, '-', '')) collate "C"), id) where open;
create index interest_hand_all on interest
  (scenario_id, state_id, (coalesce(hand_key, replace(id::text, '-', '')) collate "C"), id) where open;
`)
    .execute(db)
}
