import { type Queryable, statement } from '../../../../platform/db/database.ts'

const taken = statement<{ id: string; name: string }>(`
  select o.id, o.name
    from contractor k join contractor o on o.inn = k.inn and o.kpp is not distinct from k.kpp
    join client c on c.id = o.client_id
   where k.client_id = $1 and o.client_id not in ($1, $2) and c.merged_into is null
     and greatest(o.updated_at, o.created_at) > $3
   order by o.id limit 20`)

/** Legal entities of others that took the INN and KPP of this client while it was merged away. */
export async function listTakenNumbers(
  db: Queryable,
  clientId: string,
  winnerId: string,
  since: Date,
): Promise<{ id: string; name: string }[]> {
  return db.rows(taken, [clientId, winnerId, since])
}
