import { forbidden, idTaken } from '../../platform/contract.ts'
import type { Change } from '../../platform/events/record.ts'
import { holds } from '../access/rules.ts'
import { newId } from '../../platform/pure/ids.ts'
import { nameKey } from '../../platform/pure/names.ts'
import { type Fault as PlacedFault, Localised, refuse, refuseFaults as refuseAll } from '../../platform/problems.ts'
import { isRepeat, type Work } from '../../platform/work.ts'
import { type PreparedContact, prepareContact, probeContact } from './contacts/rules.ts'
import { insertContacts, listTakenContacts } from './contacts/storage.ts'
import type { Client, ClientInput, EmailAddress, Phone } from './contract.ts'
import { findSimilar, keepApart, lockProbes, requireNewContractor, toWarnings } from './duplicates/actions.ts'
import {
  type Probe,
  probeDomains,
  probeEmails,
  probeName,
  probeNumbers,
  probePhones,
  probesOf,
} from './duplicates/rules.ts'
import { created, partyEvent } from './events.ts'
import { identifyContact, identifyParty } from './identity/rules.ts'
import { addIdentities, type Identified } from './identity/storage.ts'
import { readThroughMerges, refuseAbsent } from './merging/redirects/queries.ts'
import { offerLinks } from './offers/actions.ts'
import { toClient } from './queries.ts'
import {
  decideRequisites,
  distinct,
  type Fault,
  findUnreadable,
  readEmails,
  readPhones,
  unknownReference,
} from './rules.ts'
import {
  addOpenInterests,
  clientCreation,
  findClient,
  findClientForUpdate,
  findUser,
  insertClients,
  type NewClient,
} from './storage.ts'
import type { ClientRecord } from './tables.ts'

type ClientReferences = Pick<ClientInput, 'responsibleId' | 'contacts'>

/** What would refuse this client, for a larger request that wants to name it together with its own faults. */
export async function findClientFaults(
  work: Work,
  input: ClientReferences & Pick<ClientInput, 'kind' | 'inn' | 'kpp' | 'ogrn'>,
): Promise<Fault[]> {
  return [...decideRequisites(input.kind, input).faults, ...(await findReferenceFaults(work, input))]
}

/**
 * Registers a client with its legal entity and its contacts. Whoever registers the same caller at the same moment is
 * told of it; the same INN and KPP are refused to everybody without the right.
 * @param path place of the client inside a larger request, such as `newClient.`
 * @param prospectId the prospect that this client turns out to be: no look-alike of it
 * @throws invalid, contractor.exists, similar_found, id_taken, operation.reused
 */
export async function createClient(
  work: Work,
  input: ClientInput,
  { path = '', prospectId }: { path?: string; prospectId?: string } = {},
): Promise<Client> {
  if (await isRepeat(work, clientCreation, input.id)) return readBack(work, input.id)
  // Whatever door it came through: the form, an Interest, the registration.
  if (!holds(work.actor, 'clients.create')) refuse(forbidden, { reason: 'clients.create' })
  const responsibleId = input.responsibleId ?? defaultResponsible(work)
  refuseFaults(await findClientFaults(work, input), path)
  await requireFreeContacts(work, input)

  const prepared = prepareClient(input, responsibleId, authorOf(work), path)
  const { client, contacts, probes } = prepared
  await lockProbes(work, probes, [client.inn])
  // The same request sent twice at one moment waited for itself.
  if (await isRepeat(work, clientCreation, input.id)) return readBack(work, input.id)
  await requireNewContractor(work, {
    id: client.contractorId,
    inn: client.inn,
    kpp: client.kpp,
    override: input.override,
  })
  await keepApart(work, [input.id, ...contacts.map(contact => contact.id)], input.notDuplicateOf)
  const findings = await findSimilar(
    work,
    probes,
    { ownerIds: [input.id, ...(prospectId ? [prospectId] : [])], clientIds: [] },
    { ask: input.onSimilar === 'ask', found: similar => offerLinks(work, client, similar) },
  )

  await writeClients(work, [prepared])
  const { phones, emails } = client
  const unreadable = [
    ...findUnreadable(path, { phones, emails }),
    ...contacts.flatMap((contact, at) => findUnreadable(`${path}contacts[${at}].`, contact)),
  ]
  return { ...(await readBack(work, client.id)), warnings: toWarnings(work, [...unreadable, ...findings]) }
}

