import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { PartyType } from '../contract.ts'
import type { SameInn, Suspect } from './rules.ts'

const byInn = statement<SameInn>(`
  select known.*
    from unnest($1::text[]) as wanted(inn)
   cross join lateral (
     select id as "contractorId", client_id as "clientId", inn, kpp
       from contractor
      where inn = wanted.inn and not exists (select from client c where c.id = client_id and c.merged_into is not null)
      order by archived_at nulls first, created_at, id limit 100) known`)

/**
 * Legal entities with one of these INNs, archived ones too, whatever the reader may see. One that stayed with a merged
 * client is held by the winner's own.
 */
export async function listByInn(db: Queryable, inns: readonly string[]): Promise<SameInn[]> {
  return inns.length === 0 ? [] : db.rows(byInn, [inns])
}

/** A record as the comparison of two needs it, whatever the reader may see of it. */
export interface Party {
  type: PartyType
  id: string
  title: string
  names: { name: string; isPerson: boolean }[]
  numbers: { inn: string | null; kpp: string | null; ogrn: string | null }[]
  responsibleId: string | null
  responsibleName: string | null
  archived: boolean
  visible: boolean
}

const parties = statement<Party>(`
  select 'client' as type, c.id, c.name as title,
         jsonb_build_array(jsonb_build_object('name', c.name, 'isPerson', c.kind <> 'organisation'),
           jsonb_build_object('name', coalesce(c.public_name, ''), 'isPerson', c.kind <> 'organisation')) as names,
         (select coalesce(jsonb_agg(jsonb_build_object('inn', k.inn, 'kpp', k.kpp, 'ogrn', k.ogrn)), '[]')
            from contractor k where k.client_id = c.id) as numbers,
         c.responsible_id as "responsibleId", u.name as "responsibleName",
         c.archived_at is not null as archived, ($4::uuid[] is null or c.owner_key = any($4) or c.id = any($4)) as visible
    from client c left join app_user u on u.id = c.responsible_id
   where c.id = any($1::uuid[])
  union all
  select 'contact', p.id, p.full_name, jsonb_build_array(jsonb_build_object('name', p.full_name, 'isPerson', true)), '[]',
         l.responsible_id, l.responsible_name, p.archived_at is not null,
         ($4::uuid[] is null or coalesce(l.visible, false))
    from contact p
    left join lateral (
      select c.responsible_id, u.name as responsible_name, s.visible
        from client_contact l join client c on c.id = l.client_id left join app_user u on u.id = c.responsible_id
        cross join lateral (select l.owner_key = any($4) or l.client_id = any($4) as visible) s
       where l.contact_id = p.id and l.to_day is null
       order by s.visible desc, l.main desc, l.id limit 1
    ) l on true
   where p.id = any($2::uuid[])
  union all
  select 'prospect', p.id, coalesce(p.full_name, p.company, p.email, p.phone),
         jsonb_build_array(jsonb_build_object('name', coalesce(p.full_name, ''), 'isPerson', true),
           jsonb_build_object('name', coalesce(p.company, ''), 'isPerson', false)), '[]',
         p.responsible_id, u.name, p.archived_at is not null,
         ($4::uuid[] is null or p.owner_key = any($4) or p.client_id = any($4) or exists (
           select from record_access a where a.record_id = p.id and a.principal_id = any($4)))
    from prospect p left join app_user u on u.id = p.responsible_id
   where p.id = any($3::uuid[])`)

/** These records, with what a comparison needs; `visible` says whether somebody with this sight may open them. */
export async function listParties(
  db: Queryable,
  suspects: readonly Suspect[],
  sight: readonly string[] | null,
): Promise<Map<string, Party>> {
  if (suspects.length === 0) return new Map()
  const of = (type: PartyType) => suspects.filter(suspect => suspect.type === type).map(suspect => suspect.id)
  const rows = await db.rows(parties, [of('client'), of('contact'), of('prospect'), sight])
  return new Map(rows.map(row => [row.id, row]))
}

const putApart = statement<never>(`
  insert into not_duplicate (left_id, right_id, by_user, at)
  values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3, $4)
  on conflict (left_id, right_id) do update set by_user = excluded.by_user, at = excluded.at`)

/** Remembers for everybody that two records are not the same party, and who said so last. */
export async function insertNotDuplicate(
  db: Queryable,
  one: string,
  other: string,
  by: { userId: string; at: Date },
): Promise<void> {
  await db.rows(putApart, [one, other, by.userId, by.at])
}

const takeBack = statement<never>(`
  delete from not_duplicate where left_id = least($1::uuid, $2::uuid) and right_id = greatest($1::uuid, $2::uuid)`)

/** Forgets it again: the two may be told as duplicates. */
export async function deleteNotDuplicate(db: Queryable, one: string, other: string): Promise<void> {
  await db.rows(takeBack, [one, other])
}

const apart = statement<{ id: string }>(`
  select right_id as id from not_duplicate where left_id = any($1::uuid[])
  union all
  select left_id from not_duplicate where right_id = any($1::uuid[])`)

/** Records that somebody said are not the same as these. */
export async function listNotDuplicates(db: Queryable, ids: readonly string[]): Promise<string[]> {
  return (await db.rows(apart, [ids])).map(row => row.id)
}
