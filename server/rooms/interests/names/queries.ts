import { type Queryable, statement } from '../../../platform/db/database.ts'
import { subjectOf } from '../rules.ts'

const named = statement<{ id: string; number: string; subject: string | null; content: string | null }>(`
  select id, number, subject, left(content, 200) as content from interest where id = any($1::uuid[])`)

/** What these Interests are called, whoever asks: for those who may see everything. */
export async function listInterestNames(
  db: Queryable,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const rows = await db.rows(named, [ids])
  return rows.map(row => ({ id: row.id, name: `${row.number} ${subjectOf(row)}`.trim() }))
}
