import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { SameInn } from './rules.ts'

const byInn = statement<SameInn>(`
  select id as "contractorId", client_id as "clientId", kpp
    from contractor where inn = $1
   order by archived_at nulls first, created_at, id limit 100`)

/** Legal entities with this INN, archived ones too, whatever the reader may see. */
export async function listByInn(db: Queryable, inn: string): Promise<SameInn[]> {
  return db.rows(byInn, [inn])
}

const putApart = statement<never>(`
  insert into not_duplicate (left_id, right_id, by_user, at)
  values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4)
  on conflict do nothing`)

/** Remembers for everybody that two records are not the same party. */
export async function insertNotDuplicate(
  db: Queryable,
  one: string,
  other: string,
  by: { userId: string; at: Date },
): Promise<void> {
  await db.rows(putApart, [one, other, by.userId, by.at])
}

const apart = statement<{ id: string }>(`
  select case when left_id = $1 then right_id else left_id end as id
    from not_duplicate where left_id = $1 or right_id = $1`)

/** Records that somebody said are not the same as this one. */
export async function listNotDuplicates(db: Queryable, id: string): Promise<string[]> {
  return (await db.rows(apart, [id])).map(row => row.id)
}
