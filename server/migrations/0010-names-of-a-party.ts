import { type Kysely, sql } from 'kysely'

/** Whoever has a typed number is asked for the name beside it: the names of a party stand in one place. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index identity_party on identity (coalesce(client_id, owner_id), owner_id)
  include (client_id, owner_key, archived, value)
  where main and kind in ('name', 'text', 'site');
`)
    .execute(db)
}
