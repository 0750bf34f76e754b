import { type Kysely, sql } from 'kysely'

/**
 * What one person keeps on top of the history of an Interest, contacts with their roles in the deal, which field of an
 * open card is being edited, and the region of a client where a person has chosen it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table interest_pin (
  interest_id uuid not null references interest on delete cascade,
  user_id uuid not null references app_user,
  event_id bigint not null,
  pinned_at timestamptz not null,
  primary key (interest_id, user_id, event_id)
);

-- who at the client has a part in the deal, and which; a merged contact is read as the one that stayed
create table interest_contact (
  interest_id uuid not null references interest on delete cascade,
  contact_id uuid not null references contact on delete cascade,
  role text,
  added_at timestamptz not null,
  primary key (interest_id, contact_id)
);
create index interest_contact_of on interest_contact (contact_id);

-- the field that is being edited, by its name in the API; null: the card is only read
alter table presence add column field text;

-- code of the subject of the federation; null: told by KPP, phones and INN
alter table client add column region text;
`)
    .execute(db)
}
