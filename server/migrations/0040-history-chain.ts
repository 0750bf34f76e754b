import { type Kysely, sql } from 'kysely'

/**
 * The history of records is chained like the audit log, block by block: one row of `event_seal` holds the ids and digests of up
 * to a thousand events, so a seal costs a tenth of a row for each. What stands there already is sealed in the background
 * (docs/decisions/032).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table event_seal (
  seq bigint primary key,
  -- how many events are sealed, those of this block included
  through bigint not null,
  last_id bigint not null,
  chain bytea not null,
  ids bigint[] not null,
  -- 32 bytes an event
  digests bytea not null,
  -- 32 and 16 bytes an event; zeros where it has nothing personal, or has it no more
  personal_digests bytea,
  salts bytea,
  blanked int not null default 0,
  removed bigint[] not null default '{}'
);
create unique index event_seal_through on event_seal (through);
create unique index event_seal_last on event_seal (last_id);
create index event_seal_touched on event_seal (seq) where blanked > 0 or removed <> '{}';

create function event_seal_kept() returns trigger language plpgsql as $$
declare free text[] := array['salts', 'blanked', 'removed'];
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - free = to_jsonb(old) - free then return new; end if;
  end if;
  raise exception 'the table % is only added to', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger event_seal_only_added_to before update or delete on event_seal
  for each row execute function event_seal_kept();
create trigger event_seal_not_emptied before truncate on event_seal execute function event_seal_kept();

-- An event is never written again: the values of what is personal in it may be taken out, never put in.
create function event_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'personal' = to_jsonb(old) - 'personal'
       and (new.personal is null or not (new.personal @? '$.*.from' or new.personal @? '$.*.to')) then
      return new;
    end if;
  end if;
  raise exception 'the table % is only added to', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger event_only_added_to before update on event for each row execute function event_kept();
create trigger event_not_emptied before truncate on event execute function event_kept();
`)
    .execute(db)
}
