import { type Kysely, sql } from 'kysely'

/** Grants that end tell so a day before, and a session may look through the eyes of somebody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- since when whoever loses it knows that it ends
alter table record_access add column ending_told_at timestamptz;

-- through whose eyes this session looks, and until when
alter table session add column views_as uuid references app_user;
alter table session add column views_as_until timestamptz;
create index session_viewing on session (views_as_until) where views_as is not null;
`)
    .execute(db)
}