/** A client ready to be written, with what has to be checked about it. */
export interface PreparedClient {
  client: NewClient & {
    phones: Phone[]
    emails: EmailAddress[]
    sites: string[]
    addresses: string[]
    messengers: string[]
  }
  contacts: PreparedContact[]
  probes: Probe[]
}

/** Reads what was typed of a client and its contacts; nothing is refused here. */
export function prepareClient(
  input: ClientInput,
  responsibleId: string | null,
  authorId: string | null,
  path = '',
): PreparedClient {
  const contacts = (input.contacts ?? []).map(contact => prepareContact(contact.id ?? newId(), contact))
  const phones = readPhones(distinct(input.phones))
  const emails = readEmails(distinct(input.emails))
  const client = {
    id: input.id,
    kind: input.kind,
    name: input.name,
    publicName: input.publicName ?? null,
    nameKey: nameKey(input.name, input.kind),
    relationType: input.relationType ?? 'customer',
    phones,
    emails,
    sites: distinct(input.sites),
    addresses: distinct(input.addresses),
    messengers: distinct(input.messengers),
    comment: input.comment ?? null,
    responsibleId,
    authorId,
    contractorId: newId(),
    ...requisitesOf(input),
  }
  const probes = [
    ...probeClient(client, path),
    ...contacts.flatMap((contact, at) => probeContact(contact, `${path}contacts[${at}].`)),
  ]
  return { client, contacts, probes }
}

function requisitesOf(input: ClientInput): { inn: string | null; kpp: string | null; ogrn: string | null } {
  const { inn, kpp, ogrn } = decideRequisites(input.kind, input)
  return { inn, kpp, ogrn }
}

/** Writes clients that were checked, with their legal entities, contacts, identifiers and events. */
export async function writeClients(work: Work, prepared: readonly PreparedClient[]): Promise<void> {
  const { tx, now, creationHash } = work
  if (prepared.length === 0) return
  const staffs = prepared.map(({ client, contacts }) => ({ client: { ...client, contactCount: 0 }, contacts }))
  const clients = prepared.map(({ client }) => client)
  // One behind the other in the same transaction; what the later ones say is worked out while the first are written.
  const writes = [insertClients(tx, clients, now, creationHash), insertContacts(tx, staffs, now, creationHash)]
  writes.push(addIdentities(tx, prepared.flatMap(identifiedOf)))
  for (const { client, contacts } of prepared) recordCreation(work, client, contractorOf(client), contacts)
  await Promise.all(writes)
}

function contractorOf({ contractorId, kind, name, inn, kpp, ogrn }: PreparedClient['client']) {
  return { id: contractorId, kind, name, inn, kpp, ogrn, main: true }
}

/** By what a client could turn out to be known already. */
export function probeClient(
  client: {
    id: string
    kind: ClientInput['kind']
    name: string
    phones: ReturnType<typeof readPhones>
    emails: ReturnType<typeof readEmails>
    sites: readonly string[]
    inn: string | null
    kpp: string | null
    ogrn: string | null
  },
  path: string,
): Probe[] {
  return probesOf('client', path, client.id, [
    ...probePhones(client.phones, at => `${path}phones[${at}]`),
    ...probeEmails(client.emails, at => `${path}emails[${at}]`),
    ...probeName(client.name, client.kind !== 'organisation', `${path}name`),
    ...probeNumbers(client, path),
    ...probeDomains(client, path),
  ])
}

/** Refuses with every fault at once, each under its place in the request. */
export function refuseFaults(faults: readonly Fault[], path = ''): void {
  refuseAll(placeFaults(faults, path))
}

/** Faults as an answer tells them, each under its place in the request. */
export function placeFaults(faults: readonly Fault[], path: string): PlacedFault[] {
  return faults.map(({ path: field, code, texts }) => ({
    path: `${path}${field}`,
    code,
    message: new Localised(texts),
  }))
}

/** Whoever registers a party looks after it; the product itself looks after nothing. */
export function defaultResponsible(work: Work): string | null {
  return authorOf(work)
}

/** The person who writes, null for the product itself. */
export function authorOf(work: Work): string | null {
  return work.actor.kind === 'system' ? null : work.actor.userId
}

