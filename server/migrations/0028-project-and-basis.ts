import { type Kysely, sql } from 'kysely'

/** The project of an Interest, and the Interest from which it came: removing one looks for those that came from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table directory_item drop constraint directory_item_kind_check;
alter table directory_item add constraint directory_item_kind_check
  check (kind in ('service_type', 'loss_reason', 'channel', 'source', 'project', 'calendar_region', 'interaction_kind'));
alter table interest add column project_id uuid references directory_item;
alter table interest add column basis_id uuid references interest;
create index interest_basis on interest (basis_id) where basis_id is not null;
`)
    .execute(db)
}
