import { type Queryable, statement } from '../../../platform/db/database.ts'

const names = statement<{ id: string; name: string }>(`
  select id, coalesce(public_name, name) as name from client where id = any($1::uuid[])
  union all select id, name from contractor where id = any($1::uuid[])
  union all select id, full_name from contact where id = any($1::uuid[])
  union all select id, coalesce(full_name, company, email, phone, '') from prospect where id = any($1::uuid[])`)

/** What these clients, contractors, contacts and prospects are called, whoever asks: for those who may see everything. */
export async function listPartyNames(db: Queryable, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db.rows(names, [ids])
}
