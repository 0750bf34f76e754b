import { type Queryable, statement } from '../../../platform/db/database.ts'

export interface DraftRow {
  id: string
  userId: string
  body: Record<string, unknown>
  createdAt: Date
  updatedAt: Date
}

const columns = `id, user_id as "userId", body, created_at as "createdAt", updated_at as "updatedAt"`

const upsert = statement<DraftRow>(`
  insert into draft (id, user_id, body, keys, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
  on conflict (id) do update set body = excluded.body, keys = excluded.keys, updated_at = excluded.updated_at
   where draft.user_id = excluded.user_id
  returning ${columns}`)
// A draft whose Interest was made has done its work, even where the browser died before it could say so.
const ofUser = statement<DraftRow>(`
  select ${columns} from draft
   where user_id = $1 and not exists (select from interest i where i.id = draft.id)
   order by updated_at desc limit 20`)
const remove = statement<never>(`delete from draft where id = $1 and user_id = $2`)
const removeDone = statement<{ id: string }>(`
  delete from draft
   where updated_at < $1 or exists (select from interest i where i.id = draft.id)
  returning id`)
const rivals = statement<{ id: string; name: string }>(`
  select distinct u.id, u.name
    from draft d join app_user u on u.id = d.user_id
   where d.updated_at > $1 and d.user_id <> $2 and d.keys && $3::text[]
   limit 5`)

/** @returns undefined when the id belongs to a draft of somebody else */
export async function storeDraft(
  db: Queryable,
  draft: { id: string; userId: string; body: unknown; keys: readonly string[]; now: Date },
): Promise<DraftRow | undefined> {
  return db.first(upsert, [draft.id, draft.userId, JSON.stringify(draft.body), draft.keys, draft.now])
}

export async function listDraftsOf(db: Queryable, userId: string): Promise<DraftRow[]> {
  return db.rows(ofUser, [userId])
}

export async function removeDraft(db: Queryable, id: string, userId: string): Promise<void> {
  await db.rows(remove, [id, userId])
}

/** Drafts that nobody touched since, and those whose Interest exists. */
export async function removeSpentDrafts(db: Queryable, before: Date): Promise<number> {
  return (await db.rows(removeDone, [before])).length
}

export async function findRivals(
  db: Queryable,
  options: { keys: readonly string[]; userId: string; since: Date },
): Promise<{ id: string; name: string }[]> {
  return db.rows(rivals, [options.since, options.userId, options.keys])
}
