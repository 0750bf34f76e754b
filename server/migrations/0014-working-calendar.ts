import { type Kysely, sql } from 'kysely'

/**
 * The working calendar is data of the company: years that replace the shipped ones, what a region adds to them, and the
 * company's own days. The shipped years stay in code.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table directory_item drop constraint directory_item_kind_check;
alter table directory_item add constraint directory_item_kind_check
  check (kind in ('service_type', 'loss_reason', 'channel', 'source', 'calendar_region'));

create table calendar_year (
  id uuid primary key,
  layer text not null check (layer in ('country', 'region', 'company')),
  region_id uuid references directory_item,
  year int not null,
  -- null: as shipped, which is nothing of their own for a region and the company
  marks jsonb,
  version int not null default 1,
  updated_at timestamptz not null,
  check ((layer = 'region') = (region_id is not null)),
  constraint calendar_year_place unique nulls not distinct (layer, region_id, year)
);

alter table company
  add column region_id uuid references directory_item,
  -- another one with every change of the calendar: whoever remembers a calendar tells by it whether that still holds
  add column calendar_revision uuid not null default gen_random_uuid();
`)
    .execute(db)
}
