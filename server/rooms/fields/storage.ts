import { type Queryable, statement } from '../../platform/db/database.ts'

const readOf = statement<{ key: string; value: unknown }>('select key, value from setting where owner_id = $1')
const storeRow = statement<never>(`
  insert into setting (owner_id, key, value, updated_at)
  select $1, s.key, s.value, $3 from jsonb_each($2::jsonb) as s(key, value)
  on conflict (owner_id, key) do update set value = excluded.value, updated_at = excluded.updated_at`)

/** What somebody chose; the rest stands at its default. */
export async function listChosen(db: Queryable, ownerId: string): Promise<Record<string, unknown>> {
  const rows = await db.rows(readOf, [ownerId])
  return Object.fromEntries(rows.map(row => [row.key, row.value]))
}

export async function storeChosen(
  db: Queryable,
  ownerId: string,
  chosen: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await db.rows(storeRow, [ownerId, JSON.stringify(chosen), now])
}
