import { type Kysely, sql } from 'kysely'

/** What names a contact is found by it when two contacts are merged, and merges are listed newest first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index interest_of_contact on interest (contact_id) where contact_id is not null;
create index prospect_of_contact on prospect (contact_id) where contact_id is not null;
create index note_of_contact on note (contact_id) where contact_id is not null;
create index merge_newest on merge (seq desc);
`)
    .execute(db)
}
