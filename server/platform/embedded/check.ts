import type pg from 'pg'

export interface CheckedDatabase {
  /** As the server says it, such as `18.4`. */
  version: string
  /** What works but endangers data; for the log and the health page. */
  warnings: string[]
}

const OLDEST = 15

/**
 * Refuses, in one sentence, a database on which Interes would silently work wrongly. The same for the embedded server
 * and for one given by DATABASE_URL.
 */
export async function checkDatabase(client: Pick<pg.ClientBase, 'query'>): Promise<CheckedDatabase> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as number, split_part(current_setting('server_version'), ' ', 1) as version,
       pg_encoding_to_char(encoding) as encoding, datname as database,
       array(select e.name from unnest(array['pg_trgm', 'btree_gin']) e(name)
              where not exists (select from pg_extension where extname = e.name)) as missing,
       exists (select from pg_collation where collname = 'ru-x-icu') as has_russian,
       current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
       current_setting('synchronous_commit') as synchronous_commit
     from pg_database where datname = current_database()`,
  )
  const found = rows[0]
  if (found.number < OLDEST * 10_000) {
    throw new Error(`PostgreSQL ${found.version} is too old: Interes needs ${OLDEST} or newer.`)
  }
  if (found.encoding !== 'UTF8') {
    throw new Error(`Database "${found.database}" has the encoding ${found.encoding}: create it with encoding 'UTF8'.`)
  }
  if (!found.has_russian) {
    throw new Error('PostgreSQL has no collation "ru-x-icu": use a server that was built with ICU.')
  }
  for (const name of found.missing) await createExtension(client, name, found.database)
  const trigrams = await client.query(`select show_trgm('ж') <> '{}' as works`)
  if (!trigrams.rows[0].works) {
    throw new Error(
      `Database "${found.database}" cannot search Cyrillic text (its LC_CTYPE is C): create it with LC_CTYPE C.UTF-8 or ru_RU.UTF-8.`,
    )
  }
  const warnings = ['fsync', 'full_page_writes', 'synchronous_commit']
    .filter(setting => found[setting] === 'off')
    .map(setting => `${setting} is off on the database server: a power failure may lose acknowledged work`)
  return { version: found.version, warnings }
}

async function createExtension(client: Pick<pg.ClientBase, 'query'>, name: string, database: string): Promise<void> {
  try {
    await client.query(`create extension if not exists ${name}`)
  } catch (error) {
    throw new Error(
      `Extension ${name} is missing in database "${database}" and may not be created by this role: let an administrator run "create extension ${name}" there.`,
      { cause: error },
    )
  }
}
