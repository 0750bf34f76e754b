import type { Actor, Reach } from '../../platform/scope.ts'
import { holds } from '../access/rules.ts'

interface Guarded {
  id: string
  responsibleId: string | null
  archived: boolean
}

/** What this actor may do with a client, as its answer says it: whoever it was opened to sees it and changes nothing. */
export function clientRights(actor: Actor, scope: Reach, client: Guarded): Record<string, boolean> {
  const own = scope.changes(client.responsibleId, client.id)
  const archives = own && holds(actor, 'clients.archive')
  return {
    edit: own && !client.archived,
    addContact: own && !client.archived,
    addContractor: own && !client.archived,
    archive: archives && !client.archived,
    restore: archives && client.archived,
    merge: own && !client.archived && holds(actor, 'clients.merge'),
    grant: mayGrant(actor, scope, client),
    override: mayOverrideContractor(actor),
  }
}

/** May open a client to others: whoever holds the right and may change it without that it was opened to them. */
export function mayGrant(actor: Actor, scope: Reach, client: Pick<Guarded, 'responsibleId'>): boolean {
  return holds(actor, 'clients.grant') && mayHandOver(scope, client)
}

/** May give it to another responsible: to whom it was only opened gives it to nobody. */
export function mayHandOver(scope: Reach, { responsibleId }: Pick<Guarded, 'responsibleId'>): boolean {
  return scope.changes(responsibleId)
}

/** What may be done with a legal entity of a client that may be edited or not. The main one is never archived. */
export function contractorRights(
  edit: boolean,
  contractor: { main: boolean; archived: boolean },
): Record<string, boolean> {
  const { main, archived } = contractor
  return {
    edit: edit && !archived,
    makeMain: edit && !archived && !main,
    archive: edit && !archived && !main,
    restore: edit && archived,
  }
}

/** May merge these clients, and take the merge apart again: whoever may edit all of them. */
export function mayMerge(scope: Reach, clients: readonly Pick<Guarded, 'id' | 'responsibleId'>[]): boolean {
  return clients.every(each => scope.changes(each.responsibleId, each.id))
}

/** What this actor may do with a contact; `own`: it works for a client within the scope, and not only for one that was opened. */
export function contactRights(
  actor: Actor,
  { archived, own }: { archived: boolean; own: boolean },
): Record<string, boolean> {
  const archives = own && holds(actor, 'clients.archive')
  return {
    edit: own && !archived,
    merge: own && !archived && holds(actor, 'clients.merge'),
    archive: archives && !archived,
    restore: archives && archived,
  }
}

/** Is a contact within this scope: by one of the clients for whom it works? */
export function seesContact(
  scope: Reach,
  { clients }: { clients: readonly { id: string; responsibleId: string | null }[] },
): boolean {
  return scope.isAll || clients.some(each => scope.sees(each.id, each.responsibleId))
}

/** Is a prospect within this scope: by its responsible, by one of its Interests, or with a client that was opened? */
export function seesProspect(
  scope: Reach,
  prospect: { responsibleId: string | null; clientId: string | null; viewerIds: readonly string[] },
): boolean {
  const { responsibleId, clientId, viewerIds } = prospect
  return scope.sees(clientId, responsibleId) || viewerIds.some(each => scope.covers(each))
}

/** May change a prospect: by its responsible, or by whoever works with one of its Interests. */
export function mayChangeProspect(
  scope: Reach,
  prospect: { responsibleId: string | null; clientId: string | null; viewerIds: readonly string[] },
): boolean {
  const { responsibleId, clientId, viewerIds } = prospect
  return scope.changes(responsibleId, clientId) || viewerIds.some(each => scope.changes(each))
}

/** What this actor may do with a prospect. */
export function prospectRights(
  actor: Actor,
  { archived, linked, own }: { archived: boolean; linked: boolean; own: boolean },
): Record<string, boolean> {
  const archives = own && holds(actor, 'clients.archive')
  return {
    edit: own && !archived,
    merge: own && !archived && holds(actor, 'clients.merge'),
    archive: archives && !archived,
    restore: archives && archived,
    link: own && !archived && !linked,
    unlink: linked && mayUnlink(actor),
  }
}

/** May register a second company with the same INN and KPP, giving a reason. */
export function mayOverrideContractor(actor: Actor): boolean {
  return holds(actor, 'contractor.override')
}

function mayUnlink(actor: Actor): boolean {
  return holds(actor, 'prospects.unlink')
}
