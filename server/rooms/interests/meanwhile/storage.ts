import { type Queryable, statement } from '../../../platform/db/database.ts'

export interface Meanwhile {
  created: number
  moved: number
  closed: number
}

const count = statement<Meanwhile>(`
  select count(*) filter (where i.created_at >= $2 and i.created_at < $3)::int as created,
         count(*) filter (where i.open and i.state_entered_at >= $2 and i.state_entered_at < $3
                            and i.state_entered_at <> i.created_at)::int as moved,
         count(*) filter (where i.closed_at >= $2 and i.closed_at < $3)::int as closed
    from interest i where i.owner_key = $1`)

/** How many Interests of a person were registered, went on and were closed within this time. */
export async function countMeanwhile(
  db: Queryable,
  userId: string,
  { from, to }: { from: Date; to: Date },
): Promise<Meanwhile> {
  return (await db.first(count, [userId, from, to])) ?? { created: 0, moved: 0, closed: 0 }
}
