import { type BodyOf, forbidden, idTaken, notFound, type ResultOf } from '../../../platform/contract.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { holdOwnClient, readBack, recordContactCreation, refuseFaults } from '../actions.ts'
import {
  type addContact as addContract,
  type changeContact as changeContract,
  type Client,
  clientArchived,
  contactLastClient,
} from '../contract.ts'
import { findSimilar, lockProbes, toWarnings } from '../duplicates/actions.ts'
import { archivingEvent, partyEvent } from '../events.ts'
import { writeContactIdentities } from '../identity/actions.ts'
import { refuseAbsent, refuseMerged, resolveMerged } from '../merging/redirects/queries.ts'
import { distinct, unknownReference } from '../rules.ts'
import { findClient } from '../storage.ts'
import { offerLinks } from '../offers/actions.ts'
import type { ClientRecord, ContactRecord } from '../tables.ts'
import { type Contact, isOwnContact, toContact } from './queries.ts'
import { decideContactInput, findUnreadableOf, prepareContact, probeContact } from './rules.ts'
import {
  contactCreation,
  endLink,
  findContact,
  findContactForUpdate,
  insertContacts,
  insertLink,
  linkCreation,
  listTakenContacts,
  resumeLink,
  setContactArchived,
  updateContact,
  updatePosition,
} from './storage.ts'

type AddedContact = ResultOf<typeof addContract>

/**
 * Adds a contact to a client: a new one, or one that is known already and works here too.
 * @throws not_found, client.archived, invalid, similar_found
 */
export async function addContact(
  work: Work,
  clientId: string,
  input: BodyOf<typeof addContract>,
): Promise<AddedContact> {
  const client = await holdOwnClient(work, clientId)
  if (input.contactId !== undefined) return linkContact(work, client, input.contactId, input)
  if (await isRepeat(work, contactCreation, input.id)) return readLinked(work, clientId, input.id)
  if (client.archivedAt !== null) refuse(clientArchived)
  refuseFaults(decideContactInput(input))
  const contact = prepareContact(input.id, { ...input, fullName: input.fullName ?? '' })
  const probes = probeContact(contact, '')
  await lockProbes(work, probes, [])
  if ((await listTakenContacts(work.tx, [input.id])).length > 0) refuse(idTaken)
  const findings = await findSimilar(
    work,
    probes,
    { ownerIds: [input.id], clientIds: [clientId] },
    { ask: input.onSimilar === 'ask', found: similar => offerLinks(work, client, similar) },
  )
  const to = { id: clientId, responsibleId: client.responsibleId, contactCount: client.contacts.length }
  await insertContacts(work.tx, [{ client: to, contacts: [contact] }], work.now, work.creationHash)
  await writeIdentities(work, input.id)
  recordContactCreation(work, contact, clientId, [client.responsibleId])
  const warnings = toWarnings(work, [...findUnreadableOf(contact, ''), ...findings])
  return { ...(await readLinked(work, clientId, input.id)), warnings }
}

async function linkContact(
  work: Work,
  client: ClientRecord,
  contactId: string,
  input: BodyOf<typeof addContract>,
): Promise<AddedContact> {
  if (await isRepeat(work, linkCreation, input.id)) return readLinked(work, client.id, contactId)
  if (client.archivedAt !== null) refuse(clientArchived)
  const faults = decideContactInput(input)
  const contact = await findContactForUpdate(work.tx, contactId, work.scope.clients.sight)
  if (!contact) {
    await refuseMerged(work, 'contact', contactId)
    faults.push(unknownReference('contactId'))
  }
  refuseFaults(faults)
  if (!contact || client.contacts.some(each => each.id === contactId)) return readLinked(work, client.id, contactId)
  const { responsibleId, contacts } = client
  const place = { id: contactId, position: input.position ?? null }
  if (!(await resumeLink(work.tx, client, place, work.now))) {
    const to = { id: client.id, responsibleId, contactCount: contacts.length }
    await insertLink(work.tx, input.id, to, place, work.creationHash)
  }
  await writeIdentities(work, contactId)
  work.record(
    partyEvent(
      'contact.linked',
      { kind: 'contact', id: contactId },
      contact.version,
      {
        clientId: { from: null, to: client.id },
        ...(input.position ? { position: { to: input.position, of: client.id } } : {}),
      },
      [...contact.clients.map(each => each.responsibleId), responsibleId],
    ),
  )
  return readLinked(work, client.id, contactId)
}

/**
 * The person works for this client no more. Its Interests keep the contact, and the link stays as history.
 * @throws not_found, client.archived, contact.last_client
 */
