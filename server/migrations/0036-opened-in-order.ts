import { type Kysely, sql } from 'kysely'

/** What belongs to opened clients is read in the order of a list, no further than a page goes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
drop index interest_of_client;
create index interest_of_client on interest (client_id, created_at desc, id desc, open) where client_id is not null;
create index client_contact_recent_of_client on client_contact (client_id, created_at desc, contact_id desc)
  where to_day is null;
create index client_listed on client (id) include (created_at, name_key) where archived_at is null;
`)
    .execute(db)
}
