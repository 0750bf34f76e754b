import { type Kysely, sql } from 'kysely'

/** An Interest is found by rare words of its subject, however old it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Behind the number, whose parts are in every key and lead nowhere.
  await sql
    .raw(
      `create index interest_subject on interest using gin (to_tsvector('simple', substr(search_key, length(number) + 2)))`,
    )
    .execute(db)
}