export async function endContact(work: Work, clientId: string, contactId: string): Promise<Client> {
  const client = await holdOwnClient(work, clientId)
  const contact =
    (await findContactForUpdate(work.tx, contactId, work.scope.clients.sight)) ??
    (await refuseAbsent(work, 'contact', contactId))
  const link = contact.clients.find(each => each.id === clientId) ?? refuse(notFound)
  if (client.archivedAt !== null) refuse(clientArchived)
  // Whoever works nowhere would be found by nobody.
  if (contact.clients.length === 1) refuse(contactLastClient)
  await endLink(work.tx, clientId, contactId, work.now)
  await writeIdentities(work, contactId)
  work.record(
    partyEvent(
      'contact.unlinked',
      { kind: 'contact', id: contactId },
      contact.version,
      {
        clientId: { from: clientId, to: null },
        ...(link.position === null ? {} : { position: { from: link.position, to: null, of: clientId } }),
      },
      ownersOf(contact),
    ),
  )
  return readBack(work, clientId)
}

/**
 * Changes a contact; `position` is the one at `clientId`, by default at its main client.
 * @throws not_found, invalid, conflict
 */
export async function changeContact(work: Work, id: string, body: BodyOf<typeof changeContract>): Promise<Contact> {
  const record = await load(work, id)
  const { version, clientId, ...typed } = body
  const visible = record.clients.filter(each => work.scope.clients.changes(each.responsibleId, each.id))
  const client = clientId === undefined ? visible[0] : visible.find(each => each.id === clientId)
  if (!client && (clientId !== undefined || typed.position !== undefined)) refuseFaults([unknownReference('clientId')])
  const current = {
    fullName: record.fullName,
    phones: record.phones.map(phone => phone.raw),
    emails: record.emails.map(mail => mail.raw),
    messengers: record.messengers,
    comment: record.comment,
    position: client?.position ?? null,
  }
  const wanted: Record<string, unknown> = { ...typed }
  for (const field of ['phones', 'emails', 'messengers'] as const)
    if (typed[field] !== undefined) wanted[field] = distinct(typed[field])
  const changes = await mergeChanges(work.tx, record, version, current, wanted)
  if (Object.keys(changes).length === 0) return toContact(record, work.caller)
  if (changes['position'] && client) changes['position'].of = client.id
  const next = { ...current, ...Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])) }

  const contact = prepareContact(id, next)
  const probes = probeContact(contact, '').map(probe => {
    const change = changes[probe.field.replace(/\[.*$/, '')]
    return { ...probe, known: !change || (Array.isArray(change.from) && change.from.includes(probe.typed)) }
  })
  await lockProbes(work, probes, [])
  const self = { ownerIds: [id], clientIds: record.clients.map(each => each.id) }
  const employer = record.clients.find(each => each.main) ?? record.clients[0]
  const findings = await findSimilar(work, probes, self, {
    ask: false,
    found: async similar => {
      if (employer) await offerLinks(work, employer, similar)
    },
  })
  await updateContact(work.tx, id, { ...contact, comment: next.comment }, work.now)
  if (changes['position'] && client) await updatePosition(work.tx, id, client.id, next.position)
  await writeIdentities(work, id)
  work.record(partyEvent('contact.changed', { kind: 'contact', id }, record.version + 1, changes, ownersOf(record)))
  const unreadable = findUnreadableOf(contact, '').filter(finding => finding.field.replace(/\[.*$/, '') in changes)
  return { ...(await read(work, id)), warnings: toWarnings(work, [...unreadable, ...findings]) }
}

/** Puts a contact away at all its clients. */
export async function archiveContact(work: Work, id: string): Promise<Contact> {
  return setArchived(work, id, true)
}

/** Brings a contact back. */
export async function restoreContact(work: Work, id: string): Promise<Contact> {
  return setArchived(work, id, false)
}

async function setArchived(work: Work, id: string, archived: boolean): Promise<Contact> {
  const record = await load(work, id)
  if ((record.archivedAt !== null) !== archived) {
    await setContactArchived(work.tx, id, archived ? work.now : null, work.now)
    await writeIdentities(work, id)
    work.record(archivingEvent('contact', record, archived, ownersOf(record)))
  }
  return read(work, id)
}

function ownersOf(record: ContactRecord): (string | null)[] {
  return record.clients.map(each => each.responsibleId)
}

async function load(work: Work, id: string): Promise<ContactRecord> {
  const record =
    (await findContactForUpdate(work.tx, id, work.scope.clients.sight)) ?? (await refuseAbsent(work, 'contact', id))
  return isOwnContact(record, work.scope.clients) ? record : refuse(forbidden)
}

async function writeIdentities(work: Work, id: string): Promise<void> {
  const record = await findContact(work.tx, id, null)
  if (record) await writeContactIdentities(work.tx, record)
}

async function read(work: Work, id: string): Promise<Contact> {
  return toContact((await findContact(work.tx, id, null)) ?? refuse(notFound), work.caller)
}

async function readLinked(work: Work, clientId: string, contactId: string): Promise<AddedContact> {
  const client = await findClient(work.tx, clientId, null)
  const id = await resolveMerged(work.tx, 'contact', contactId)
  return client?.contacts.find(contact => contact.id === id) ?? refuse(notFound)
}
