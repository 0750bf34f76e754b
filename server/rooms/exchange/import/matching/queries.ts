import { nameKey } from '../../../../platform/pure/names.ts'
import type { Work } from '../../../../platform/work.ts'
import type { CheckedClient } from '../../../clients/bulk/actions.ts'
import type { Candidate, KnownClient, Reason } from './rules.ts'
import { listEmployers, listKnownClients, listOwnByName } from './storage.ts'

export interface Matched {
  /** The client of the legal entity with the same INN and KPP. */
  same: KnownClient | null
  candidates: Candidate[]
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
  const clients = await listKnownClients(work.tx, [...ids], work.scope.principals, importId)
  const byId = new Map(clients.map(client => [client.id, client]))
  return checked.map(({ same }, at) => ({
    same: same ? (byId.get(same.clientId) ?? null) : null,
    candidates: [...(found[at] ?? [])].flatMap(([id, reasons]) => {
      const client = byId.get(id)
      return client ? [{ client, reasons }] : []
    }),
  }))
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
  for (const { probe, match, recordId } of similar) {
    // What lies behind a wall is not told by a file either.
    if (match.walled || match.type === 'prospect') continue
    // A contact with the name of another contact says nothing about where they work.
    const isOwn = match.type === 'client' && !probe.subject.includes('contacts[')
    const found = match.reasons.filter(isReason).filter(reason => isOwn || reason === 'phone' || reason === 'email')
    const clients = match.type === 'client' ? [recordId] : (employers.get(recordId) ?? [])
    for (const id of clients) for (const reason of found) add(id, reason)
  }
  return reasons
}

function isReason(reason: string): reason is Reason {
  return reason === 'inn' || reason === 'name' || reason === 'phone' || reason === 'email'
}
