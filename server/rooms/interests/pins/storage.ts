import { type Queryable, statement } from '../../../platform/db/database.ts'

interface Place {
  interestId: string
  userId: string
}

const insertPin = statement<never>(`
  insert into interest_pin (interest_id, user_id, event_id, pinned_at) values ($1, $2, $3, $4) on conflict do nothing`)
const deletePin = statement<never>(
  'delete from interest_pin where interest_id = $1 and user_id = $2 and event_id = $3::bigint',
)

export async function storePin(
  db: Queryable,
  { interestId, userId }: Place,
  entryId: string,
  on: Date | null,
): Promise<void> {
  if (on) await db.rows(insertPin, [interestId, userId, entryId, on])
  else await db.rows(deletePin, [interestId, userId, entryId])
}

const selectPins = statement<{ id: string }>(`
  select event_id::text as id from interest_pin where interest_id = $1 and user_id = $2 order by event_id desc`)

/** The entries that a person keeps on top of the history of an Interest, newest first. */
export async function listPins(db: Queryable, { interestId, userId }: Place): Promise<string[]> {
  return (await db.rows(selectPins, [interestId, userId])).map(row => row.id)
}
