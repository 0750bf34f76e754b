import { nameKey } from '../../../../platform/pure/names.ts'
import type { Work } from '../../../../platform/work.ts'
import type { CheckedClient } from '../../../clients/bulk/actions.ts'
import { tellWalls } from '../../../clients/duplicates/actions.ts'
import type { Similar } from '../../../clients/duplicates/queries.ts'
import type { ImportValues } from '../contract.ts'
import type { RowMatch } from '../tables.ts'
import { type Candidate, isOfName, type KnownClient, rankCandidates, type Reason } from './rules.ts'
import { listEmployers, listKnownClients, listOwnByName } from './storage.ts'

export interface Matched {
  /** The client of the legal entity with the same INN and KPP. */
  same: KnownClient | null
  candidates: Candidate[]
  /** Look-alikes that the importer may not change, the likeliest first. */
  walls: Similar[]
}

/** Whom each of these clients may mean, by what the rules of duplicates have found. */
export async function findMatches(work: Work, checked: readonly CheckedClient[], importId: string): Promise<Matched[]> {
  const contacts = checked.flatMap(each =>
    each.similar.filter(({ match }) => match.type === 'contact').map(({ recordId }) => recordId),
  )
  const employers = new Map<string, string[]>()
  for (const { contactId, clientId } of await listEmployers(work.tx, [...new Set(contacts)]))
    employers.set(contactId, [...(employers.get(contactId) ?? []), clientId])
  const found = checked.map(each => reasonsOf(each, employers))
  await addNamesakes(work, checked, importId, found)
  const ids = new Set(found.flatMap(reasons => [...reasons.keys()]))
  const clients = await listKnownClients(work.tx, [...ids], work.scope.clients.principals, importId)
  const byId = new Map(clients.map(client => [client.id, client]))
  const isOutOfReach = (similar: Similar) =>
    similar.match.walled || clientsOf(similar, employers).some(id => byId.get(id)?.visible === false)
  return checked.map(({ same, similar }, at) => ({
    same: same ? (byId.get(same.clientId) ?? null) : null,
    candidates: [...(found[at] ?? [])].flatMap(([id, reasons]) => {
      const client = byId.get(id)
      return client ? [{ client, reasons }] : []
    }),
    walls: similar.flatMap(each => {
      const wall = isOutOfReach(each) ? toldOf(each) : null
      return wall !== null && tellingReasons(wall).length > 0 ? [wall] : []
    }),
  }))
}

export interface WalledRow {
  values: ImportValues
  /** What the check told of this row. */
  known: readonly RowMatch[] | null
}

/**
 * Which rows mean nobody but a client behind a wall, as far as the person may be told (model.md 28): the whole
 * identifier, who is responsible, so many an hour. A record that the check told of is not counted again.
 */
export async function findWalled(
  work: Work,
  rows: readonly WalledRow[],
  matched: readonly Matched[],
): Promise<(RowMatch | null)[]> {
  const walls = rows.map(({ values }, at) => {
    const { same = null, candidates = [], walls = [] } = matched[at] ?? {}
    if (same !== null || walls.length === 0 || rankCandidates(values, candidates).length > 0) return null
    // A namesake is not yet the same person.
    return walls.find(each => values.kind !== 'person' || tellingReasons(each).some(by => !isOfName(by))) ?? null
  })
  const isKnown = (at: number, id: string) => rows[at]?.known?.some(match => match.walled === id) ?? false
  const asked = walls.filter((wall, at) => wall !== null && !isKnown(at, wall.recordId)) as Similar[]
  const told = new Set((asked.length === 0 ? [] : await tellWalls(work, asked)).map(each => each.recordId))
  return walls.map((wall, at) => {
    if (wall === null || (!told.has(wall.recordId) && !isKnown(at, wall.recordId))) return null
    const { match, recordId } = wall
    const responsible = match.responsible?.name ?? null
    return { clientId: null, name: null, reasons: tellingReasons(wall), walled: recordId, responsible }
  })
}

/** Two rows of one company are one client, however usual its name is. */
async function addNamesakes(
  work: Work,
  checked: readonly CheckedClient[],
  importId: string,
  found: readonly Map<string, Set<Reason>>[],
): Promise<void> {
  const names = checked.map(({ input }) => ({
    nameKey: nameKey(input.name, input.kind),
    hasInn: input.inn !== undefined,
  }))
  for (const { id, at } of await listOwnByName(work.tx, importId, names)) {
    const reasons = found[at]
    reasons?.set(id, (reasons.get(id) ?? new Set()).add('name'))
  }
}

function reasonsOf(
  { same, similar }: CheckedClient,
  employers: ReadonlyMap<string, string[]>,
): Map<string, Set<Reason>> {
  const reasons = new Map<string, Set<Reason>>()
  const add = (clientId: string, reason: Reason) =>
    reasons.set(clientId, (reasons.get(clientId) ?? new Set()).add(reason))
  if (same) add(same.clientId, 'same')
  for (const each of similar) {
    // What lies behind a wall decides nothing.
    if (each.match.walled) continue
    for (const id of clientsOf(each, employers)) for (const reason of tellingReasons(each)) add(id, reason)
  }
  return reasons
}

function clientsOf({ match, recordId }: Similar, employers: ReadonlyMap<string, string[]>): string[] {
  if (match.type === 'prospect') return []
  return match.type === 'client' ? [recordId] : (employers.get(recordId) ?? [])
}

/** Behind a wall each value tells what it tells alone: that two of them belong to one client is not said. */
function toldOf(similar: Similar): Similar | null {
  const { match, alone } = similar
  if (!match.walled) return similar
  return alone === null ? null : { ...similar, match: { ...match, ...alone } }
}

/** By what one that was found tells of the client of a row. */
function tellingReasons({ probe, match }: Similar): Reason[] {
  if (match.type === 'prospect') return []
  // A contact with the name of another contact says nothing about where they work.
  const isOwn = match.type === 'client' && !probe.subject.includes('contacts[')
  return match.reasons.filter(isReason).filter(reason => isOwn || reason === 'phone' || reason === 'email')
}

function isReason(reason: string): reason is Reason {
  return reason === 'inn' || reason === 'phone' || reason === 'email' || reason === 'name' || reason === 'name_similar'
}
