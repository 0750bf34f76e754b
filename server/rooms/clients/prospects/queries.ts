import { sql } from 'kysely'
import type { QueryOf, ResultOf } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { page } from '../../../platform/http/cursor.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { listProspects as listContract, Prospect } from '../contract.ts'
import { listSimilar } from '../duplicates/queries.ts'
import { listNotDuplicates } from '../duplicates/storage.ts'
import { matching, planLookup } from '../lookup/queries.ts'
import { listPlaces } from '../lookup/storage.ts'
import { readThroughMerges } from '../merging/redirects/queries.ts'
import { mayChangeProspect, prospectRights } from '../policy.ts'
import { personOf } from '../queries.ts'
import type { ProspectRecord } from '../tables.ts'
import { probeProspect } from './rules.ts'
import { findProspect, selectProspect } from './storage.ts'

const MOST_SUGGESTIONS = 5

/** One prospect, or the one into which it was merged, with the clients that look like it. */
export async function getProspect(db: Queryable, caller: Caller, id: string): Promise<Prospect> {
  return readThroughMerges(db, caller, { kind: 'prospect', id }, async each => {
    const record = await findProspect(db, each, caller.scope.clients.sight)
    return record && { ...toProspect(record, caller), suggestions: await listSuggestions(db, caller, record) }
  })
}

/** The answer of a prospect that this caller may see. */
export function toProspect(record: ProspectRecord, caller: Caller): Omit<Prospect, 'suggestions'> {
  const { id, fullName, company, email, phone, comment, version } = record
  const { clientId, clientName, contactId, contactName } = record
  const archived = record.archivedAt !== null
  const walled = clientId !== null && !caller.scope.clients.sees(clientId, record.clientResponsibleId)
  return {
    id,
    version,
    fullName,
    company,
    email,
    phone,
    comment,
    responsible: personOf(record.responsibleId, record.responsibleName),
    client: clientId !== null && clientName !== null ? { id: clientId, name: clientName, walled } : null,
    contact: contactId !== null && contactName !== null ? { id: contactId, fullName: contactName } : null,
    linkedAt: record.linkedAt?.toISOString() ?? null,
    linkedBy: personOf(record.linkedBy, record.linkedByName),
    archivedAt: record.archivedAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    can: prospectRights(caller.actor, {
      archived,
      linked: clientId !== null,
      own: mayChangeProspect(caller.scope.clients, record),
    }),
  }
}

const mainClients = statement<{ contactId: string; clientId: string; title: string }>(`
  select distinct on (l.contact_id) l.contact_id as "contactId", c.id as "clientId", c.name as title
    from client_contact l join client c on c.id = l.client_id
   where l.contact_id = any($1::uuid[]) and l.to_day is null and c.archived_at is null
     and ($2::uuid[] is null or l.owner_key = any($2) or l.client_id = any($2))
   order by l.contact_id, l.main desc, l.id`)

/** Registered clients that look like the prospect and that the reader may open, best first; none once it is linked. */
async function listSuggestions(
  db: Queryable,
  caller: Caller,
  record: ProspectRecord,
): Promise<Prospect['suggestions']> {
  if (record.clientId !== null || record.archivedAt !== null) return []
  const similar = await listSimilar(db, caller, probeProspect(record.id, record), {
    ownerIds: [record.id],
    clientIds: [],
  })
  const found = similar.map(each => each.match).filter(match => match.id !== null && !match.archived)
  const contactIds = found.flatMap(match => (match.type === 'contact' && match.id !== null ? [match.id] : []))
  if (found.every(match => match.type === 'prospect')) return []
  const clientOf = new Map(
    (contactIds.length > 0 ? await db.rows(mainClients, [contactIds, caller.scope.clients.sight]) : []).map(row => [
      row.contactId,
      row,
    ]),
  )
  const apart = new Set(await listNotDuplicates(db, [record.id]))
  const suggestions = new Map<string, Prospect['suggestions'][number]>()
  for (const match of found) {
    const client =
      match.type === 'contact'
        ? clientOf.get(match.id ?? '')
        : match.type === 'client' && match.id !== null
          ? { clientId: match.id, title: match.title }
          : undefined
    if (!client || apart.has(client.clientId)) continue
    const known = suggestions.get(client.clientId)
    suggestions.set(client.clientId, {
      clientId: client.clientId,
      contactId: known?.contactId ?? (match.type === 'contact' ? match.id : null),
      title: client.title,
      reasons: [...new Set([...(known?.reasons ?? []), ...match.reasons])],
    })
  }
  return [...suggestions.values()].sort((a, b) => b.reasons.length - a.reasons.length).slice(0, MOST_SUGGESTIONS)
}

const rowsByIds = statement<ProspectRecord>(`
  ${selectProspect} join unnest($1::uuid[]) with ordinality as wanted(id, n) on wanted.id = p.id order by wanted.n`)

/** Prospects that the caller looks after or sees through one of their Interests, newest first. */
export async function listProspects(
  db: Queryable,
  caller: Caller,
  query: QueryOf<typeof listContract>,
): Promise<ResultOf<typeof listContract>> {
  const { q, linked, archived = false, responsibleId, limit, cursor } = query
  const lookup = await planLookup(db, caller, q)
  const isLinked = linked ? sql<boolean>`t.client_id is not null` : sql<boolean>`t.client_id is null`
  const places = await listPlaces(
    db,
    'prospect',
    {
      scope: caller.scope.clients,
      responsibleId,
      order: 'recent',
      archived,
      limit,
      cursor,
      matching: matching(lookup, sql<string>`t.id`, 'owner_id', 'prospect'),
      where: linked === undefined ? [] : [isLinked],
    },
    true,
  )
  const { items, nextCursor } = page('prospects by recent', places, limit, row => [row.place, row.id])
  const rows = await db.rows(rowsByIds, [items.map(item => item.id)])
  return { items: rows.map(row => toProspect(row, caller)), nextCursor }
}