async function findReferenceFaults(work: Work, { responsibleId, contacts = [] }: ClientReferences): Promise<Fault[]> {
  const faults: Fault[] = []
  if (responsibleId && responsibleId !== work.actor.userId && !(await findUser(work.tx, responsibleId)))
    faults.push(unknownReference('responsibleId'))
  const ids = contacts.map(contact => contact.id)
  const repeated = ids.findIndex((id, at) => id !== undefined && ids.indexOf(id) !== at)
  if (repeated >= 0) {
    faults.push({
      path: `contacts[${repeated}].id`,
      code: 'repeated',
      texts: { ru: 'Контакт указан дважды', en: 'The contact is given twice' },
    })
  }
  return faults
}

async function requireFreeContacts(work: Work, { contacts = [] }: ClientReferences): Promise<void> {
  const named = contacts.flatMap(contact => contact.id ?? [])
  if ((await listTakenContacts(work.tx, named)).length > 0) refuse(idTaken)
}

function identifiedOf({ client, contacts }: PreparedClient): Identified[] {
  const owner = { clientId: client.id, responsibleId: client.responsibleId }
  const { client: identifiers, contractors } = identifyParty(client, [contractorOf(client)])
  return [
    { kind: 'client', id: client.id, ...owner, identifiers },
    ...contractors.map(each => ({
      kind: 'contractor' as const,
      id: each.contractor.id,
      ...owner,
      identifiers: each.identifiers,
    })),
    ...contacts.map(contact => ({
      kind: 'contact' as const,
      id: contact.id,
      ...owner,
      identifiers: identifyContact(contact),
    })),
  ]
}

function recordCreation(
  work: Work,
  client: PreparedClient['client'],
  contractor: Record<string, unknown> & { id: string },
  contacts: readonly PreparedContact[],
): void {
  const owners = [client.responsibleId]
  const { id, nameKey: _, authorId: __, contractorId: ___, ...values } = client
  work.record(
    partyEvent('client.created', { kind: 'client', id }, 1, created({ ...values, ...rawsOf(client) }), owners),
  )
  const { id: contractorId, ...facts } = contractor
  work.record(
    partyEvent(
      'contractor.created',
      { kind: 'contractor', id: contractorId },
      1,
      created({ ...facts, clientId: id }),
      owners,
    ),
  )
  for (const contact of contacts) recordContactCreation(work, contact, id, owners)
}

/** The event of a new contact. */
export function recordContactCreation(
  work: Work,
  contact: PreparedContact,
  clientId: string,
  owners: readonly (string | null)[],
): void {
  const { id, nameKey: _, position, ...values } = contact
  const facts = created({ ...values, ...rawsOf(contact), clientId })
  const place: Record<string, Change> = position === null ? {} : { position: { to: position, of: clientId } }
  work.record(partyEvent('contact.created', { kind: 'contact', id }, 1, { ...facts, ...place }, owners))
}

/** History keeps phones and mails as they were typed. */
export function rawsOf(record: { phones?: unknown; emails?: unknown }): { phones: string[]; emails: string[] } {
  const raws = (list: unknown) => ((list ?? []) as { raw: string }[]).map(each => each.raw)
  return { phones: raws(record.phones), emails: raws(record.emails) }
}

/**
 * A client for a change, held until the end. Whoever it was opened to may look at it, and its responsible changes it; a profile may let do more or less.
 * @throws not_found, forbidden
 */
export async function holdOwnClient(work: Work, id: string): Promise<ClientRecord> {
  const record =
    (await findClientForUpdate(work.tx, id, work.scope.clients.sight)) ?? (await refuseAbsent(work, 'client', id))
  return work.scope.clients.changes(record.responsibleId, id) ? record : refuse(forbidden)
}

/** A client as it is after a write, even if the write took it out of the caller's sight. */
export async function readBack(work: Work, id: string): Promise<Client> {
  return readThroughMerges(work.tx, work.caller, { kind: 'client', id }, async each => {
    const record = await findClient(work.tx, each, null)
    return record && toClient(record, work.caller)
  })
}

/**
 * Keeps how many unfinished Interests a party has, as lists show it. Called by the room of Interests in its own
 * transaction; not counted in the version of the party.
 */
export function countOpenInterests(
  work: Work,
  party: { clientId?: string | null; prospectId?: string | null },
  delta: number,
): void {
  if (delta === 0) return
  addOpenInterests(work.tx, { clientId: party.clientId ?? null, prospectId: party.prospectId ?? null }, delta)
}
