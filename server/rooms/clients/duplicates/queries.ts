import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Match } from '../contract.ts'
import { listHolders } from '../identity/storage.ts'
import { decideSuspects, type Probe, type Self, type Suspect } from './rules.ts'

interface PartyRow {
  type: Match['type']
  id: string
  title: string
  responsibleId: string | null
  responsibleName: string | null
  archived: boolean
  visible: boolean
}

const describe = statement<PartyRow>(`
  select 'client' as type, c.id, c.name as title, c.responsible_id as "responsibleId", u.name as "responsibleName",
         c.archived_at is not null as archived, ($4::uuid[] is null or c.owner_key = any($4)) as visible
    from client c left join app_user u on u.id = c.responsible_id
   where c.id = any($1::uuid[])
  union all
  select 'contact', p.id, p.full_name, l.responsible_id, l.responsible_name, p.archived_at is not null,
         ($4::uuid[] is null or coalesce(l.visible, false))
    from contact p
    left join lateral (
      select c.responsible_id, u.name as responsible_name, l.owner_key = any($4) as visible
        from client_contact l join client c on c.id = l.client_id left join app_user u on u.id = c.responsible_id
       where l.contact_id = p.id and l.to_day is null
       order by (l.owner_key = any($4)) desc, l.main desc, l.id limit 1
    ) l on true
   where p.id = any($2::uuid[])
  union all
  select 'prospect', p.id, coalesce(p.full_name, p.company, p.email, p.phone), p.responsible_id, u.name,
         p.archived_at is not null,
         ($4::uuid[] is null or p.owner_key = any($4) or exists (
           select from record_access a where a.record_id = p.id and a.principal_id = any($4)))
    from prospect p left join app_user u on u.id = p.responsible_id
   where p.id = any($3::uuid[])`)

export interface Similar {
  probe: Probe
  match: Match
  /** The record behind a wall: for the audit, never for the answer. */
  recordId: string
}

/** Records that look like a new one by a whole identifier, best first; of those behind a wall only what was typed. */
export async function listSimilar(
  db: Queryable,
  caller: Caller,
  probes: readonly Probe[],
  self: Self,
): Promise<Similar[]> {
  const keys = probes.flatMap(probe => probe.values.map(value => ({ kind: probe.reason as 'name', value })))
  const holders = await listHolders(db, keys)
  const suspects = decideSuspects(probes, holders, self)
  if (suspects.length === 0) return []
  const found = await describeParties(db, caller, suspects)
  const reasons = new Map<string, Set<string>>()
  for (const { id, probe } of suspects) reasons.set(id, (reasons.get(id) ?? new Set()).add(probe.reason))
  return suspects
    .flatMap(suspect => {
      const row = found.get(suspect.id)
      return row ? [{ probe: suspect.probe, recordId: row.id, match: matchOf(row, suspect, reasons) }] : []
    })
    .sort((a, b) => rank(b.match) - rank(a.match))
}

async function describeParties(
  db: Queryable,
  caller: Caller,
  suspects: readonly Pick<Suspect, 'type' | 'id'>[],
): Promise<Map<string, PartyRow>> {
  const of = (type: Suspect['type']) => suspects.filter(suspect => suspect.type === type).map(suspect => suspect.id)
  const rows = await db.rows(describe, [of('client'), of('contact'), of('prospect'), caller.scope.principals])
  return new Map(rows.map(row => [row.id, row]))
}

function matchOf(row: PartyRow, suspect: Suspect, reasons: Map<string, Set<string>>): Match {
  const { responsibleId, responsibleName } = row
  return {
    type: row.type,
    id: row.visible ? row.id : null,
    title: row.visible ? row.title : suspect.probe.typed,
    reasons: [...(reasons.get(row.id) ?? [])],
    walled: !row.visible,
    responsible: responsibleId && responsibleName ? { id: responsibleId, name: responsibleName } : null,
    archived: row.archived,
  }
}

function rank(match: Match): number {
  return (match.walled ? 0 : 4) + (match.archived ? 0 : 2) + (match.type === 'prospect' ? 0 : 1)
}

/** How one client looks to somebody who asked by its INN. */
export async function describeClient(
  db: Queryable,
  caller: Caller,
  clientId: string,
  typed: string,
): Promise<Match | null> {
  const suspect = {
    type: 'client' as const,
    id: clientId,
    probe: { reason: 'name' as const, field: 'inn', typed, values: [], lock: '' },
  }
  const row = (await describeParties(db, caller, [suspect])).get(clientId)
  return row ? matchOf(row, suspect, new Map([[clientId, new Set(['inn'])]])) : null
}
