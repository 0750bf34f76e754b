import { type Queryable, statement } from '../../../platform/db/database.ts'

export interface Place {
  recordId: string
  placeId: string
  userId: string
}

const upsert = statement<{ news: boolean }>(`
  with known as (select field from presence where record_id = $1 and place_id = $2)
  insert into presence as p (record_id, place_id, user_id, seen_at, field) values ($1, $2, $3, $4, $5)
  on conflict (record_id, place_id) do update set seen_at = excluded.seen_at, field = excluded.field
   where p.user_id = excluded.user_id
  returning xmax = 0 or field is distinct from (select known.field from known) as news`)

/** @returns whether somebody came, or edits another field; false where nothing changed, or the place is another person's */
export async function putPresence(
  db: Queryable,
  { recordId, placeId, userId }: Place,
  { field, now }: { field: string | null; now: Date },
): Promise<boolean> {
  return (await db.first(upsert, [recordId, placeId, userId, now, field]))?.news ?? false
}

const remove = statement<{ left: boolean }>(`
  delete from presence where record_id = $1 and place_id = $2 and user_id = $3 returning true as left`)

/** @returns whether somebody left */
export async function removePresence(db: Queryable, { recordId, placeId, userId }: Place): Promise<boolean> {
  return (await db.first(remove, [recordId, placeId, userId])) !== undefined
}

export interface Other {
  id: string
  name: string
  fields: string[]
}
const selectOthers = statement<Other>(`
  select u.id, u.name, coalesce(array_agg(distinct p.field) filter (where p.field is not null), '{}') as fields
    from presence p join app_user u on u.id = p.user_id
   where p.record_id = $1 and p.user_id <> $2 and p.seen_at > $3
   group by u.id, u.name order by min(p.seen_at), u.name, u.id limit 100`)

/** Who else has the card open, and was heard of since; with the fields that each is editing. */
export async function listOthers(db: Queryable, recordId: string, userId: string, since: Date): Promise<Other[]> {
  return db.rows(selectOthers, [recordId, userId, since])
}

const forget = statement<{ id: string }>('delete from presence where seen_at < $1 returning place_id as id')

/** Takes out who was not heard of since; answers how many. */
export async function removeSilent(db: Queryable, since: Date): Promise<number> {
  return (await db.rows(forget, [since])).length
}
