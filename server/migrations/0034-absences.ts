import { type Kysely, sql } from 'kysely'

/** Absences with those who stand in, and what more is known of a hand-over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table absence (
  id uuid primary key,
  user_id uuid not null references app_user,
  kind text not null check (kind in ('vacation', 'sick_leave', 'trip')),
  -- as they were entered, in the zone of the company; null where times were given
  from_day date,
  to_day date,
  -- it lasts from the first of these moments up to, and without, the second
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- tasks are shown to those who stand in
  work boolean not null,
  -- those who stand in see and change what the absent person does
  rights boolean not null,
  comment text,
  author_id uuid references app_user,
  cancelled_at timestamptz,
  -- the edges of which everybody was told
  begun_at timestamptz,
  ended_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  creation_hash bytea,
  check (ends_at > starts_at),
  check ((from_day is null) = (to_day is null) and to_day >= from_day)
);
create index absence_of_user on absence (user_id, ends_at) where cancelled_at is null;
create index absence_by_end on absence (ends_at, id);
create index absence_to_begin on absence (starts_at) where begun_at is null and cancelled_at is null;
create index absence_to_end on absence (ends_at) where ended_at is null and cancelled_at is null;

create table absence_substitute (
  absence_id uuid not null references absence on delete cascade,
  user_id uuid not null references app_user,
  ord int not null,
  -- the kinds of record that this person takes over
  kinds text[] not null check (kinds <@ array['clients', 'interests', 'activities'] and kinds <> '{}'),
  primary key (absence_id, user_id)
);
create index absence_substitute_user on absence_substitute (user_id);

-- who does the work of a person at this moment: the person, else whoever stands in and is there, else nobody
create function present_user(person uuid, at timestamptz, kind_of_record text) returns uuid language sql stable as $body$
  select case when a.id is null then person else (
           select s.user_id from absence_substitute s join app_user u on u.id = s.user_id
            where s.absence_id = a.id and kind_of_record = any(s.kinds) and u.deactivated_at is null
              and not exists (select from absence o
                               where o.user_id = s.user_id and o.cancelled_at is null and o.starts_at <= at and o.ends_at > at)
            order by s.ord limit 1) end
    from (select) one
    left join absence a on a.user_id = person and a.cancelled_at is null and a.starts_at <= at and a.ends_at > at
$body$;

-- what was asked for, for the log; null: before the log was kept
alter table work_hand_over add column asked jsonb;
create index work_hand_over_newest on work_hand_over (created_at desc, id desc);
`)
    .execute(db)
}
