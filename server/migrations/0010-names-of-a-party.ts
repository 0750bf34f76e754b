import { type Kysely, sql } from 'kysely'

/**
 * Whoever has a typed number is asked for the name beside it: the names of a party stand in one place. Parts of phones
 * tell whose they are without a look at the rows, which lie all over the table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const places = [2, 3, 4, 5, 6, 7]
  await sql
    .raw(`
create index identity_party on identity (coalesce(client_id, owner_id), owner_id) include (client_id, owner_key, value)
  where main and kind in ('name', 'text', 'site');
${places
  .map(
    place => `
drop index identity_phone_${place};
create index identity_phone_${place} on identity (substr(value, ${place}), owner_key)
  include (owner_id, client_id, archived, value) where kind = 'phone';`,
  )
  .join('')}
`)
    .execute(db)
}
