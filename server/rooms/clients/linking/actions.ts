import { refuseChange } from '../../access/refusals/actions.ts'
import { mayChangeProspect } from '../policy.ts'
import { notFound, type ResultOf } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Moved, Work } from '../../../platform/work.ts'
import { authorOf, refuseFaults } from '../actions.ts'
import { findContactForUpdate } from '../contacts/storage.ts'
import { clientArchived, type linkProspect as linkContract, prospectLinked, prospectNotLinked } from '../contract.ts'
import {
  movedInterests,
  partyEvent,
  PROSPECT_INTERESTS,
  PROSPECT_LINKED,
  PROSPECT_UNLINKED,
  type ProspectLink,
} from '../events.ts'
import { writeProspectIdentities } from '../identity/actions.ts'
import { refuseAbsent, refuseMerged } from '../merging/redirects/queries.ts'
import { settleOffers } from '../offers/actions.ts'
import { toProspect } from '../prospects/queries.ts'
import { findProspect, findProspectForUpdate, setProspectLink } from '../prospects/storage.ts'
import { unknownReference } from '../rules.ts'
import { findClientForUpdate } from '../storage.ts'
import type { ClientRecord, ProspectRecord } from '../tables.ts'

type Linked = ResultOf<typeof linkContract>

/**
 * The prospect turned out to be a registered client: it keeps its own card as the origin, and all its Interests,
 * closed ones too, follow in the same transaction. Linking to the same client again changes nothing.
 * @throws not_found, invalid (an unknown client or contact), client.archived, prospect.linked
 */
export async function linkProspect(
  work: Work,
  prospectId: string,
  to: { clientId: string; contactId?: string | null | undefined },
): Promise<Linked> {
  const record =
    (await findProspectForUpdate(work.tx, prospectId, work.scope.clients.sight)) ??
    (await refuseAbsent(work, 'prospect', prospectId))
  if (!mayChangeProspect(work.scope.clients, record)) refuseChange('clients', record.responsibleId)
  const contactId = to.contactId ?? null
  if (record.clientId === to.clientId && record.contactId === contactId) return readLink(work, prospectId)
  if (record.clientId !== null) refuse(prospectLinked)
  const client = await findClientForUpdate(work.tx, to.clientId, work.scope.clients.sight)
  if (!client) {
    await refuseMerged(work, 'client', to.clientId)
    return refuseFaults([unknownReference('clientId')]) as never
  }
  if (client.archivedAt !== null) refuse(clientArchived)
  if (contactId !== null && !(await isContactOf(work, client, contactId))) {
    await refuseMerged(work, 'contact', contactId)
    refuseFaults([unknownReference('contactId')])
  }

  const link = { prospectId, clientId: client.id, contactId }
  await setProspectLink(work.tx, prospectId, { ...link, by: authorOf(work) }, work.now)
  await settleOffers(work, prospectId)
  return follow(work, record, link, PROSPECT_LINKED, [record.responsibleId, client.responsibleId])
}

/**
 * Undoes a link: empties exactly what it filled. An Interest that was registered for the client itself stays there.
 * @throws not_found, prospect.not_linked, prospect.unlink_refused while a state of one of its Interests demands a client
 */
export async function unlinkProspect(work: Work, prospectId: string): Promise<Linked> {
  const record =
    (await findProspectForUpdate(work.tx, prospectId, work.scope.clients.sight)) ??
    (await refuseAbsent(work, 'prospect', prospectId))
  if (record.clientId === null) return refuse(prospectNotLinked)
  const link = { prospectId, clientId: record.clientId, contactId: record.contactId }
  await setProspectLink(work.tx, prospectId, null, work.now)
  return follow(work, record, link, PROSPECT_UNLINKED, [record.responsibleId, record.clientResponsibleId])
}

/** How a link stands now, with its Interests: the answer of a repeated request. */
export async function readLink(work: Work, prospectId: string): Promise<Linked> {
  if (!(await findProspect(work.tx, prospectId, work.scope.clients.sight))) refuse(notFound)
  return answer(work, prospectId, await work.announce({ kind: PROSPECT_INTERESTS, payload: { prospectId } }))
}

/** The contact is held: a merge of it at this moment takes the new link along. */
async function isContactOf(work: Work, client: ClientRecord, contactId: string): Promise<boolean> {
  const contact = await findContactForUpdate(work.tx, contactId, null)
  return contact !== undefined && contact.clients.some(each => each.id === client.id)
}

async function follow(
  work: Work,
  record: ProspectRecord,
  link: ProspectLink,
  kind: typeof PROSPECT_LINKED | typeof PROSPECT_UNLINKED,
  owners: readonly (string | null)[],
): Promise<Linked> {
  const { id } = record
  const isLinked = kind === PROSPECT_LINKED
  await writeProspectIdentities(work.tx, { ...record, clientId: isLinked ? link.clientId : null })
  const change = (value: string | null) => (isLinked ? { from: null, to: value } : { from: value, to: null })
  work.record(
    partyEvent(
      kind,
      { kind: 'prospect', id },
      record.version + 1,
      { clientId: change(link.clientId), ...(link.contactId ? { contactId: change(link.contactId) } : {}) },
      owners,
    ),
  )
  work.cause.through ??= { kind, id }
  return answer(work, id, await work.announce({ kind, payload: link }))
}

async function answer(work: Work, id: string, moved: readonly Moved[]): Promise<Linked> {
  const record = await findProspect(work.tx, id, null)
  if (!record) throw new Error('a prospect that was just written is gone')
  return { ...toProspect(record, work.caller), suggestions: [], interests: movedInterests(moved) }
}
