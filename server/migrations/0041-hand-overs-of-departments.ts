import { type Kysely, sql } from 'kysely'

/** The work of a whole department may be handed over: then it is of several people, each record with whom it came from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table work_hand_over alter column from_id drop not null;
alter table work_hand_over add column from_department_id uuid references department;
alter table work_hand_over add column from_ids uuid[];
alter table work_hand_over add constraint work_hand_over_from
  check ((from_id is null) = (from_department_id is not null) and (from_id is null) = (from_ids is not null)) not valid;
alter table work_hand_over validate constraint work_hand_over_from;
`)
    .execute(db)
}
