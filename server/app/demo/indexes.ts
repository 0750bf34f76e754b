import pg from 'pg'

/** May this role change the table itself, and not only its rows? */
export async function isOwnerOf(connection: pg.Client, table: string): Promise<boolean> {
  const result = await connection.query<{ owner: boolean }>(
    `select pg_has_role(current_user, relowner, 'member') as owner from pg_class where oid = $1::regclass`,
    [table],
  )
  return result.rows[0]?.owner ?? false
}

/**
 * Drops the indexes that are not part of a constraint and returns how to make them again. Only inside a transaction:
 * a load that fails or dies leaves them as they were. References are not checked meanwhile where the role may do so;
 * the data come from one source that the tests have checked.
 */
export async function dropIndexes(connection: pg.Client, tables: readonly string[]): Promise<string[]> {
  await connection.query(`set local lock_timeout = '30s'`)
  const found = await connection.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i
      where i.indrelid = any($1::text[]::regclass[])
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
      order by i.indrelid, i.indexrelid`,
    [tables],
  )
  for (const { name } of found.rows) await connection.query(`drop index ${name}`)
  const role = await connection.query<{ all: boolean }>(
    'select rolsuper as all from pg_roles where rolname = current_user',
  )
  if (role.rows[0]?.all) await connection.query('set local session_replication_role = replica')
  return found.rows.map(row => row.definition)
}

/**
 * Gives empty tables new files, so that what this transaction copies into them needs no vacuum afterwards; false where
 * one of them, or a table that refers to them, holds a row.
 */
export async function emptyAnew(connection: pg.Client, tables: readonly string[]): Promise<boolean> {
  const related = await connection.query<{ name: string }>(
    `with recursive related as (
       select id from unnest($1::text[]::regclass[]) id
       union
       select c.conrelid from related r join pg_constraint c on c.contype = 'f' and c.confrelid = r.id
     )
     select id::regclass::text as name from related`,
    [tables],
  )
  const all = related.rows.map(row => row.name)
  const held = all.map(name => `exists (select from ${name})`).join(' or ')
  const found = await connection.query<{ held: boolean }>(`select ${held} as held`)
  if (found.rows[0]?.held !== false) return false
  await connection.query(`truncate ${all.join(', ')}`)
  return true
}

export async function makeIndexes(
  connection: pg.Client,
  definitions: readonly string[],
  onMade: (made: number, of: number) => void,
): Promise<void> {
  // Shared among the sorters: runs of about the size of the processor's cache are sorted sooner than larger ones.
  await connection.query(`set local maintenance_work_mem = '128MB'`)
  for (const [place, definition] of definitions.entries()) {
    await connection.query(definition)
    onMade(place + 1, definitions.length)
  }
}
