import type { Work } from '../../../platform/work.ts'
import { partyEvent } from '../events.ts'
import { handOverManyIdentities } from '../identity/storage.ts'
import { keepProspectResponsibles } from '../prospects/actions.ts'
import {
  type ClientFilter,
  findClientsOf,
  type HeldParty,
  holdClientsOf,
  holdProspectsOf,
  type OwnedParty,
  storeClientResponsibles,
} from './storage.ts'

/** Clients for which these people are responsible, in no order; the caller has asked whether that may be. */
export async function listClientsOf(
  work: Work,
  userIds: readonly string[],
  filter: ClientFilter,
  limit: number,
): Promise<OwnedParty[]> {
  return findClientsOf(work.tx, userIds, filter, limit)
}

/** Takes many clients for a change, after the Interests that are handed over with them. */
export async function holdClients(work: Work, ids: readonly string[]): Promise<HeldParty[]> {
  return holdClientsOf(work.tx, ids)
}

/** Takes the prospects that follow these clients of some people, or those named. */
export async function holdFollowing(
  work: Work,
  asked: { clientIds: readonly string[]; userIds: readonly string[]; ids: readonly string[] },
): Promise<HeldParty[]> {
  return holdProspectsOf(work.tx, asked)
}

/** Gives many clients, all of them held, to other people: contacts, legal entities and what is found of them follow. */
export async function handOverClients(
  work: Work,
  clients: readonly { before: HeldParty; toId: string }[],
): Promise<void> {
  if (clients.length === 0) return
  storeClientResponsibles(
    work.tx,
    clients.map(({ before, toId }) => ({ id: before.id, toId })),
    work.now,
  )
  await handOverManyIdentities(
    work.tx,
    clients.map(({ before, toId }) => ({ clientId: before.id, from: before.responsibleId, to: toId })),
  )
  for (const { before, toId } of clients) {
    const changes = { responsibleId: { from: before.responsibleId, to: toId } }
    const record = { kind: 'client', id: before.id }
    work.record(partyEvent('client.changed', record, before.version + 1, changes, [before.responsibleId, toId]))
  }
}

/** The same for prospects. */
export async function handOverProspects(
  work: Work,
  prospects: readonly { before: HeldParty; toId: string }[],
): Promise<void> {
  await keepProspectResponsibles(
    work,
    prospects.map(({ before, toId }) => ({ id: before.id, responsibleId: toId })),
  )
}
