import { type Kysely, sql } from 'kysely'

/**
 * A person asks for access once by each value that met a wall, so that nobody learns from a request that two values
 * belong to one client.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table access_request add column typed_key text not null default '';
drop index access_request_open;
create unique index access_request_open on access_request (client_id, asker_id, typed_key) where outcome is null;
`)
    .execute(db)
}
