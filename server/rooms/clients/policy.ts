import type { Actor, Scope } from '../../platform/scope.ts'
import { holds } from '../access/rules.ts'

interface Guarded {
  responsibleId: string | null
  archived: boolean
}

/** What this actor may do with a client, as its answer says it: whoever it was opened to sees it and changes nothing. */
export function clientRights(actor: Actor, scope: Scope, client: Guarded): Record<string, boolean> {
  const own = scope.covers(client.responsibleId)
  return {
    edit: own && !client.archived,
    addContact: own && !client.archived,
    addContractor: own && !client.archived,
    archive: own && !client.archived,
    restore: own && client.archived,
    grant: own,
    override: mayOverrideContractor(actor),
  }
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

/** May merge these records, and take the merge apart again: whoever may edit all of them. */
export function mayMerge(scope: Scope, responsibleIds: readonly (string | null)[]): boolean {
  return responsibleIds.every(each => scope.covers(each))
}

/** What this actor may do with a contact; `own`: it works for a client within the scope, and not only for one that was opened. */
export function contactRights({ archived, own }: { archived: boolean; own: boolean }): Record<string, boolean> {
  return { edit: own && !archived, archive: own && !archived, restore: own && archived }
}

/** What this actor may do with a prospect. */
export function prospectRights(
  actor: Actor,
  { archived, linked, own }: { archived: boolean; linked: boolean; own: boolean },
): Record<string, boolean> {
  return {
    edit: own && !archived,
    archive: own && !archived,
    restore: own && archived,
    link: own && !archived && !linked,
    unlink: linked && mayUnlink(actor),
  }
}

/** May register a second company with the same INN and KPP, giving a reason. */
export function mayOverrideContractor(actor: Actor): boolean {
  return holds(actor.role, 'contractor.override')
}

function mayUnlink(actor: Actor): boolean {
  return holds(actor.role, 'prospects.unlink')
}
