import { type Kysely, sql } from 'kysely'

/**
 * Whose sign-in wants a second factor is said of profiles; a sign-in that waits for a code knows how it began; and a
 * value by which a node finds out whether its key is the one with which the base was sealed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table second_factor_profile (profile_id uuid primary key references profile);
-- what was said of a role meant every profile made from it
insert into second_factor_profile (profile_id)
  select p.id from profile p join second_factor_rule r on r.role = p.role;

-- null: by a password or a link, as it always was before
alter table sign_in_challenge add column began text;

-- the comparison gives whole profiles now: somebody looks at it again before the night follows
update ldap set trusted_at = null;

create table vault_check (
  singleton boolean primary key default true check (singleton),
  sealed bytea not null,
  made_at timestamptz not null
);
`)
    .execute(db)
}
