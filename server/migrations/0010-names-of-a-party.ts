import { type Kysely, sql } from 'kysely'

/** Whoever has a typed number is asked for the name beside it: the names of a party, and those of one of its records. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index identity_party on identity (coalesce(client_id, owner_id), owner_id)
  where main and kind in ('name', 'text', 'site');
`)
    .execute(db)
}
