import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listNames } from '../../access/grants/queries.ts'
import { listSimilar, type Similar } from '../duplicates/queries.ts'
import {
  looksLikePerson,
  type Probe,
  probeEmails,
  probeName,
  probeNumbers,
  probePhones,
  probesOf,
} from '../duplicates/rules.ts'
import { readEmails, readPhones } from '../rules.ts'
import { mayChangeProspect } from '../policy.ts'
import { titleOf } from '../prospects/rules.ts'
import { findProspect } from '../prospects/storage.ts'
import { findClient } from '../storage.ts'
import type { AccessRequest, AskedKind } from './contract.ts'
import { type Askable, askedPatterns, readNumbers } from './rules.ts'
import { listEmployersOutOfSight, listOpenOfRecord, type RequestRow, selectAsked } from './storage.ts'

/**
 * Since when a request of this person waits, by the records behind a wall that the person is being told of: clients, and
 * contacts by whom a client was found. Only a request by the value that was typed now is told: of another one it would
 * say that both belong to one client.
 */
export async function listAsked(
  db: Queryable,
  askerId: string,
  ids: readonly string[],
  typed: string,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await selectAsked(db, askerId, ids, askedPatterns(typed))
  return new Map(rows.map(({ id, askedAt }) => [id, askedAt.toISOString()]))
}

/** A party behind a wall, as it was told of. */
export interface WalledParty {
  type: 'client' | 'prospect'
  recordId: string
  responsibleId: string | null
  kind: Probe['reason']
}

/** Whom the check for duplicates tells of behind a wall when this one value is typed, whatever the field. */
export async function listWalledAlike(db: Queryable, caller: Caller, typed: string): Promise<WalledParty[]> {
  const { sight } = caller.scope.clients
  if (sight === null) return []
  const found = await listSimilar(db, caller, probeValue(typed), { ownerIds: [], clientIds: [] })
  const walled = found.filter(({ match, alone }) => match.walled && alone !== null)
  const contacts = walled.filter(each => each.match.type === 'contact').map(each => each.recordId)
  const employers = Map.groupBy(await listEmployersOutOfSight(db, contacts, sight), each => each.contactId)
  const parties = walled.flatMap(({ match, recordId, probe }: Similar): WalledParty[] => {
    const kind = probe.reason
    if (match.type !== 'contact')
      return [{ type: match.type, recordId, responsibleId: match.responsible?.id ?? null, kind }]
    return (employers.get(recordId) ?? []).map(({ clientId, responsibleId }) => ({
      type: 'client',
      recordId: clientId,
      responsibleId,
      kind,
    }))
  })
  return [...new Map(parties.map(party => [party.recordId, party])).values()]
}

/** A client or a prospect as somebody who sees it may ask about it; undefined where it is out of sight. */
export async function findAskableParty(
  db: Queryable,
  { scope: { clients } }: Caller,
  kind: Exclude<AskedKind, 'interest'>,
  id: string,
): Promise<Askable | undefined> {
  const of = (
    party: { responsibleId: string | null; archivedAt: Date | null } | undefined,
    title: string,
    changes: boolean,
  ): Askable | undefined =>
    party && {
      record: { kind, id },
      title,
      responsibleId: party.responsibleId,
      archived: party.archivedAt !== null,
      changes,
      readOnly: clients.isReadOnly,
    }
  if (kind === 'client') {
    const client = await findClient(db, id, clients.sight)
    return client && of(client, client.publicName ?? client.name, clients.changes(client.responsibleId, id))
  }
  const prospect = await findProspect(db, id, clients.sight)
  return prospect && of(prospect, titleOf(prospect), mayChangeProspect(clients, prospect))
}

/** What is asked for from the card of a record and not yet decided. */
export async function listWaiting(db: Queryable, record: RequestRow['record']): Promise<RequestRow[]> {
  return listOpenOfRecord(db, record)
}

/** A request as whoever made it is told of it. @param askedOf who was told */
export async function presentRequest(
  db: Queryable,
  request: RequestRow,
  askedOf: readonly string[],
): Promise<AccessRequest> {
  const { id, wanted, typed, record, until, word, outcome, createdAt } = request
  return {
    id,
    wanted,
    typed,
    record: wanted === 'sight' ? null : record,
    until,
    word,
    outcome,
    askedOf: await listNames(db, askedOf),
    createdAt: createdAt.toISOString(),
  }
}

/** One value in every field where it may have been typed. */
function probeValue(typed: string): Probe[] {
  const signs = [
    ...probePhones(readPhones([typed]), () => 'phones[0]'),
    ...probeEmails(readEmails([typed]), () => 'emails[0]'),
    ...probeNumbers(readNumbers(typed) ?? {}, ''),
  ]
  const named = (isPerson: boolean) => probeName(typed, isPerson, 'name')
  return [
    ...probesOf('client', 'client', null, [...signs, ...named(false)]),
    ...(looksLikePerson(typed) ? probesOf('client', 'person', null, named(true)) : []),
    ...probesOf('contact', 'contact', null, [...signs, ...named(true)]),
    ...probesOf('prospect', 'prospect', null, [...signs, ...named(true)]),
    ...probesOf('prospect', 'company', null, named(false)),
  ]
}
