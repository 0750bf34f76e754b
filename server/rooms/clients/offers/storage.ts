import { type Queryable, statement } from '../../../platform/db/database.ts'

/** A prospect that may turn out to be a client. */
export interface Offered {
  id: string
  name: string
  responsibleId: string | null
  openInterests: number
}

const offered = statement<Offered>(`
  select p.id, coalesce(p.full_name, p.company, p.email, p.phone) as name, p.responsible_id as "responsibleId",
         p.open_interests as "openInterests"
    from prospect p
   where p.id = any($1::uuid[]) and p.client_id is null and p.archived_at is null
     and not exists (select from not_duplicate n
                      where n.left_id = least(p.id, $2::uuid) and n.right_id = greatest(p.id, $2::uuid))`)

/** Of these prospects those that are nobody's yet, and of which nobody said that they are not this client. */
export async function listOffered(db: Queryable, prospectIds: readonly string[], clientId: string): Promise<Offered[]> {
  return db.rows(offered, [prospectIds, clientId])
}
