import { type Queryable, statement } from '../../../../platform/db/database.ts'
import type { Reach } from '../../../../platform/scope.ts'
import type { WholeValue } from '../rules.ts'

export interface Wall {
  kind: WholeValue['kind']
  type: 'client' | 'prospect'
  recordId: string
  responsibleId: string | null
  responsibleName: string | null
  openInterests: number
}

/** More parties behind one identifier say nothing about who the caller is, and of namesakes no more are looked at. */
const MOST_WALLS = 5
const MOST_HOLDERS = 40

/** Parties out of sight ($3) that hold one of the whole values $1–$2 (kind, value; beside an INN its KPP $4). */
const wallsByValue = statement<Wall>(`
  with met as materialized (
    -- the index alone tells what is met out of sight: of a full name in all its orders seldom more than one
    select k.* from unnest($1::text[], $2::text[], $4::text[]) as k(kind, value, kpp)
    where exists (select from identity i where i.kind = k.kind and i.value = k.value and i.main and i.owner_key <> all($3::uuid[]))
  ),
  holder as materialized (
    select k.kind, h.*
    from met k
    cross join lateral (
      select owner_kind, owner_id, client_id from identity held
      where kind = k.kind and value = k.value and main and owner_key <> all($3::uuid[])
        -- a linked prospect is told by its client, and what was opened is in sight
        and (owner_kind = 'prospect') = (client_id is null) and (client_id is null or client_id <> all($3::uuid[]))
        and (k.kpp is null or exists (
          select from contractor r where r.client_id = held.client_id and r.inn = k.value and r.kpp = k.kpp
        ))
      limit ${MOST_HOLDERS}
    ) h
  )
  select distinct on (party."recordId") party.*, u.name as "responsibleName"
  from (
    (select h.kind, 'client' as type, c.id as "recordId", c.responsible_id as "responsibleId", c.open_interests as "openInterests"
    from holder h
    join client c on c.id = h.client_id
    where h.owner_kind <> 'prospect' and c.owner_key <> all($3::uuid[]) and c.id <> all($3::uuid[])
      -- a contact that also works for a client in scope stands among the results
      and not (h.owner_kind = 'contact' and exists (
        select from client_contact l
        where l.contact_id = h.owner_id and l.to_day is null and (l.owner_key = any($3::uuid[]) or l.client_id = any($3::uuid[]))
      ))
    limit ${2 * MOST_WALLS})
    union all
    (select h.kind, 'prospect', p.id, p.responsible_id, p.open_interests
    from holder h
    join prospect p on p.id = h.owner_id
    where h.owner_kind = 'prospect' and p.owner_key <> all($3::uuid[]) and p.client_id is null
      and not exists (select from record_access v where v.record_id = p.id and v.principal_id = any($3::uuid[]))
    limit ${2 * MOST_WALLS})
  ) party
  left join app_user u on u.id = party."responsibleId"
  order by party."recordId", party.kind
  limit ${MOST_WALLS}`)

export async function listWalls(db: Queryable, scope: Reach, wholes: readonly WholeValue[]): Promise<Wall[]> {
  if (scope.principals === null || wholes.length === 0) return []
  const pairs = wholes.flatMap(({ kind, values, kpp = null }) => values.map(value => ({ kind, value, kpp })))
  return db.rows(wallsByValue, [
    pairs.map(pair => pair.kind),
    pairs.map(pair => pair.value),
    scope.sight,
    pairs.map(pair => pair.kpp),
  ])
}
