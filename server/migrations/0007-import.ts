import { type Kysely, sql } from 'kysely'

/** Imports: the file, its rows, what became of each, and what an undo has to take back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table import (
  id uuid primary key,
  name text not null,
  status text not null check (status in ('uploading', 'reading', 'mapping', 'checking', 'checked', 'running', 'paused',
    'done', 'cancelled', 'failed', 'undoing', 'undone')),
  author_id uuid not null references app_user,
  -- bytes that have arrived
  size bigint not null default 0,
  -- how the file is read: format, encoding, separator, sheet, rows of the header
  layout jsonb not null default '{}',
  header jsonb not null default '[]',
  -- the field of each column, null where it is left out
  columns jsonb not null default '[]',
  rules jsonb not null default '{}',
  row_count int not null default 0,
  -- the last row that the work under way has done
  position int not null default 0,
  -- new with every piece of work that begins, so that a job left over from an earlier one stops
  pass int not null default 0,
  counts jsonb not null default '{}',
  findings jsonb not null default '{}',
  failure text,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  creation_hash bytea
);
create index import_recent on import (created_at desc, id desc);

-- the file as it came, in pieces, so that any node can read it
create table import_chunk (
  import_id uuid not null references import on delete cascade,
  at bigint not null,
  body bytea not null,
  primary key (import_id, at)
);

create table import_row (
  import_id uuid not null references import on delete cascade,
  n int not null,
  cells jsonb not null,
  -- by what two rows of one file are the same client
  key text,
  faults jsonb,
  matches jsonb,
  -- what a person decided for this row alone
  decision text check (decision in ('skip', 'update', 'create')),
  outcome text check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'failed')),
  client_id uuid,
  reason jsonb,
  primary key (import_id, n)
);
create index import_row_faulty on import_row (import_id, n) where faults is not null;
create index import_row_matching on import_row (import_id, n) where matches is not null;
create index import_row_failed on import_row (import_id, n) where outcome = 'failed';
create index import_row_key on import_row (import_id, key, n) where key is not null;

-- every record that the import made or changed, in order
create table import_change (
  import_id uuid not null references import on delete cascade,
  ord bigint generated always as identity,
  n int not null,
  record_kind text not null check (record_kind in ('client', 'contact')),
  record_id uuid not null,
  client_id uuid not null,
  made boolean not null,
  -- of a client that was made: by what a later row of the same company finds it
  name_key text collate "C",
  has_inn boolean not null default false,
  changes jsonb,
  undone text check (undone in ('undone', 'conflict')),
  conflict text,
  primary key (import_id, ord)
);
create index import_change_by_name on import_change (import_id, name_key, has_inn) where name_key is not null;
create index import_change_of_record on import_change (record_id);

-- how a file with this header was mapped the last time
create table import_template (
  fingerprint text primary key,
  columns jsonb not null,
  by_user uuid,
  updated_at timestamptz not null
);
`)
    .execute(db)
}
