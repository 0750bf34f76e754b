import { type Queryable, statement } from '../../../platform/db/database.ts'

/** What an id of a history stands for today. */
export interface Named {
  id: string
  name: string | null
  archived: boolean
  /** It was merged into another record. */
  merged: boolean
  /** May the reader open it? */
  visible: boolean
}

const parties = statement<Named>(`
  select id, name, deactivated_at is not null as archived, false as merged, true as visible
    from app_user where id = any($1::uuid[])
  union all
  select c.id, coalesce(c.public_name, c.name), c.archived_at is not null, c.merged_into is not null,
         ($2::uuid[] is null or c.owner_key = any($2) or c.id = any($2))
    from client c where c.id = any($1::uuid[])
  union all
  select p.id, p.full_name, p.archived_at is not null, p.merged_into is not null,
         ($2::uuid[] is null or exists (
            select from client_contact l where l.contact_id = coalesce(p.merged_into, p.id)
               and l.to_day is null and (l.owner_key = any($2) or l.client_id = any($2))))
    from contact p where p.id = any($1::uuid[])
  union all
  select p.id, coalesce(p.full_name, p.company, p.email, p.phone), p.archived_at is not null, p.merged_into is not null,
         ($2::uuid[] is null or p.owner_key = any($2) or p.client_id = any($2) or exists (
            select from record_access a where a.record_id = p.id and a.principal_id = any($2)))
    from prospect p where p.id = any($1::uuid[])`)

/** People and parties by their ids, and whether somebody of this sight may open them. */
export async function listNamed(
  db: Queryable,
  ids: readonly string[],
  sight: readonly string[] | null,
): Promise<Named[]> {
  return ids.length === 0 ? [] : db.rows(parties, [ids, sight])
}

const contractor = statement<{ clientId: string; createdAt: Date }>(
  'select client_id as "clientId", created_at as "createdAt" from contractor where id = $1',
)

/** Whose legal entity it is, and since when. */
export async function findContractorMade(
  db: Queryable,
  id: string,
): Promise<{ clientId: string; createdAt: Date } | undefined> {
  return db.first(contractor, [id])
}
