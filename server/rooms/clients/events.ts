import type { Change, NewEvent } from '../../platform/events/record.ts'
import { NIL_ID } from '../../platform/pure/ids.ts'
import type { Announcement, Moved } from '../../platform/work.ts'
import type { Kept, MovedRow } from './merging/tables.ts'

/** Told inside the transaction when a prospect has become a client: all its Interests follow. */
export type ProspectLinked = Announcement<ProspectLink>
/** Told when a link is undone. A subscriber refuses while one of its records stands where a client is demanded. */
export type ProspectUnlinked = Announcement<ProspectLink>

export interface ProspectLink {
  prospectId: string
  clientId: string
  contactId: string | null
}

export const PROSPECT_LINKED = 'prospect.linked'
export const PROSPECT_UNLINKED = 'prospect.unlinked'
/** Told when a client was opened to a person, from its card or by a request. */
export type ClientOpened = Announcement<{ clientId: string; userId: string; until?: string | null; changes?: boolean }>
export const CLIENT_OPENED = 'client.opened'
/** Asked when a link is repeated: the same answer, and nothing moves. */
export const PROSPECT_INTERESTS = 'prospect.interests_read'
export type ProspectInterestsRead = Announcement<{ prospectId: string }>

export const PARTIES_MERGED = 'parties.merged'
export const PARTIES_UNMERGED = 'parties.unmerged'

/** Told inside the transaction when one record was merged into another: what names the loser follows to the winner. */
export type PartiesMerged = Announcement<{
  kind: 'client' | 'contact' | 'prospect'
  winnerId: string
  loserId: string
  /** Of prospects: the client to which the winner is linked from now on. */
  link: { clientId: string; contactId: string | null } | null
}>

/**
 * Told when a merge is undone and the rows of this room went back: the rows that the subscriber moved, each of which
 * goes back unless people moved it on.
 */
export type PartiesUnmerged = Announcement<{
  mergeId: string
  mergedAt: Date
  kind: 'client' | 'contact' | 'prospect'
  winnerId: string
  loserId: string
  /** Who stands with each of them now: contacts and linked prospects of a client, clients of a contact. */
  company: { winner: readonly string[]; loser: readonly string[] }
  rows: readonly MovedRow[]
}>

/** Answer to the undoing, for each row: what was left alone and why, if it was. */
export interface ReturnedRow extends Moved {
  kept?: Kept
}

/** What the subscriber of the Interests answers with, for each Interest that followed. */
export interface MovedInterest extends Moved {
  kind: 'interest'
  /** The number of the Interest. */
  title: string
  /** Its version after the move. */
  version: number
}

/** The Interests among what was moved, as the answer of a link names them. */
export function movedInterests(moved: readonly Moved[]): { id: string; number: string; version: number }[] {
  return moved.flatMap(each => {
    if (each.kind !== 'interest') return []
    const { id, title, version } = each as MovedInterest
    return [{ id, number: title, version }]
  })
}

/** Fields whose values say nothing about a person; all others can be blanked when a person is forgotten. */
const PLAIN = new Set([
  'kind',
  'relationType',
  'region',
  'responsibleId',
  'archived',
  'clientId',
  'contactId',
  'main',
  'override',
  'notClientId',
  'mergedFrom',
  'mergedInto',
])

/** An event of a party with its values kept apart by whether they are personal. */
export function partyEvent(
  kind: string,
  record: NewEvent['record'],
  version: number,
  values: Record<string, Change>,
  responsibleIds: readonly (string | null)[],
): NewEvent {
  const entries = Object.entries(values)
  const plain = entries.filter(([field]) => PLAIN.has(field))
  const personal = entries.filter(([field]) => !PLAIN.has(field))
  return {
    kind,
    record,
    version,
    ...(plain.length > 0 ? { changes: Object.fromEntries(plain) } : {}),
    ...(personal.length > 0 ? { personal: Object.fromEntries(personal) } : {}),
    owners: responsibleIds.map(each => each ?? NIL_ID),
  }
}

/** A record went into the archive or came back; its version grows by one. */
export function archivingEvent(
  kind: 'client' | 'contact' | 'contractor' | 'prospect',
  record: { id: string; version: number },
  archived: boolean,
  responsibleIds: readonly (string | null)[],
): NewEvent {
  const { id, version } = record
  const verb = archived ? 'archived' : 'restored'
  const values = { archived: { from: !archived, to: archived } }
  return partyEvent(`${kind}.${verb}`, { kind, id }, version + 1, values, responsibleIds)
}

/** Values of a new record as changes from nothing; what is empty is left out. */
export function created(values: Record<string, unknown>): Record<string, Change> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, to]) => to !== null && to !== undefined && !(Array.isArray(to) && to.length === 0))
      .map(([field, to]) => [field, { to }]),
  )
}
