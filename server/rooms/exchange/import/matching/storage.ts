import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { KnownClient } from './rules.ts'

const known = statement<KnownClient>(`
  select c.id, c.name, c.kind, c.archived_at is not null as archived,
         ($2::uuid[] is null or c.owner_key = any($2)) as visible,
         coalesce((select jsonb_agg(jsonb_build_object('inn', k.inn, 'kpp', k.kpp))
                     from contractor k where k.client_id = c.id and k.inn is not null), '[]') as numbers,
         -- the import is no condition: its index would read everything that it has made so far, for each client
         coalesce((select bool_or(m.import_id = $3 and m.made) from import_change m where m.record_id = c.id), false) as own
    from client c where c.id = any($1::uuid[])`)

export async function listKnownClients(
  db: Queryable,
  ids: readonly string[],
  principals: readonly string[] | null,
  importId: string,
): Promise<KnownClient[]> {
  return ids.length === 0 ? [] : db.rows(known, [ids, principals, importId])
}

const ownByName = statement<{ id: string; at: number }>(`
  select found.record_id as id, wanted.at::int - 1 as at
    from unnest($2::text[], $3::bool[]) with ordinality as wanted(name_key, has_inn, at)
   cross join lateral (
     select m.record_id from import_change m
      where m.import_id = $1 and m.name_key = wanted.name_key and (not wanted.has_inn or not m.has_inn)
      limit 3) found`)

/**
 * Clients with these names that this import has made; `at` is the place of the name. Two that both have an INN are told
 * apart by it and not looked for.
 */
export async function listOwnByName(
  db: Queryable,
  importId: string,
  names: readonly { nameKey: string; hasInn: boolean }[],
): Promise<{ id: string; at: number }[]> {
  return db.rows(ownByName, [importId, names.map(each => each.nameKey), names.map(each => each.hasInn)])
}

const employers = statement<{ contactId: string; clientId: string }>(`
  select contact_id as "contactId", client_id as "clientId"
    from client_contact where contact_id = any($1::uuid[]) and to_day is null
   order by main desc, id`)

/** For whom these contacts work. */
export async function listEmployers(
  db: Queryable,
  contactIds: readonly string[],
): Promise<{ contactId: string; clientId: string }[]> {
  return contactIds.length === 0 ? [] : db.rows(employers, [contactIds])
}
