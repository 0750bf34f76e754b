import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Grant, Viewer } from '../../access/explaining/contract.ts'
import { type Ground, listGrants, listViewers } from '../../access/explaining/queries.ts'
import { findContact } from '../contacts/storage.ts'
import { seesContact, seesProspect } from '../policy.ts'
import { findProspect } from '../prospects/storage.ts'
import { findClient } from '../storage.ts'

type Listed<T> = { items: T[]; nextCursor: null }

/** Who sees this client, and why; one that is out of sight looks like none. */
export async function listClientViewers(db: Queryable, caller: Caller, id: string, now: Date): Promise<Listed<Viewer>> {
  const { responsibleId } = (await findClient(db, id, caller.scope.clients.sight)) ?? refuse(notFound)
  const grounds: Ground[] = [{ kind: 'reach', reach: 'clients' }, ...byClient(id, responsibleId)]
  const sees = ({ scope }: Caller) => scope.clients.sees(id, responsibleId)
  return { items: await listViewers(db, now, grounds, sees), nextCursor: null }
}

/** The same of a contact: whoever sees a client for whom it works. */
export async function listContactViewers(
  db: Queryable,
  caller: Caller,
  id: string,
  now: Date,
): Promise<Listed<Viewer>> {
  const contact = (await findContact(db, id, caller.scope.clients.sight)) ?? refuse(notFound)
  const grounds: Ground[] = [{ kind: 'reach', reach: 'clients' }]
  for (const client of contact.clients) {
    const isTold = caller.scope.clients.sees(client.id, client.responsibleId)
    const through = { kind: 'client', id: isTold ? client.id : null, title: isTold ? client.name : '' } as const
    for (const each of byClient(client.id, client.responsibleId)) grounds.push({ ...each, through, hidden: !isTold })
  }
  const sees = ({ scope }: Caller) => seesContact(scope.clients, contact)
  return { items: await listViewers(db, now, grounds, sees), nextCursor: null }
}

/** The same of a prospect: its responsible, whoever works with one of its Interests, and whom its client is open to. */
export async function listProspectViewers(
  db: Queryable,
  caller: Caller,
  id: string,
  now: Date,
): Promise<Listed<Viewer>> {
  const { clients } = caller.scope
  const prospect = (await findProspect(db, id, clients.sight)) ?? refuse(notFound)
  const { responsibleId, clientId, clientName, viewerIds } = prospect
  const grounds: Ground[] = [
    { kind: 'reach', reach: 'clients' },
    { kind: 'owner', reach: 'clients', as: 'responsible', userId: responsibleId },
    ...viewerIds.map((userId): Ground => {
      const through = { kind: 'interest', id: null, title: '' } as const
      const owner = userId === NIL_ID ? null : userId
      return {
        kind: 'owner',
        reach: 'clients',
        as: 'responsible',
        userId: owner,
        through,
        hidden: !clients.covers(owner),
      }
    }),
  ]
  if (clientId !== null) {
    const isTold = clients.sees(clientId, prospect.clientResponsibleId)
    const through = { kind: 'client', id: isTold ? clientId : null, title: isTold ? (clientName ?? '') : '' } as const
    grounds.push({ kind: 'client', reach: 'clients', clientId, through })
  }
  const sees = ({ scope }: Caller) => seesProspect(scope.clients, prospect)
  return { items: await listViewers(db, now, grounds, sees), nextCursor: null }
}

function byClient(clientId: string, responsibleId: string | null): Ground[] {
  return [
    { kind: 'owner', reach: 'clients', as: 'responsible', userId: responsibleId },
    { kind: 'client', reach: 'clients', clientId },
  ]
}

/** To whom this client is open, and until when; for everybody who sees it. */
export async function listClientGrants(db: Queryable, caller: Caller, id: string, now: Date): Promise<Listed<Grant>> {
  if (!(await findClient(db, id, caller.scope.clients.sight))) refuse(notFound)
  return { items: await listGrants(db, now, id), nextCursor: null }
}
