import { type Kysely, sql } from 'kysely'

/**
 * The audit log is chained: `audit_seal` holds, row by row, what was there when it was sealed. Values that say something of a
 * person lie apart and may be blanked; everything else of a row stays as it was written (docs/decisions/032).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table audit add column personal jsonb;
update audit set personal = jsonb_strip_nulls(jsonb_build_object('address', detail->'address', 'device', detail->'device')),
                 detail = detail - 'address' - 'device'
 where detail ?| array['address', 'device'];

-- The transaction that wrote the row, numbered as events are: whoever seals stops before the oldest open one.
create function audit_place() returns bigint language sql volatile
  as 'select (value + pg_current_xact_id()::text::bigint) << 20 from event_epoch';
alter table audit add column place bigint not null default 0;
alter table audit alter column place set default audit_place();

create table audit_seal (
  seq bigint primary key,
  audit_id uuid not null,
  place bigint not null,
  digest bytea not null,
  chain bytea not null,
  personal_digest bytea,
  salt bytea
);
create unique index audit_seal_of_row on audit_seal (audit_id);
create index audit_seal_blanked on audit_seal (seq) where personal_digest is not null and salt is null;

-- Only added to: one column may be emptied, everything else stays.
create function only_added_to() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) ->> tg_argv[0] is null and to_jsonb(new) - tg_argv[0] = to_jsonb(old) - tg_argv[0] then
      return new;
    end if;
  end if;
  raise exception 'the table % is only added to', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_only_added_to before update or delete on audit for each row execute function only_added_to('personal');
create trigger audit_not_emptied before truncate on audit execute function only_added_to();
create trigger audit_seal_only_added_to before update or delete on audit_seal
  for each row execute function only_added_to('salt');
create trigger audit_seal_not_emptied before truncate on audit_seal execute function only_added_to();

create index audit_by_place on audit (place, id);
create index audit_of_record on audit (record_id, at desc, id desc) where record_id is not null;
create index audit_of_actor_by_kind on audit (actor_id, kind, at desc, id desc);
create index audit_of_kind on audit (kind, at desc, id desc);
create index audit_of_address on audit ((personal->>'address'), at desc, id desc) where personal ? 'address';
drop index audit_of_actor;

-- Checks of the chain that somebody asked for; the newest is shown.
create table audit_check (
  id uuid primary key,
  asked_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  checked bigint not null default 0,
  total bigint not null default 0,
  verdict jsonb
);
create index audit_check_by_time on audit_check (created_at desc);
`)
    .execute(db)
}
