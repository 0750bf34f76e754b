import { type Kysely, sql } from 'kysely'

/** A client may be opened for change, and a request for access names what it asks for, also from the card of a record. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- null or false: looked at only
alter table record_access add column changes boolean default false;

-- the record is one of client, prospect and Interest
alter table access_request alter column client_id drop not null;
alter table access_request add column prospect_id uuid references prospect;
alter table access_request add column interest_id uuid references interest;
alter table access_request add column wanted text not null default 'sight'
  check (wanted in ('sight', 'change', 'member', 'hand_over'));
alter table access_request add column until date;
alter table access_request add column word text;
-- who was told of a request from a card
alter table access_request add column asked_of uuid[] not null default '{}';
alter table access_request add constraint access_request_one_record
  check (num_nonnulls(client_id, prospect_id, interest_id) = 1);
create unique index access_request_open_prospect on access_request (prospect_id, asker_id) where outcome is null;
create unique index access_request_open_interest on access_request (interest_id, asker_id) where outcome is null;
`)
    .execute(db)
}
