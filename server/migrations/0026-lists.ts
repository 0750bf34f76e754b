import { type Kysely, sql } from 'kysely'

/**
 * Orders and filters of lists (docs/decisions/024). Those who see everything read all unfinished Interests from one
 * index that knows what they are filtered by; what is finished hardly changes and has an index for each order.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index interest_open_all on interest (created_at desc, id desc)
  include (owner_key, scenario_id, state_id, service_type_id, source_id, channel_id, expected_revenue, currency,
           expected_close_date, next_step_at)
  where open;
create index interest_open_step on interest ((coalesce(next_step_at, 'infinity'::timestamptz)), id) where open;
create index interest_open_revenue on interest ((coalesce(expected_revenue, -1)), id) where open;
create index interest_open_date on interest ((coalesce(expected_close_date, 'infinity'::date)), id) where open;
create index interest_open_subject on interest ((left(substr(search_key, length(number) + 2), 40)) collate "C", id) where open;
create index interest_open_service on interest (service_type_id, created_at desc, id desc) where open;
create index interest_closed_all on interest ((coalesce(closed_at, 'infinity'::timestamptz)), id) where not open;
create index interest_closed_revenue on interest ((coalesce(expected_revenue, -1)), id) where not open;
create index interest_closed_date on interest ((coalesce(expected_close_date, 'infinity'::date)), id) where not open;
create index interest_closed_subject on interest ((left(substr(search_key, length(number) + 2), 40)) collate "C", id) where not open;
create index interest_closed_service on interest (service_type_id, created_at desc, id desc) include (source_id, channel_id)
  where not open;
create index interest_closed_source on interest (source_id, created_at desc, id desc) where not open;
create index interest_closed_channel on interest (channel_id, created_at desc, id desc) where not open;
create index interest_closed_reason on interest (loss_reason_id, created_at desc, id desc) where not open;
create index interest_competitor on interest using gin (lower(loss_competitor) gin_trgm_ops) where loss_competitor is not null;
create index interest_tags on interest using gin (tags) where tags <> '{}';
create index client_relation on client (relation_type, id) where relation_type <> 'customer';
create index client_names on client (name_key, id);
create index prospect_names on prospect (name_key, id);
`)
    .execute(db)
}
