import { type Kysely, sql } from 'kysely'

/** Which way an Interest may go, who may take it there, and what must be ticked off before it leaves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table scenario_state_setting
  -- null: from any state
  add column from_states uuid[],
  -- null: whoever may move it
  add column enter_roles text[],
  add column leave_roles text[],
  add column checklist_blocks boolean not null default false;
-- items in their order, each with the states that name it
alter table scenario_version add column checklist jsonb not null default '[]';
-- ticked off: {state: {item: {at, by}}}; a state that is left keeps its ticks
alter table interest add column ticks jsonb not null default '{}';
`)
    .execute(db)
}
