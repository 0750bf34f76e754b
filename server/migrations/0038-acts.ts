import { type Kysely, sql } from 'kysely'

/** The key of a request names what it did: its first event, by which it is taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table operation add column event_id bigint`).execute(db)
}
